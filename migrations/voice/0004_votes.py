"""votes.

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
        "ballots",
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.Column("prefix", sa.LargeBinary(length=32), nullable=False),
        sa.Column("token", sa.LargeBinary(length=384), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.CheckConstraint("choice IN ('yes', 'no', 'abstain')", name=op.f("ck_ballots_choice")),
        sa.PrimaryKeyConstraint("scope_code", "nonce", name=op.f("pk_ballots")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "results",
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("board", sa.LargeBinary(length=32), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("roll", sa.Integer(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("majority", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("preamble", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('adopted', 'rejected', 'no_quorum', 'void')",
            name=op.f("ck_results_outcome"),
        ),
        sa.PrimaryKeyConstraint("scope_code", name=op.f("pk_results")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "turnouts",
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("scope_code", name=op.f("pk_turnouts")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:

    op.drop_table("turnouts")
    op.drop_table("results")
    op.drop_table("ballots")
