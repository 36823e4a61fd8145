"""What is known of members. Not stored: names, e-mails, addresses, hours, who brought whom."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coop.accounts.rules import ROLES, Role
from coop.db import UNORDERED, MembersModel

ROLE_LIST = ", ".join(f"'{role}'" for role in ROLES)


class Seat(MembersModel):
    """A member's place: a role and the keyed hash of a phrase; nothing says who sits there."""

    __tablename__ = "seats"
    __table_args__ = (CheckConstraint(f"role IN ({ROLE_LIST})", name="role"), UNORDERED)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    role: Mapped[Role] = mapped_column(String(12), index=True)
    phrase_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    opened_on: Mapped[date]
    # A made-up seat of the demonstration: only such a seat can be opened by a link.
    is_demonstration: Mapped[bool] = mapped_column(default=False)


class SeatSession(MembersModel):
    """One signed-in browser of a seat, found by the hash of what its cookie holds."""

    __tablename__ = "seat_sessions"
    __table_args__ = (UNORDERED,)

    key_digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    seat_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), index=True
    )
    expires_on: Mapped[date] = mapped_column(index=True)
    # The last day on which the second factor that this session passed counts.
    factor_until: Mapped[date | None]
    seat: Mapped[Seat] = relationship(lazy="raise")


class Invitation(MembersModel):
    """A single-use link to join with a role. To whom it was given is not stored."""

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint(f"role IN ({ROLE_LIST})", name="role"), UNORDERED)

    link_digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    role: Mapped[Role] = mapped_column(String(12))
    expires_on: Mapped[date] = mapped_column(index=True)


class SignInLink(MembersModel):
    """A single-use link into a seat of the demonstration."""

    __tablename__ = "sign_in_links"
    __table_args__ = (UNORDERED,)

    link_digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    seat_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), index=True
    )
    expires_on: Mapped[date] = mapped_column(index=True)


class Access(MembersModel):
    """How often one seat did one act on one day; never on which report."""

    __tablename__ = "accesses"
    __table_args__ = (
        CheckConstraint("times > 0", name="times"),
        Index("ix_accesses_day_act", "day", "act"),
        UNORDERED,
    )

    # Not a foreign key: the log outlives the seat.
    seat_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(String(32), primary_key=True)
    times: Mapped[int]
