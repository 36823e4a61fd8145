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
        "demonstrations",
        sa.Column("loaded_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("loaded_on", name=op.f("pk_demonstrations")),
    )
    op.create_table(
        "platforms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind_of_work", sa.String(length=24), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind_of_work IN ('labelling', 'moderation', 'surveys', 'search_evaluation', 'microtasks', 'transcription', 'delivery_driving')",
            name=op.f("ck_platforms_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platforms")),
        sa.UniqueConstraint("slug", name=op.f("uq_platforms_slug")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_pay_tallies",
        sa.Column("dimension", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("hourly_minor", sa.BigInteger(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "dimension", "value", "currency", "hourly_minor", name=op.f("pk_report_pay_tallies")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_tallies",
        sa.Column("dimension", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("lost_minor", sa.BigInteger(), nullable=False),
        sa.Column("lost_reports", sa.Integer(), nullable=False),
        sa.Column("recovered_minor", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("unpaid_minutes", sa.BigInteger(), nullable=False),
        sa.Column("unpaid_reports", sa.Integer(), nullable=False),
        sa.Column("asked_reason", sa.Integer(), nullable=False),
        sa.Column("no_reason", sa.Integer(), nullable=False),
        sa.Column("asked_channel", sa.Integer(), nullable=False),
        sa.Column("no_channel", sa.Integer(), nullable=False),
        sa.Column("asked_recovered", sa.Integer(), nullable=False),
        sa.Column("recovered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "dimension", "value", "week", "currency", name=op.f("pk_report_tallies")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("report_tallies", schema=None) as batch_op:
        batch_op.create_index("ix_report_tallies_week", ["dimension", "week"], unique=False)

    op.create_table(
        "platform_aliases",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"],
            ["platforms.id"],
            name=op.f("fk_platform_aliases_platform_id_platforms"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_platform_aliases")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("platform_aliases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_platform_aliases_platform_id"), ["platform_id"], unique=False
        )

    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("receipt_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("platform_typed", sa.String(length=120), nullable=True),
        sa.Column("platform_key", sa.String(length=120), nullable=True),
        sa.Column("platform_id", sa.Uuid(), nullable=True),
        sa.Column("client", sa.String(length=120), nullable=True),
        sa.Column("client_key", sa.String(length=120), nullable=True),
        sa.Column("client_never_told", sa.Boolean(), nullable=False),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("task_type", sa.String(length=24), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("task_count", sa.Integer(), nullable=True),
        sa.Column("tried", sa.String(length=24), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("may_quote", sa.Boolean(), nullable=False),
        sa.Column("is_rounded", sa.Boolean(), nullable=False),
        sa.Column("strength", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("recovered_minor", sa.BigInteger(), nullable=True),
        sa.Column("hourly_minor", sa.BigInteger(), nullable=True),
        sa.Column("lost_minor", sa.BigInteger(), nullable=True),
        sa.Column("unpaid_minutes", sa.Integer(), nullable=True),
        sa.Column("has_no_reason", sa.Boolean(), nullable=True),
        sa.Column("has_no_channel", sa.Boolean(), nullable=True),
        sa.Column("is_recovered", sa.Boolean(), nullable=True),
        sa.Column("is_tallied", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "standing IN ('counted', 'waiting', 'set_aside', 'withdrawn')",
            name=op.f("ck_reports_standing"),
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platforms.id"], name=op.f("fk_reports_platform_id_platforms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("code", name=op.f("uq_reports_code")),
        sa.UniqueConstraint("commitment", name=op.f("uq_reports_commitment")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_reports_receipt_hash")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index("ix_reports_client", ["client_key", "week"], unique=False)
        batch_op.create_index("ix_reports_country", ["country", "week"], unique=False)
        batch_op.create_index("ix_reports_kind", ["kind", "week"], unique=False)
        batch_op.create_index(
            "ix_reports_listed",
            [
                "standing",
                "week",
                "code",
                "kind",
                "platform_id",
                "country",
                "strength",
                "outcome",
                "currency",
                "amount_minor",
                "lost_minor",
                "recovered_minor",
                "minutes",
                "unpaid_minutes",
                "hourly_minor",
                "has_no_reason",
                "has_no_channel",
                "is_recovered",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_reports_new",
            ["week", "id"],
            unique=False,
            postgresql_where=sa.text("standing = 'counted' AND NOT is_tallied"),
            sqlite_where=sa.text("standing = 'counted' AND is_tallied = 0"),
        )
        batch_op.create_index("ix_reports_platform", ["platform_id", "week"], unique=False)
        batch_op.create_index(batch_op.f("ix_reports_platform_key"), ["platform_key"], unique=False)
        batch_op.create_index(
            "ix_reports_unmapped",
            ["platform_key"],
            unique=False,
            postgresql_where=sa.text("platform_id IS NULL AND platform_key IS NOT NULL"),
            sqlite_where=sa.text("platform_id IS NULL AND platform_key IS NOT NULL"),
        )

    op.create_table(
        "replies",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.String(length=12), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "written_by IN ('organizers', 'worker')", name=op.f("ck_replies_written_by")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_replies_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_replies")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "testimonies",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_testimonies_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_testimonies")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:

    op.drop_table("testimonies")
    op.drop_table("replies")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reports_unmapped",
            postgresql_where=sa.text("platform_id IS NULL AND platform_key IS NOT NULL"),
            sqlite_where=sa.text("platform_id IS NULL AND platform_key IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_reports_platform_key"))
        batch_op.drop_index("ix_reports_platform")
        batch_op.drop_index(
            "ix_reports_new",
            postgresql_where=sa.text("standing = 'counted' AND NOT is_tallied"),
            sqlite_where=sa.text("standing = 'counted' AND is_tallied = 0"),
        )
        batch_op.drop_index("ix_reports_listed")
        batch_op.drop_index("ix_reports_kind")
        batch_op.drop_index("ix_reports_country")
        batch_op.drop_index("ix_reports_client")

    op.drop_table("reports")
    with op.batch_alter_table("platform_aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_platform_aliases_platform_id"))

    op.drop_table("platform_aliases")
    with op.batch_alter_table("report_tallies", schema=None) as batch_op:
        batch_op.drop_index("ix_report_tallies_week")

    op.drop_table("report_tallies")
    op.drop_table("report_pay_tallies")
    op.drop_table("platforms")
    op.drop_table("demonstrations")
