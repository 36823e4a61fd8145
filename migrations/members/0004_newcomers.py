"""newcomers, vouches, given invitations.

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "newcomers",
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(code_digest IS NULL) OR (message IS NULL)", name=op.f("ck_newcomers_one_way")
        ),
        sa.PrimaryKeyConstraint("link_digest", name=op.f("pk_newcomers")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_newcomers_code_digest")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("newcomers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_newcomers_expires_on"), ["expires_on"], unique=False)

    op.create_table(
        "given_invitations",
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_digest"],
            ["invitations.link_digest"],
            name=op.f("fk_given_invitations_link_digest_invitations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["seats.id"],
            name=op.f("fk_given_invitations_seat_id_seats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("link_digest", name=op.f("pk_given_invitations")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("given_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_given_invitations_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "invitation_counts",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.CheckConstraint("given >= 0", name=op.f("ck_invitation_counts_given")),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["seats.id"],
            name=op.f("fk_invitation_counts_seat_id_seats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_invitation_counts")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("invitation_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_counts_month"), ["month"], unique=False)

    op.create_table(
        "vouches",
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_digest"],
            ["newcomers.link_digest"],
            name=op.f("fk_vouches_link_digest_newcomers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seats.id"], name=op.f("fk_vouches_seat_id_seats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("link_digest", "seat_id", name=op.f("pk_vouches")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("vouches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vouches_seat_id"), ["seat_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("vouches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vouches_seat_id"))

    op.drop_table("vouches")
    with op.batch_alter_table("invitation_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_counts_month"))

    op.drop_table("invitation_counts")
    with op.batch_alter_table("given_invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_given_invitations_seat_id"))

    op.drop_table("given_invitations")
    with op.batch_alter_table("newcomers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_newcomers_expires_on"))

    op.drop_table("newcomers")
