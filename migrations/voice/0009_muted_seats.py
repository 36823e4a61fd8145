"""muted seats, found without reading all seats of a room.

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IS_MUTED = sa.text("muted_until IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_room_seats_muted",
        "room_seats",
        ["room_slug"],
        postgresql_where=IS_MUTED,
        sqlite_where=IS_MUTED,
    )


def downgrade() -> None:
    op.drop_index("ix_room_seats_muted", table_name="room_seats")
