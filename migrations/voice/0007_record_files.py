"""files of records, and their leaves of the ledger.

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "petition_files",
        sa.Column("petition_code", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("petition_code", "state", name=op.f("pk_petition_files")),
        sqlite_with_rowid=False,
    )
    op.add_column("petition_records", sa.Column("file_name", sa.String(length=120), nullable=True))
    op.add_column("petition_records", sa.Column("file_kind", sa.String(length=8), nullable=True))
    op.add_column("petition_records", sa.Column("file_size", sa.Integer(), nullable=True))
    op.add_column(
        "petition_records", sa.Column("file_digest", sa.LargeBinary(length=32), nullable=True)
    )
    op.add_column("petition_records", sa.Column("salt", sa.LargeBinary(length=16), nullable=True))
    op.add_column("petition_records", sa.Column("leaf", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:

    op.drop_column("petition_records", "leaf")
    op.drop_column("petition_records", "salt")
    op.drop_column("petition_records", "file_digest")
    op.drop_column("petition_records", "file_size")
    op.drop_column("petition_records", "file_kind")
    op.drop_column("petition_records", "file_name")
    op.drop_table("petition_files")
