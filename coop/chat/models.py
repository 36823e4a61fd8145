"""Rooms as they are stored. Not stored: whose a seat is, when it was taken, past lines' hours.

A conversation has an order: lines are numbered within their room, and only there. No foreign key
joins what is written often: checking one would lock the parent's row at every line, and leave a
trace of the newest in it on PostgreSQL.
"""

import uuid
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from coop.chat.rules import (
    CAUSE_MAX,
    CLIENT_ID_BYTES,
    KEEPS_DAYS,
    KEY_BYTES,
    KINDS,
    SECRET_BYTES,
    SLUG_MAX,
    TITLE_MAX,
    WARNING_MAX,
    Kind,
    State,
)
from coop.db import UNORDERED, VoiceModel
from coop.lib.codes import CODE_LENGTH
from coop.moderation.rules import REASON_LENGTH
from coop.platforms.rules import NAME_MAX
from coop.tokens.rules import LONGEST_CODE, NONCE_BYTES

KIND_LIST = ", ".join(f"'{kind}'" for kind in KINDS)
A_SLUG = String(SLUG_MAX)


class StoredRoom(VoiceModel):
    """A room: what it is about, whether it is open, and the counter that orders its lines."""

    __tablename__ = "rooms"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KIND_LIST})", name="kind"),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        Index("ix_rooms_listed", "state", "kind", "slug"),
        UNORDERED,
    )

    slug: Mapped[str] = mapped_column(A_SLUG, primary_key=True)
    kind: Mapped[Kind] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    language: Mapped[str] = mapped_column(String(8))
    platform_id: Mapped[uuid.UUID | None]
    country: Mapped[str | None] = mapped_column(String(2))
    petition_code: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    state: Mapped[State] = mapped_column(String(8))
    # Why it was closed, as everybody reads it.
    cause: Mapped[str] = mapped_column(String(CAUSE_MAX))
    slow_seconds: Mapped[int]
    keeps_days: Mapped[int] = mapped_column(default=KEEPS_DAYS)
    # Pseudonyms are made with it: it never leaves the server.
    secret: Mapped[bytes] = mapped_column(LargeBinary(SECRET_BYTES))
    last_number: Mapped[int]
    # Raised whenever lines or hours are deleted, so that what processes remember goes too.
    cleared: Mapped[int] = mapped_column(default=0)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]


class StoredSeat(VoiceModel):
    """One token's place in a room for a month."""

    __tablename__ = "room_seats"
    __table_args__ = (
        UniqueConstraint("scope_code", "nonce"),
        UniqueConstraint("room_slug", "pseudonym"),
        Index(
            "ix_room_seats_muted",
            "room_slug",
            postgresql_where=text("muted_until IS NOT NULL"),
            sqlite_where=text("muted_until IS NOT NULL"),
        ),
        UNORDERED,
    )

    # Random, so that the order of keys says nothing of who came when.
    key: Mapped[bytes] = mapped_column(LargeBinary(KEY_BYTES), primary_key=True)
    room_slug: Mapped[str] = mapped_column(A_SLUG)
    scope_code: Mapped[str] = mapped_column(String(LONGEST_CODE))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(NONCE_BYTES))
    pseudonym: Mapped[str] = mapped_column(String(40))
    colour: Mapped[int] = mapped_column(SmallInteger)
    muted_until: Mapped[date | None]


class StoredLine(VoiceModel):
    """One line. Removed, it keeps its number and day and loses its words.

    `changed` is the room's counter at its last change: whoever was away asks for what is above.
    """

    __tablename__ = "room_messages"
    __table_args__ = (
        UniqueConstraint("speaker_key", "client_id"),
        Index("ix_room_messages_changed", "room_slug", "changed"),
        Index("ix_room_messages_day", "day"),
        UNORDERED,
    )

    room_slug: Mapped[str] = mapped_column(A_SLUG, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    changed: Mapped[int]
    speaker_key: Mapped[bytes] = mapped_column(LargeBinary(KEY_BYTES))
    client_id: Mapped[bytes] = mapped_column(LargeBinary(CLIENT_ID_BYTES))
    text: Mapped[str] = mapped_column(LongText)
    warning: Mapped[str | None] = mapped_column(String(WARNING_MAX))
    language: Mapped[str] = mapped_column(String(8))
    quoted: Mapped[int | None]
    day: Mapped[date]
    # Of the day, in UTC; upkeep erases it once the day is over.
    minute: Mapped[int | None] = mapped_column(SmallInteger)
    is_edited: Mapped[bool]
    removed_for: Mapped[str | None] = mapped_column(String(REASON_LENGTH))


class StoredFlag(VoiceModel):
    """That a seat flagged a line; `flagger` tells one from another and names none (veils.py)."""

    __tablename__ = "room_flags"
    __table_args__ = (UNORDERED,)

    room_slug: Mapped[str] = mapped_column(A_SLUG, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    flagger: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    day: Mapped[date]


class StoredProposal(VoiceModel):
    """A room that a member proposes, by a seat of the welcome room, veiled (veils.py)."""

    __tablename__ = "room_proposals"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'opened', 'declined')", name="state"),
        UniqueConstraint("proposer", "seq"),
        Index("ix_room_proposals_listed", "state", "proposed_on", "code"),
        UNORDERED,
    )

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    proposer: Mapped[bytes] = mapped_column(LargeBinary(32))
    seq: Mapped[int]
    platform_id: Mapped[uuid.UUID | None]
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    country: Mapped[str | None] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(8))
    why: Mapped[str] = mapped_column(String(CAUSE_MAX))
    state: Mapped[str] = mapped_column(String(8))
    cause: Mapped[str] = mapped_column(String(CAUSE_MAX))
    # The room that it became.
    room_slug: Mapped[str | None] = mapped_column(A_SLUG)
    # As pages show it: of the last upkeep, since a count that moves at once would be a clock.
    backers_shown: Mapped[int]
    proposed_on: Mapped[date]
    decided_on: Mapped[date | None]


class StoredBacker(VoiceModel):
    """That a seat of the welcome room, veiled, would come too."""

    __tablename__ = "room_proposal_backers"
    __table_args__ = (UNORDERED,)

    proposal_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    scope_code: Mapped[str] = mapped_column(String(LONGEST_CODE), primary_key=True)
    backer: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
