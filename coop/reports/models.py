"""Reports as they are stored: a week, a filing day, random keys.

Not stored: who filed it, from where, with what, at what time, in what order, nor the receipt
itself (only its keyed hash).
"""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    text,
)
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coop.db import UNORDERED, VoiceModel
from coop.platforms.models import Platform
from coop.reports.rules import CLIENT_MAX, PLATFORM_MAX

# What reports are filtered by and what is added up over them.
SUMMED = (
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
)


class Report(VoiceModel):
    """One grievance. Withdrawn, it keeps its commitment and loses everything it said."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint(
            "standing IN ('counted', 'waiting', 'set_aside', 'withdrawn')", name="standing"
        ),
        # Newest week first, and all that figures add up: a page reads this index and no row
        # (docs/decisions/tallies.md).
        Index("ix_reports_listed", "standing", "week", "code", *SUMMED),
        Index("ix_reports_platform", "platform_id", "week"),
        Index("ix_reports_kind", "kind", "week"),
        Index("ix_reports_country", "country", "week"),
        Index("ix_reports_client", "client_key", "week"),
        # What upkeep has still to count; and the names that no platform answers to.
        Index(
            "ix_reports_new",
            "week",
            "id",
            postgresql_where=text("standing = 'counted' AND NOT is_tallied"),
            sqlite_where=text("standing = 'counted' AND is_tallied = 0"),
        ),
        Index(
            "ix_reports_unmapped",
            "platform_key",
            postgresql_where=text("platform_id IS NULL AND platform_key IS NOT NULL"),
            sqlite_where=text("platform_id IS NULL AND platform_key IS NOT NULL"),
        ),
        UNORDERED,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    receipt_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    standing: Mapped[str] = mapped_column(String(12))
    filed_on: Mapped[date]

    kind: Mapped[str | None] = mapped_column(String(32))
    platform_typed: Mapped[str | None] = mapped_column(String(PLATFORM_MAX))
    platform_key: Mapped[str | None] = mapped_column(String(PLATFORM_MAX), index=True)
    platform_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("platforms.id"))
    client: Mapped[str | None] = mapped_column(String(CLIENT_MAX))
    client_key: Mapped[str | None] = mapped_column(String(CLIENT_MAX))
    client_never_told: Mapped[bool] = mapped_column(default=False)
    week: Mapped[date | None]
    country: Mapped[str | None] = mapped_column(String(2))
    task_type: Mapped[str | None] = mapped_column(String(24))
    minutes: Mapped[int | None]
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    task_count: Mapped[int | None]
    tried: Mapped[str | None] = mapped_column(String(24))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    may_quote: Mapped[bool] = mapped_column(default=False)
    is_rounded: Mapped[bool] = mapped_column(default=True)
    strength: Mapped[str] = mapped_column(String(16), default="declared")

    # What the worker updates later with the receipt.
    outcome: Mapped[str | None] = mapped_column(String(24))
    recovered_minor: Mapped[int | None] = mapped_column(BigInteger)

    # What follows from the facts, kept so that a sum need not read them one by one.
    hourly_minor: Mapped[int | None] = mapped_column(BigInteger)
    lost_minor: Mapped[int | None] = mapped_column(BigInteger)
    unpaid_minutes: Mapped[int | None]
    # Yes, no, or null where the kind does not ask: what the shares are made of.
    has_no_reason: Mapped[bool | None]
    has_no_channel: Mapped[bool | None]
    is_recovered: Mapped[bool | None]
    # True once upkeep has counted it into the tallies.
    is_tallied: Mapped[bool] = mapped_column(default=False)

    platform: Mapped[Platform | None] = relationship(lazy="raise")


class Tally(VoiceModel):
    """Sums over the counted reports of one week, by one dimension at a time.

    `dimension` is one of all, platform, kind, country, strength, outcome; `value` its value as
    text, empty where a report has none. A page adds these up and never reads the reports.
    """

    __tablename__ = "report_tallies"
    __table_args__ = (Index("ix_report_tallies_week", "dimension", "week"), UNORDERED)

    dimension: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    reports: Mapped[int]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    lost_minor: Mapped[int] = mapped_column(BigInteger)
    lost_reports: Mapped[int]
    recovered_minor: Mapped[int] = mapped_column(BigInteger)
    minutes: Mapped[int] = mapped_column(BigInteger)
    unpaid_minutes: Mapped[int] = mapped_column(BigInteger)
    unpaid_reports: Mapped[int]
    asked_reason: Mapped[int]
    no_reason: Mapped[int]
    asked_channel: Mapped[int]
    no_channel: Mapped[int]
    asked_recovered: Mapped[int]
    recovered: Mapped[int]


class PayTally(VoiceModel):
    """How many counted reports promised each pay an hour (two significant digits)."""

    __tablename__ = "report_pay_tallies"
    __table_args__ = (UNORDERED,)

    dimension: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    hourly_minor: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    reports: Mapped[int]


class Testimony(VoiceModel):
    """A worker's own words, in a table that only organizers' pages read."""

    __tablename__ = "testimonies"
    __table_args__ = (UNORDERED,)

    report_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(LongText)


class Reply(VoiceModel):
    """A line between the organizers and whoever holds the receipt."""

    __tablename__ = "replies"
    __table_args__ = (
        CheckConstraint("written_by IN ('organizers', 'worker')", name="written_by"),
        UNORDERED,
    )

    report_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    written_by: Mapped[str] = mapped_column(String(12))
    written_on: Mapped[date]
    text: Mapped[str] = mapped_column(LongText)
