"""Who holds a seat, and what the access log says."""

import uuid
from dataclasses import dataclass
from datetime import date

from flask_login import UserMixin
from sqlalchemy import func, select

from coop.accounts.models import Access, Invitation, Seat, SeatSession, SignInLink
from coop.accounts.rules import Role, session_began
from coop.db import db

PAGE = 50
SESSIONS_SHOWN = 20


@dataclass(frozen=True, slots=True, eq=False)
class Member(UserMixin):
    """Who is signed in on this request: a seat, its role, and the session's own key."""

    seat_id: uuid.UUID
    role: Role
    session_key: str
    opened_on: date
    # Whether this session has passed the second factor, and that still counts today.
    has_passed_factor: bool = False

    def get_id(self) -> str:
        """What the cookie holds: the session's key, never the seat."""
        return self.session_key


@dataclass(frozen=True, slots=True)
class AccessDay:
    """What organizers did on one day, all of them together."""

    day: date
    act: str
    times: int
    seats: int


def member_of_session(session_key: str, key_digest: bytes, *, today: date) -> Member | None:
    """The member whose session this is, while it lasts."""
    row = db.session.execute(
        select(Seat.id, Seat.role, Seat.opened_on, SeatSession.factor_until)
        .join(SeatSession, SeatSession.seat_id == Seat.id)
        .where(SeatSession.key_digest == key_digest, SeatSession.expires_on >= today)
    ).one_or_none()
    if row is None:
        return None
    has_passed = row.factor_until is not None and row.factor_until >= today
    return Member(row.id, row.role, session_key, row.opened_on, has_passed_factor=has_passed)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser that is signed in to a seat: since which day, until when; nothing else."""

    handle: str
    since: date
    until: date
    is_this: bool


def open_sessions(seat_id: uuid.UUID, own_digest: bytes, *, today: date) -> list[OpenSession]:
    """The signed-in browsers of a seat, this one first, then the newest."""
    rows = db.session.execute(
        select(SeatSession.key_digest, SeatSession.expires_on)
        .where(SeatSession.seat_id == seat_id, SeatSession.expires_on >= today)
        .order_by(
            (SeatSession.key_digest != own_digest),
            SeatSession.expires_on.desc(),
            SeatSession.key_digest,
        )
        .limit(SESSIONS_SHOWN)
    )
    return [
        OpenSession(digest.hex(), session_began(until), until, digest == own_digest)
        for digest, until in rows
    ]


def seat_of_phrase(digest: bytes) -> Seat | None:
    """The seat that answers to a phrase's digest."""
    return db.session.scalar(select(Seat).where(Seat.phrase_digest == digest))


def role_offered(link_digest: bytes, *, today: date) -> Role | None:
    """The role that an invitation offers, while it is good."""
    return db.session.scalar(
        select(Invitation.role).where(
            Invitation.link_digest == link_digest, Invitation.expires_on >= today
        )
    )


def is_sign_in_link(link_digest: bytes, *, today: date) -> bool:
    """Whether a one-time sign-in link still opens its seat."""
    found = select(SignInLink.seat_id).where(
        SignInLink.link_digest == link_digest, SignInLink.expires_on >= today
    )
    return db.session.scalar(found) is not None


def is_demonstration() -> bool:
    """Whether the seats are made up, which every page then says."""
    return db.session.scalar(select(Seat.id).where(Seat.is_demonstration).limit(1)) is not None


def organizer_count() -> int:
    """How many seats are organizers' today."""
    count = select(func.count()).select_from(Seat).where(Seat.role == "organizer")
    return db.session.scalar(count) or 0


def role_counts() -> dict[Role, int]:
    """How many seats each role has; a role that nobody has is left out."""
    counted = select(Seat.role, func.count().label("seats")).group_by(Seat.role)
    rows = db.session.execute(counted)
    return {row.role: row.seats for row in rows}


def access_log(*, page: int = 1, size: int = PAGE) -> tuple[list[AccessDay], bool]:
    """One page of the access log, newest day first, and whether another follows."""
    rows = db.session.execute(
        select(Access.day, Access.act, func.sum(Access.times), func.count())
        .group_by(Access.day, Access.act)
        .order_by(Access.day.desc(), Access.act)
        .offset((page - 1) * size)
        .limit(size + 1)
    ).all()
    days = [AccessDay(day, act, int(times), seats) for day, act, times, seats in rows]
    return days[:size], len(days) > size
