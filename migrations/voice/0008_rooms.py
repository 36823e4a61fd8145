"""rooms: seats, lines, flags, proposals.

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "room_flags",
        sa.Column("room_slug", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("flagger", sa.LargeBinary(length=32), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("room_slug", "number", "flagger", name=op.f("pk_room_flags")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room_messages",
        sa.Column("room_slug", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("speaker_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("warning", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("quoted", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minute", sa.SmallInteger(), nullable=True),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.Column("removed_for", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("room_slug", "number", name=op.f("pk_room_messages")),
        sa.UniqueConstraint(
            "speaker_key", "client_id", name=op.f("uq_room_messages_speaker_key_client_id")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_room_messages_changed", "room_messages", ["room_slug", "changed"], unique=False
    )
    op.create_index("ix_room_messages_day", "room_messages", ["day"], unique=False)
    op.create_table(
        "room_proposal_backers",
        sa.Column("proposal_code", sa.String(length=12), nullable=False),
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint(
            "proposal_code", "scope_code", "nonce", name=op.f("pk_room_proposal_backers")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room_proposals",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("cause", sa.String(length=300), nullable=False),
        sa.Column("room_slug", sa.String(length=60), nullable=True),
        sa.Column("backers_shown", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'opened', 'declined')", name=op.f("ck_room_proposals_state")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_room_proposals")),
        sa.UniqueConstraint("nonce", "seq", name=op.f("uq_room_proposals_nonce_seq")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_room_proposals_listed", "room_proposals", ["state", "proposed_on", "code"], unique=False
    )
    op.create_table(
        "room_seats",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("room_slug", sa.String(length=60), nullable=False),
        sa.Column("scope_code", sa.String(length=120), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.Column("pseudonym", sa.String(length=40), nullable=False),
        sa.Column("colour", sa.SmallInteger(), nullable=False),
        sa.Column("muted_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_room_seats")),
        sa.UniqueConstraint(
            "room_slug", "pseudonym", name=op.f("uq_room_seats_room_slug_pseudonym")
        ),
        sa.UniqueConstraint("scope_code", "nonce", name=op.f("uq_room_seats_scope_code_nonce")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rooms",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("petition_code", sa.String(length=12), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("cause", sa.String(length=300), nullable=False),
        sa.Column("slow_seconds", sa.Integer(), nullable=False),
        sa.Column("keeps_days", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('welcome', 'support', 'platform', 'theme', 'petition')",
            name=op.f("ck_rooms_kind"),
        ),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_rooms_state")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_rooms")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_rooms_listed", "rooms", ["state", "kind", "slug"], unique=False)


def downgrade() -> None:

    op.drop_index("ix_rooms_listed", table_name="rooms")
    op.drop_table("rooms")
    op.drop_table("room_seats")
    op.drop_index("ix_room_proposals_listed", table_name="room_proposals")
    op.drop_table("room_proposals")
    op.drop_table("room_proposal_backers")
    op.drop_index("ix_room_messages_day", table_name="room_messages")
    op.drop_index("ix_room_messages_changed", table_name="room_messages")
    op.drop_table("room_messages")
    op.drop_table("room_flags")
