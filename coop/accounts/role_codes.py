"""Codes by which a member asks for a role: shown on /me/, read out, spent once within two days.

An organizer never learns which seat it was by more than that: no name exists to ask for. The
same code tells the shell which seat is meant.
"""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coop.accounts.factor_models import RoleCode
from coop.accounts.models import Seat
from coop.accounts.role_rules import NoSuchRoleCode, role_code_expiry
from coop.db import db, insert_into, writing
from coop.lib.codes import grouped, new_code, normalised_code

PURPOSE = "role codes"
_LONGEST_TYPED = 60


def new_role_code(
    seat_id: uuid.UUID, *, key: bytes, randbelow: Callable[[int], int], today: date
) -> str:
    """A fresh code for a seat, as it is read out; the one before no longer counts."""
    code = new_code(randbelow)
    values = {"code_digest": _digest(code, key), "expires_on": role_code_expiry(today)}
    with writing("members") as session:
        insert = insert_into(session, RoleCode).values(seat_id=seat_id, **values)
        session.execute(insert.on_conflict_do_update(index_elements=["seat_id"], set_=values))
    return grouped(code)


def seat_of_role_code(typed: str, *, key: bytes, today: date) -> Seat:
    """The seat that shows this code; raises NoSuchRoleCode. The code stays good."""
    seat = db.session.scalar(
        select(Seat)
        .join(RoleCode, RoleCode.seat_id == Seat.id)
        .where(RoleCode.code_digest == _digest(typed, key), RoleCode.expires_on >= today)
    )
    if seat is None:
        raise NoSuchRoleCode
    return seat


def spend_role_code(session: Session, typed: str, *, key: bytes, today: date) -> uuid.UUID:
    """Spend a code in the caller's transaction: the seat that showed it; raises NoSuchRoleCode."""
    seat_id = session.scalar(
        delete(RoleCode)
        .where(RoleCode.code_digest == _digest(typed, key), RoleCode.expires_on >= today)
        .returning(RoleCode.seat_id)
    )
    if seat_id is None:
        raise NoSuchRoleCode
    return seat_id


def _digest(typed: str, key: bytes) -> bytes:
    signs = normalised_code(typed[:_LONGEST_TYPED])
    return hmac.new(key, signs.encode(), hashlib.sha256).digest()
