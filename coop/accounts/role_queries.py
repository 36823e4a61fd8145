"""Who holds a role, by desk code: for the console, which knows seats by nothing else."""

import uuid
from dataclasses import dataclass

from sqlalchemy import exists, or_, select

from coop.accounts.desks import desk_code
from coop.accounts.factor_models import Passkey, TotpFactor
from coop.accounts.models import Seat
from coop.accounts.role_rules import NotThatSeat
from coop.accounts.rules import Role
from coop.db import db

WITH_ROLE: tuple[Role, ...] = ("moderator", "organizer")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """A seat with a role, as the console shows it."""

    seat_id: uuid.UUID
    code: str
    role: Role
    has_factor: bool


def desks(*, key: bytes, page: int = 1, size: int = PAGE) -> tuple[list[Desk], bool]:
    """One page of the seats with a role, organizers first, and whether another follows."""
    has_factor = or_(
        exists().where(TotpFactor.seat_id == Seat.id), exists().where(Passkey.seat_id == Seat.id)
    )
    rows = db.session.execute(
        select(Seat.id, Seat.role, has_factor)
        .where(Seat.role.in_(WITH_ROLE))
        .order_by(Seat.role.desc(), Seat.id)
        .offset((page - 1) * size)
        .limit(size + 1)
    ).all()
    found = [Desk(id_, desk_code(id_, key=key), role, bool(has)) for id_, role, has in rows]
    return found[:size], len(found) > size


def seat_of_desk(code: str, *, key: bytes) -> Seat:
    """The seat with a role whose desk code this is; raises NotThatSeat.

    Codes are stored nowhere: those of the few who hold a role are worked out and compared.
    """
    for seat in db.session.scalars(select(Seat).where(Seat.role.in_(WITH_ROLE))):
        if desk_code(seat.id, key=key) == code:
            return seat
    raise NotThatSeat
