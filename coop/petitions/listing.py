"""Lists of petitions: by what can be done with them now, by platform, by client."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select, tuple_, union_all

from coop.db import db
from coop.petitions.models import Petition
from coop.petitions.places import Place
from coop.petitions.rules import State
from coop.platforms.rules import key

PAGE = 20
FEW = 5
# What a reader looks for, in the order of what can be done now.
SHELVES: Mapping[str, tuple[State, ...]] = {
    "voting": ("voting",),
    "seconding": ("draft", "seconding"),
    "debated": ("debated",),
    "delivered": ("adopted", "delivered", "answered"),
    "decided": ("kept", "broken", "rejected", "lapsed"),
}
# What is told of by calendar and feed.
LIVE: tuple[State, ...] = ("seconding", "debated", "voting", "adopted", "delivered", "answered")
NEWS = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """Which petitions: of a platform, of a client as typed."""

    platform_id: uuid.UUID | None = None
    client: str = ""


EVERY = Filter()


def shelf(
    states: tuple[State, ...],
    wanted: Filter = EVERY,
    *,
    after: Place | None = None,
    size: int = PAGE,
) -> tuple[list[Petition], Place | None]:
    """One page of petitions in these states, the latest to move on first, and where it goes on.

    The page is put together from the beginning of each state, which an index holds in order: it
    costs the same however many petitions there are.
    """
    conditions = (*_filtered(wanted), *_after(after))
    begun = union_all(*(_beginning(state, conditions, size) for state in states)).subquery()
    query = (
        select(Petition)
        .join(begun, begun.c.code == Petition.code)
        .order_by(Petition.since_on.desc(), Petition.code.desc())
        .limit(size + 1)
    )
    rows = list(db.session.scalars(query))
    shown = rows[:size]
    return shown, Place(shown[-1].since_on, shown[-1].code) if len(rows) > size else None


def shelves(wanted: Filter = EVERY) -> dict[str, tuple[list[Petition], Place | None]]:
    """The beginning of each shelf, by its name."""
    return {name: shelf(states, wanted, size=FEW) for name, states in SHELVES.items()}


def due_before(states: tuple[State, ...], today: date) -> list[str]:
    """The codes of petitions in these states whose last day is over."""
    query = select(Petition.code).where(Petition.state.in_(states), Petition.due_on < today)
    return list(db.session.scalars(query.order_by(Petition.code)))


def in_state(state: State) -> list[str]:
    """The codes of petitions in one state that passes within days."""
    query = select(Petition.code).where(Petition.state == state)
    return list(db.session.scalars(query.order_by(Petition.code)))


def fully_seconded() -> list[str]:
    """Petitions that enough members seconded and whose debate is not open yet."""
    query = select(Petition.code).where(
        Petition.state == "seconding", Petition.seconds_count >= Petition.seconds_needed
    )
    return list(db.session.scalars(query.order_by(Petition.code)))


def news() -> list[Petition]:
    """The petitions that came last into the state in which they are, withdrawn ones left out."""
    return shelf((*LIVE, *SHELVES["decided"]), size=NEWS)[0]


def with_deadlines() -> list[Petition]:
    """The petitions that have a day to be told of, the next first."""
    query = (
        select(Petition)
        .where(Petition.state.in_(LIVE), Petition.due_on.is_not(None))
        .order_by(Petition.due_on, Petition.code)
        .limit(NEWS)
    )
    return list(db.session.scalars(query))


def _beginning(
    state: State, conditions: tuple[ColumnElement[bool], ...], size: int
) -> Select[tuple[str]]:
    first = (
        select(Petition.code)
        .where(Petition.state == state, *conditions)
        .order_by(Petition.since_on.desc(), Petition.code.desc())
        .limit(size + 1)
        .subquery()
    )
    return select(first.c.code)


def _filtered(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.platform_id is not None:
        yield Petition.platform_id == wanted.platform_id
    if wanted.client:
        yield Petition.client_key == key(wanted.client)


def _after(after: Place | None) -> Iterator[Any]:
    if after is not None:
        yield tuple_(Petition.since_on, Petition.code) < tuple_(after.day, after.code)
