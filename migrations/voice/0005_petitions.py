"""petitions.

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "petitions",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.Column("draft_scope", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=True),
        sa.Column("client_key", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seconds_count", sa.Integer(), nullable=False),
        sa.Column("seconds_shown", sa.Integer(), nullable=False),
        sa.Column("seconds_needed", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'seconding', 'debated', 'voting', 'adopted', 'delivered', 'answered', 'kept', 'broken', 'rejected', 'lapsed', 'withdrawn')",
            name=op.f("ck_petitions_state"),
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platforms.id"], name=op.f("fk_petitions_platform_id_platforms")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_petitions")),
        sa.UniqueConstraint("nonce", name=op.f("uq_petitions_nonce")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_petitions_client", "petitions", ["client_key", "since_on", "code"], unique=False
    )
    op.create_index("ix_petitions_due", "petitions", ["state", "due_on"], unique=False)
    op.create_index("ix_petitions_listed", "petitions", ["state", "since_on", "code"], unique=False)
    op.create_index(
        "ix_petitions_platform", "petitions", ["platform_id", "since_on", "code"], unique=False
    )
    op.create_table(
        "petition_amendments",
        sa.Column("petition_code", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("accepted_as", sa.Integer(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_code"],
            ["petitions.code"],
            name=op.f("fk_petition_amendments_petition_code_petitions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "petition_code", "nonce", "seq", name=op.f("pk_petition_amendments")
        ),
        sa.UniqueConstraint("code", name=op.f("uq_petition_amendments_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "petition_comments",
        sa.Column("petition_code", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("root", sa.String(length=12), nullable=False),
        sa.Column("reply_to", sa.String(length=12), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_code"],
            ["petitions.code"],
            name=op.f("fk_petition_comments_petition_code_petitions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("petition_code", "nonce", "seq", name=op.f("pk_petition_comments")),
        sa.UniqueConstraint("code", name=op.f("uq_petition_comments_code")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_petition_comments_listed",
        "petition_comments",
        ["petition_code", "root", "written_on", "code"],
        unique=False,
    )
    op.create_table(
        "petition_evidence",
        sa.Column("petition_code", sa.String(length=12), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_code"],
            ["petitions.code"],
            name=op.f("fk_petition_evidence_petition_code_petitions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("petition_code", name=op.f("pk_petition_evidence")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "petition_records",
        sa.Column("petition_code", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "state IN ('delivered', 'answered', 'kept', 'broken')",
            name=op.f("ck_petition_records_state"),
        ),
        sa.ForeignKeyConstraint(
            ["petition_code"],
            ["petitions.code"],
            name=op.f("fk_petition_records_petition_code_petitions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("petition_code", "state", name=op.f("pk_petition_records")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "petition_steps",
        sa.Column("petition_code", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'seconding', 'debated', 'voting', 'adopted', 'delivered', 'answered', 'kept', 'broken', 'rejected', 'lapsed', 'withdrawn')",
            name=op.f("ck_petition_steps_state"),
        ),
        sa.ForeignKeyConstraint(
            ["petition_code"],
            ["petitions.code"],
            name=op.f("fk_petition_steps_petition_code_petitions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("petition_code", "state", name=op.f("pk_petition_steps")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "petition_versions",
        sa.Column("petition_code", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("platform", sa.String(length=120), nullable=False),
        sa.Column("client", sa.String(length=120), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("act", sa.JSON(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("amendment_code", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["petition_code"],
            ["petitions.code"],
            name=op.f("fk_petition_versions_petition_code_petitions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("petition_code", "number", name=op.f("pk_petition_versions")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:

    op.drop_table("petition_versions")
    op.drop_table("petition_steps")
    op.drop_table("petition_records")
    op.drop_table("petition_evidence")
    op.drop_index("ix_petition_comments_listed", table_name="petition_comments")
    op.drop_table("petition_comments")
    op.drop_table("petition_amendments")
    op.drop_index("ix_petitions_platform", table_name="petitions")
    op.drop_index("ix_petitions_listed", table_name="petitions")
    op.drop_index("ix_petitions_due", table_name="petitions")
    op.drop_index("ix_petitions_client", table_name="petitions")
    op.drop_table("petitions")
