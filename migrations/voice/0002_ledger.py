"""ledger.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "ledger_heads",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_ledger_heads")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_leaves",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.CheckConstraint("(kind IS NULL) = (text IS NULL)", name=op.f("ck_ledger_leaves_public")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_ledger_leaves")),
        sa.UniqueConstraint("digest", name=op.f("uq_ledger_leaves_digest")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ledger_leaves", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ledger_leaves_public",
            ["position"],
            unique=False,
            postgresql_where=sa.text("kind IS NOT NULL"),
            sqlite_where=sa.text("kind IS NOT NULL"),
        )

    op.create_table(
        "ledger_nodes",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_ledger_nodes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_waiting",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ledger_waiting")),
        sqlite_with_rowid=False,
    )
    # What was filed before there was a ledger joins it with the next upkeep.
    op.execute(
        "INSERT INTO ledger_waiting (digest, sent_on) "
        "SELECT commitment, filed_on FROM reports ORDER BY commitment"
    )


def downgrade() -> None:

    op.drop_table("ledger_waiting")
    op.drop_table("ledger_nodes")
    with op.batch_alter_table("ledger_leaves", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ledger_leaves_public",
            postgresql_where=sa.text("kind IS NOT NULL"),
            sqlite_where=sa.text("kind IS NOT NULL"),
        )

    op.drop_table("ledger_leaves")
    op.drop_table("ledger_heads")
