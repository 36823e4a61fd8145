"""What changes with invitations: made, and spent on a seat."""

from datetime import date

from sqlalchemy import delete

from coop.accounts.digests import Keys
from coop.accounts.models import Invitation, Seat
from coop.accounts.queries import seat_of_phrase
from coop.accounts.rules import LinkIsSpent, Role, invitation_expiry
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
