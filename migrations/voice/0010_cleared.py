"""how often something of a room was forgotten, so that the memory of processes goes with it.

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rooms", sa.Column("cleared", sa.Integer(), nullable=True))
    op.execute("UPDATE rooms SET cleared = 0")
    with op.batch_alter_table("rooms", table_kwargs={"sqlite_with_rowid": False}) as rooms:
        rooms.alter_column("cleared", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    op.drop_column("rooms", "cleared")
