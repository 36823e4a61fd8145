"""private keys of scopes in a table of their own.

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "scope_keys",
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scope_code"],
            ["scopes.code"],
            name=op.f("fk_scope_keys_scope_code_scopes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scope_code", name=op.f("pk_scope_keys")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO scope_keys (scope_code, sealed_key) "
        "SELECT code, sealed_key FROM scopes WHERE sealed_key IS NOT NULL"
    )
    op.drop_column("scopes", "sealed_key")


def downgrade() -> None:

    op.add_column("scopes", sa.Column("sealed_key", sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE scopes SET sealed_key = "
        "(SELECT sealed_key FROM scope_keys WHERE scope_code = scopes.code)"
    )
    op.drop_table("scope_keys")
