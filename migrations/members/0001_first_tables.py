"""first tables.

Revision: 0001
Follows: None
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "accesses",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_accesses_times")),
        sa.PrimaryKeyConstraint("seat_id", "day", "act", name=op.f("pk_accesses")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("accesses", schema=None) as batch_op:
        batch_op.create_index("ix_accesses_day_act", ["day", "act"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "role IN ('member', 'moderator', 'organizer')", name=op.f("ck_invitations_role")
        ),
        sa.PrimaryKeyConstraint("link_digest", name=op.f("pk_invitations")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_expires_on"), ["expires_on"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("phrase_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('member', 'moderator', 'organizer')", name=op.f("ck_seats_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("phrase_digest", name=op.f("uq_seats_phrase_digest")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seat_sessions",
        sa.Column("key_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["seats.id"],
            name=op.f("fk_seat_sessions_seat_id_seats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key_digest", name=op.f("pk_seat_sessions")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("seat_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_seat_sessions_expires_on"), ["expires_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_seat_sessions_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "sign_in_links",
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["seats.id"],
            name=op.f("fk_sign_in_links_seat_id_seats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("link_digest", name=op.f("pk_sign_in_links")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_links_expires_on"), ["expires_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sign_in_links_seat_id"), ["seat_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_links_seat_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_links_expires_on"))

    op.drop_table("sign_in_links")
    with op.batch_alter_table("seat_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_sessions_seat_id"))
        batch_op.drop_index(batch_op.f("ix_seat_sessions_expires_on"))

    op.drop_table("seat_sessions")
    op.drop_table("seats")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_expires_on"))

    op.drop_table("invitations")
    with op.batch_alter_table("accesses", schema=None) as batch_op:
        batch_op.drop_index("ix_accesses_day_act")

    op.drop_table("accesses")
