"""rolls, what was issued to whom, and how many.

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "rolls",
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("eligible_since", sa.Date(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_rolls_size")),
        sa.PrimaryKeyConstraint("scope_code", name=op.f("pk_rolls")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issuances",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("blinded_digest", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint("slot >= 0", name=op.f("ck_issuances_slot")),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["seats.id"],
            name=op.f("fk_issuances_seat_id_seats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seat_id", "scope_code", "slot", name=op.f("pk_issuances")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("issuances", schema=None) as batch_op:
        batch_op.create_index("ix_issuances_scope_code", ["scope_code"], unique=False)

    op.create_table(
        "issued_counts",
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("count >= 0", name=op.f("ck_issued_counts_count")),
        sa.PrimaryKeyConstraint("scope_code", name=op.f("pk_issued_counts")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:

    op.drop_table("issued_counts")
    with op.batch_alter_table("issuances", schema=None) as batch_op:
        batch_op.drop_index("ix_issuances_scope_code")

    op.drop_table("issuances")
    op.drop_table("rolls")
