"""What was issued to whom. Not stored: when, in which order, the token, or what it is used for."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from coop.accounts.models import Seat
from coop.db import UNORDERED, MembersModel
from coop.tokens.rules import LONGEST_CODE


class RollRow(MembersModel):
    """A frozen roll: the seats that were open by a day, counted when the scope opened."""

    __tablename__ = "rolls"
    __table_args__ = (CheckConstraint("size >= 0", name="size"), UNORDERED)

    scope_code: Mapped[str] = mapped_column(String(LONGEST_CODE), primary_key=True)
    eligible_since: Mapped[date]
    size: Mapped[int]


class Issuance(MembersModel):
    """One token was issued to one seat; it goes when the seat goes."""

    __tablename__ = "issuances"
    __table_args__ = (
        CheckConstraint("slot >= 0", name="slot"),
        Index("ix_issuances_scope_code", "scope_code"),
        UNORDERED,
    )

    # The key is what makes a token be issued once: member, scope, slot.
    seat_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(Seat.id, ondelete="CASCADE"), primary_key=True
    )
    scope_code: Mapped[str] = mapped_column(String(LONGEST_CODE), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    # Knows the same blinded message again; wiped when issuing is over.
    blinded_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class IssuedCount(MembersModel):
    """How many tokens of a scope were issued. It is never lowered, whoever leaves."""

    __tablename__ = "issued_counts"
    __table_args__ = (CheckConstraint("count >= 0", name="count"), UNORDERED)

    scope_code: Mapped[str] = mapped_column(String(LONGEST_CODE), primary_key=True)
    count: Mapped[int]
    # The day on which upkeep ended issuing: from then on nothing is counted or issued.
    ended_on: Mapped[date | None]
