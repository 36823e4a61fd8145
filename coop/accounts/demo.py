"""The made-up members of the demonstration: Bea, Moe and Olu, whose phrases nobody has."""

import random
import uuid
from datetime import date, timedelta

from sqlalchemy import select

from coop.accounts.models import Access, Invitation, Seat
from coop.accounts.rules import ROLES
from coop.db import db, writing

# Acts of a usual week of an organizer: how many days ago, what, how often.
ORGANIZERS_WEEK = (
    (1, "list_reports", 4),
    (1, "read_report", 3),
    (2, "list_reports", 2),
    (4, "list_reports", 6),
    (4, "read_report", 5),
    (4, "export_reports", 1),
    (8, "list_reports", 1),
    (11, "read_report", 2),
    (18, "export_reports", 1),
)


def has_rows() -> bool:
    """Whether anybody has a seat here, or was invited to one."""
    found = (select(model).limit(1) for model in (Seat, Invitation, Access))
    return any(db.session.execute(query).first() is not None for query in found)


def demo(*, source: random.Random, today: date) -> None:
    """Seat one member of each role; only a one-time link opens such a seat."""
    seats = {
        role: Seat(
            id=uuid.UUID(bytes=source.randbytes(16), version=4),
            role=role,
            phrase_digest=source.randbytes(32),
            opened_on=today - timedelta(days=source.randint(60, 400)),
            is_demonstration=True,
        )
        for role in ROLES
    }
    with writing("members") as session:
        session.add_all(seats.values())
        for days, act, times in ORGANIZERS_WEEK:
            day = today - timedelta(days=days)
            session.add(Access(seat_id=seats["organizer"].id, day=day, act=act, times=times))
