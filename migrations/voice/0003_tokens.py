"""tokens.

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
        "scopes",
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("descriptor", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("is_box_open", sa.Boolean(), nullable=False),
        sa.Column("roll_size", sa.Integer(), nullable=True),
        sa.Column("eligible_since", sa.Date(), nullable=True),
        sa.Column("issued_count", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_scopes")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("scopes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scopes_closes_on"), ["closes_on"], unique=False)

    op.create_table(
        "spent_tokens",
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body_digest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["scope_code"],
            ["scopes.code"],
            name=op.f("fk_spent_tokens_scope_code_scopes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scope_code", "nonce", name=op.f("pk_spent_tokens")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:

    op.drop_table("spent_tokens")
    with op.batch_alter_table("scopes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scopes_closes_on"))

    op.drop_table("scopes")
