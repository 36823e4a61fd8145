"""Who waits to join. Not stored: who brought whom, once it is decided; no name, no hour."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coop.db import UNORDERED, MembersModel


class Newcomer(MembersModel):
    """Somebody who waits for two members' word, or for an organizer's.

    The row is gone once the door opens: an invitation under the same digest takes its place.
    """

    __tablename__ = "newcomers"
    __table_args__ = (
        CheckConstraint("(code_digest IS NULL) OR (message IS NULL)", name="one_way"),
        UNORDERED,
    )

    # Of the waiting code, which the newcomer alone holds.
    link_digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    # Of the code that two members confirm; empty for a message to the organizers.
    code_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    # Wiped when it is decided.
    message: Mapped[str | None] = mapped_column(Text)
    # Why it was declined, from a fixed list.
    reason: Mapped[str | None] = mapped_column(String(16))
    expires_on: Mapped[date] = mapped_column(index=True)


class Vouch(MembersModel):
    """That a seat has confirmed a newcomer; gone with the second, or with the newcomer."""

    __tablename__ = "vouches"
    __table_args__ = (UNORDERED,)

    link_digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), ForeignKey("newcomers.link_digest", ondelete="CASCADE"), primary_key=True
    )
    seat_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class GivenInvitation(MembersModel):
    """Which seat may take back an unused invitation; gone as soon as it is used or over."""

    __tablename__ = "given_invitations"
    __table_args__ = (UNORDERED,)

    link_digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), ForeignKey("invitations.link_digest", ondelete="CASCADE"), primary_key=True
    )
    seat_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), index=True
    )


class InvitationCount(MembersModel):
    """How many invitations a seat gave this month: a number, and never to whom."""

    __tablename__ = "invitation_counts"
    __table_args__ = (CheckConstraint("given >= 0", name="given"), UNORDERED)

    seat_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True
    )
    month: Mapped[date] = mapped_column(index=True)
    given: Mapped[int]
