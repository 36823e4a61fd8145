"""What changes for whoever has a seat: signing in and out, the access log; and upkeep."""

import uuid
from datetime import date

from sqlalchemy import delete, select

from coop.accounts.digests import Keys
from coop.accounts.factor_models import RoleCode
from coop.accounts.factor_rules import factor_expiry
from coop.accounts.joining_rules import invitation_month
from coop.accounts.models import Access, Invitation, Seat, SeatSession, SignInLink
from coop.accounts.newcomer_models import InvitationCount, Newcomer
from coop.accounts.queries import seat_of_phrase
from coop.accounts.rules import (
    LinkIsSpent,
    NoSuchPhrase,
    Role,
    session_expiry,
    sign_in_link_expiry,
)
from coop.config import Config
from coop.db import insert_into, writing


def open_session(
    seat_id: uuid.UUID, *, keys: Keys, today: date, factor_until: date | None = None
) -> str:
    """Sign a seat in on one browser; return the session's key for its cookie."""
    secret = keys.new_secret()
    with writing("members") as session:
        session.execute(delete(SeatSession).where(SeatSession.expires_on < today))
        session.add(
            SeatSession(
                key_digest=keys.session(secret),
                seat_id=seat_id,
                expires_on=session_expiry(today),
                factor_until=factor_until,
            )
        )
    return secret


def sign_in(phrase_digest: bytes, *, keys: Keys, today: date) -> str:
    """Sign in with a phrase; raises NoSuchPhrase where no seat answers to it."""
    seat = seat_of_phrase(phrase_digest)
    if seat is None:
        raise NoSuchPhrase
    return open_session(seat.id, keys=keys, today=today)


def sign_out(session_key: str, *, keys: Keys) -> None:
    """Forget one session."""
    with writing("members") as session:
        session.execute(
            delete(SeatSession).where(SeatSession.key_digest == keys.session(session_key))
        )


def sign_out_everywhere(seat_id: uuid.UUID) -> None:
    """Forget every session of a seat."""
    with writing("members") as session:
        session.execute(delete(SeatSession).where(SeatSession.seat_id == seat_id))


def sign_out_one(seat_id: uuid.UUID, handle: str) -> None:
    """Forget one session of this seat, by the handle that its page shows."""
    try:
        digest = bytes.fromhex(handle)
    except ValueError:
        return
    with writing("members") as session:
        session.execute(
            delete(SeatSession).where(
                SeatSession.key_digest == digest, SeatSession.seat_id == seat_id
            )
        )


def new_sign_in_link(role: Role, *, keys: Keys, today: date) -> str | None:
    """A one-time link into a demonstration seat of this role; None where there is none."""
    secret = keys.new_secret()
    with writing("members") as session:
        seat_id = session.scalar(
            select(Seat.id).where(Seat.role == role, Seat.is_demonstration).order_by(Seat.id)
        )
        if seat_id is None:
            return None
        session.add(
            SignInLink(
                link_digest=keys.link(secret),
                seat_id=seat_id,
                expires_on=sign_in_link_expiry(today),
            )
        )
    return secret


def follow_sign_in_link(secret: str, *, keys: Keys, today: date) -> str:
    """Spend a one-time link and sign its seat in; raises LinkIsSpent where it opens nothing.

    Nobody holds a demonstration's seat: the link, which only the server's shell makes, stands for
    its phrase and its second factor alike.
    """
    with writing("members") as session:
        seat_id = session.scalar(
            delete(SignInLink)
            .where(SignInLink.link_digest == keys.link(secret), SignInLink.expires_on >= today)
            .returning(SignInLink.seat_id)
        )
        is_made_up = session.scalar(select(Seat.is_demonstration).where(Seat.id == seat_id))
    # A link found for a real seat, whoever wrote it there, opens nothing.
    if seat_id is None or not is_made_up:
        raise LinkIsSpent
    until = factor_expiry(today)
    return open_session(seat_id, keys=keys, today=today, factor_until=until)


def record_access(seat_id: uuid.UUID, act: str, *, today: date) -> None:
    """Write to the access log that a seat did an act once more today, before it does."""
    with writing("members") as session:
        insert = insert_into(session, Access).values(seat_id=seat_id, day=today, act=act, times=1)
        session.execute(
            insert.on_conflict_do_update(
                index_elements=["seat_id", "day", "act"], set_={"times": Access.times + 1}
            )
        )


def upkeep(today: date, config: Config) -> None:
    """Forget links, codes, sessions and newcomers whose days are over, and last month's counts."""
    del config
    with writing("members") as session:
        for model in (Invitation, SignInLink, SeatSession, Newcomer, RoleCode):
            session.execute(delete(model).where(model.expires_on < today))
        month = invitation_month(today)
        session.execute(delete(InvitationCount).where(InvitationCount.month < month))
