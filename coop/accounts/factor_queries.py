"""Which second factors a seat has."""

import uuid

from sqlalchemy import select

from coop.accounts.factor_models import Passkey, TotpFactor
from coop.accounts.models import Seat
from coop.db import db


def has_codes(seat_id: uuid.UUID) -> bool:
    """Whether the seat has one-time codes."""
    found = select(TotpFactor.seat_id).where(TotpFactor.seat_id == seat_id)
    return db.session.scalar(found) is not None


def passkeys_of(seat_id: uuid.UUID) -> list[Passkey]:
    """The seat's passkeys, by the word that the member chose."""
    found = select(Passkey).where(Passkey.seat_id == seat_id)
    return list(db.session.scalars(found.order_by(Passkey.label, Passkey.credential_id)))


def passkey(credential_id: bytes) -> Passkey | None:
    """The passkey of this id."""
    return db.session.get(Passkey, credential_id)


def answers_to_phrase(seat_id: uuid.UUID, digest: bytes) -> bool:
    """Whether this very seat answers to a phrase's digest."""
    found = select(Seat.id).where(Seat.id == seat_id, Seat.phrase_digest == digest)
    return db.session.scalar(found) is not None
