"""Who waits to join, what a seat has given, and how far a newcomer is."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from coop.accounts.joining_rules import invitation_month
from coop.accounts.models import Invitation
from coop.accounts.newcomer_models import GivenInvitation, InvitationCount, Newcomer, Vouch
from coop.db import db

PAGE = 20


@dataclass(frozen=True, slots=True)
class Given:
    """An unused invitation as its giver sees it: nothing of its link can be read here."""

    handle: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """How far a newcomer is: how many members confirmed, or why organizers declined."""

    vouches: int
    is_vouched: bool
    reason: str | None
    expires_on: date


@dataclass(frozen=True, slots=True)
class Message:
    """A message that waits for an organizer."""

    handle: str
    text: str
    expires_on: date


def given_invitations(seat_id: uuid.UUID, *, today: date) -> list[Given]:
    """The unused invitations of a seat: at most those of two months."""
    rows = db.session.execute(
        select(Invitation.link_digest, Invitation.expires_on)
        .join(GivenInvitation, GivenInvitation.link_digest == Invitation.link_digest)
        .where(GivenInvitation.seat_id == seat_id, Invitation.expires_on >= today)
        .order_by(Invitation.expires_on, Invitation.link_digest)
    )
    return [Given(digest.hex(), expires_on) for digest, expires_on in rows]


def given_count(seat_id: uuid.UUID, *, today: date) -> int:
    """How many invitations a seat gave this month."""
    return (
        db.session.scalar(
            select(InvitationCount.given).where(
                InvitationCount.seat_id == seat_id,
                InvitationCount.month == invitation_month(today),
            )
        )
        or 0
    )


def waiting(link_digest: bytes, *, today: date) -> Waiting | None:
    """How far the newcomer of a waiting code is; None where nobody waits under it."""
    of_this = select(func.count()).where(Vouch.link_digest == Newcomer.link_digest)
    row = db.session.execute(
        select(
            Newcomer.reason,
            Newcomer.expires_on,
            Newcomer.code_digest.is_not(None).label("is_vouched"),
            of_this.scalar_subquery().label("vouches"),
        ).where(Newcomer.link_digest == link_digest, Newcomer.expires_on >= today)
    ).one_or_none()
    if row is None:
        return None
    return Waiting(row.vouches, bool(row.is_vouched), row.reason, row.expires_on)


def messages(*, today: date, page: int = 1, size: int = PAGE) -> tuple[list[Message], bool]:
    """One page of the messages that wait, those that end first first, and whether more follow."""
    rows = db.session.execute(
        select(Newcomer.link_digest, Newcomer.message, Newcomer.expires_on)
        .where(*_undecided(today))
        .order_by(Newcomer.expires_on, Newcomer.link_digest)
        .offset((page - 1) * size)
        .limit(size + 1)
    ).all()
    found = [Message(digest.hex(), text or "", day) for digest, text, day in rows]
    return found[:size], len(found) > size


def message_count(*, today: date, most: int) -> int:
    """How many messages wait, counted up to `most`."""
    some = select(Newcomer.link_digest).where(*_undecided(today)).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _undecided(today: date) -> tuple[ColumnElement[bool], ...]:
    return (Newcomer.message.is_not(None), Newcomer.expires_on >= today)
