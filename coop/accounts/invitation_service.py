"""What changes with invitations: made, taken back, and spent on a seat."""

import uuid
from datetime import date

from sqlalchemy import delete, select, update

from coop.accounts.brought import count_one
from coop.accounts.digests import Keys
from coop.accounts.joining_rules import (
    INVITATIONS_A_MONTH,
    NoInvitationLeft,
    NoSuchInvitation,
    SeatIsYoung,
    invitation_month,
    may_bring,
)
from coop.accounts.models import Invitation, Seat
from coop.accounts.newcomer_models import GivenInvitation, InvitationCount
from coop.accounts.queries import Member, seat_of_phrase
from coop.accounts.rules import (
    LinkIsSpent,
    Role,
    invitation_expiry,
    invitation_made_on,
)
from coop.db import writing


def invite(role: Role, *, keys: Keys, today: date) -> str:
    """Make a single-use invitation; return the secret of its link, which is not stored."""
    secret = keys.new_secret()
    with writing("members") as session:
        session.add(
            Invitation(
                link_digest=keys.link(secret), role=role, expires_on=invitation_expiry(today)
            )
        )
    return secret


def give_invitation(giver: Member, *, keys: Keys, today: date) -> str:
    """A member's invitation to a seat as member; raises where the seat is young or has none left.

    Who gave it is kept while it is unused, and goes with it.
    """
    if not may_bring(giver.opened_on, today=today):
        raise SeatIsYoung
    secret = keys.new_secret()
    digest = keys.link(secret)
    with writing("members") as session:
        month = invitation_month(today)
        if not count_one(session, giver.seat_id, month=month, most=INVITATIONS_A_MONTH):
            raise NoInvitationLeft
        expires_on = invitation_expiry(today)
        session.add(Invitation(link_digest=digest, role="member", expires_on=expires_on))
        session.flush()
        session.add(GivenInvitation(link_digest=digest, seat_id=giver.seat_id))
    return secret


def take_back(seat_id: uuid.UUID, handle: str, *, today: date) -> None:
    """Revoke an unused invitation of this seat, which may then give another instead."""
    own = select(GivenInvitation.link_digest).where(GivenInvitation.seat_id == seat_id)
    with writing("members") as session:
        expires_on = session.scalar(
            delete(Invitation)
            .where(Invitation.link_digest == _digest(handle), Invitation.link_digest.in_(own))
            .returning(Invitation.expires_on)
        )
        if expires_on is None:
            raise NoSuchInvitation
        month = invitation_month(invitation_made_on(expires_on))
        if month == invitation_month(today):
            session.execute(
                update(InvitationCount)
                .where(InvitationCount.seat_id == seat_id, InvitationCount.month == month)
                .values(given=InvitationCount.given - 1)
            )


def join(secret: str, phrase_digest: bytes, *, keys: Keys, today: date) -> Seat:
    """Open a seat with an invitation, which is then spent.

    Sent twice with the same phrase, it finds the seat that the first sending opened.
    """
    with writing("members") as session:
        role = session.scalar(
            delete(Invitation)
            .where(Invitation.link_digest == keys.link(secret), Invitation.expires_on >= today)
            .returning(Invitation.role)
        )
        seat = seat_of_phrase(phrase_digest)
        if seat is None and role is not None:
            seat = Seat(role=role, phrase_digest=phrase_digest, opened_on=today)
            session.add(seat)
    if seat is None:
        raise LinkIsSpent
    return seat


def _digest(handle: str) -> bytes:
    try:
        return bytes.fromhex(handle)
    except ValueError as error:
        raise NoSuchInvitation from error
