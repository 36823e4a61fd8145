"""Who holds a role: given by a code, taken away, and factors reset, always by somebody else.

`by` is the organizer who acts; without one it is the shell, whose acts leave no line. Each act
is written to the access log in the transaction that does it: there is no act without its line.
"""

import uuid
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coop.accounts.factor_models import Passkey, TotpFactor
from coop.accounts.models import Access, Seat, SeatSession
from coop.accounts.role_codes import spend_role_code
from coop.accounts.role_rules import (
    HasThisRole,
    LastOrganizer,
    NotAnOrganizer,
    NotOnYourself,
    NotThatSeat,
)
from coop.accounts.rules import Role
from coop.db import insert_into, writing


def give_role(
    typed: str, role: Role, *, key: bytes, today: date, by: uuid.UUID | None = None
) -> None:
    """Give the seat that shows this code a role; raises where the code or the act is not good."""
    with writing("members") as session:
        organizers = _acting(session, "give_role", by=by, today=today)
        seat_id = spend_role_code(session, typed, key=key, today=today)
        _change(session, seat_id, role, organizers=organizers, by=by)


def take_role(seat_id: uuid.UUID, *, today: date, by: uuid.UUID | None = None) -> None:
    """Make a moderator or an organizer a member again; their open pages close at once."""
    with writing("members") as session:
        organizers = _acting(session, "take_role", by=by, today=today)
        _change(session, seat_id, "member", organizers=organizers, by=by)


def reset_factor(seat_id: uuid.UUID, *, today: date, by: uuid.UUID | None = None) -> None:
    """Forget a seat's codes and passkeys and end its sessions: it sets up others by its phrase."""
    with writing("members") as session:
        _acting(session, "reset_factor", by=by, today=today)
        if seat_id == by:
            raise NotOnYourself
        role = session.scalar(select(Seat.role).where(Seat.id == seat_id))
        # The console acts on those with a role alone; a member's passkeys are the member's own.
        if role is None or (role == "member" and by is not None):
            raise NotThatSeat
        for model in (TotpFactor, Passkey, SeatSession):
            session.execute(delete(model).where(model.seat_id == seat_id))


def _acting(session: Session, act: str, *, by: uuid.UUID | None, today: date) -> set[uuid.UUID]:
    """The organizers, held until the end: two who remove each other at once wait in turn."""
    held = select(Seat.id).where(Seat.role == "organizer").order_by(Seat.id).with_for_update()
    organizers = set(session.scalars(held))
    if by is None:
        return organizers
    if by not in organizers:
        raise NotAnOrganizer
    insert = insert_into(session, Access).values(seat_id=by, day=today, act=act, times=1)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["seat_id", "day", "act"], set_={"times": Access.times + 1}
        )
    )
    return organizers


def _change(
    session: Session,
    seat_id: uuid.UUID,
    role: Role,
    *,
    organizers: set[uuid.UUID],
    by: uuid.UUID | None,
) -> None:
    if seat_id == by:
        raise NotOnYourself
    has = session.scalar(select(Seat.role).where(Seat.id == seat_id))
    if has is None:
        raise NotThatSeat
    if has == role:
        raise HasThisRole
    if has == "organizer" and organizers == {seat_id}:
        raise LastOrganizer
    session.execute(update(Seat).where(Seat.id == seat_id).values(role=role))
    if role == "member":
        # One-time codes open nothing for a member. Passkeys stay: they sign in.
        session.execute(delete(TotpFactor).where(TotpFactor.seat_id == seat_id))
        unproven = update(SeatSession).where(SeatSession.seat_id == seat_id)
        session.execute(unproven.values(factor_until=None))
