"""Which reports a page is about: the filters, and what makes a client's name no filter."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from coop.db import db
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.platforms.rules import key
from coop.reports.models import Report
from coop.reports.rules import LEAST_FOR_CLIENT

# The value of a filter for the reports that say nothing: no platform known, no country given.
NOTHING = ""

FILTERED = ("platform", "kind", "country", "strength", "outcome")


class ClientNamedTooSeldom(Refusal):
    """Fewer reports name this client than would hide one worker among them, or none does."""

    status = 403
    sentence = N_(
        "Fewer than %(least)s counted reports name this client, or none does. "
        "A client is no filter then: it would single a worker out."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Filters on counted reports; None filters nothing, NOTHING those that say nothing.

    A platform is named by its id in hexadecimal digits; weeks by their Mondays, both included.
    """

    platform: str | None = None
    kind: str | None = None
    country: str | None = None
    strength: str | None = None
    outcome: str | None = None
    client: str | None = None
    week_from: date | None = None
    week_to: date | None = None

    @property
    def has_weeks(self) -> bool:
        """Whether it is bounded in time."""
        return self.week_from is not None or self.week_to is not None

    def filters(self) -> dict[str, str]:
        """The dimensions that are filtered, with their values."""
        given = {name: getattr(self, name) for name in FILTERED}
        return {name: value for name, value in given.items() if value is not None}

    def tallied_as(self) -> tuple[str, str] | None:
        """The dimension and value under which tallies hold it; None where they do not."""
        filters = list(self.filters().items())
        if self.client is not None or len(filters) > 1:
            return None
        return filters[0] if filters else ("all", NOTHING)


def conditions(selection: Selection, rows: Any = Report) -> Iterator[ColumnElement[bool]]:
    """What rows fulfil that are in the selection, whatever their standing."""
    for name, value in selection.filters().items():
        yield _is(rows, name, value)
    if selection.client is not None:
        yield rows.client_key == key(selection.client)
    yield from within_weeks(selection, rows.week)


def within_weeks(selection: Selection, week: Any) -> Iterator[ColumnElement[bool]]:
    """The selection's bounds in time."""
    if selection.week_from is not None:
        yield week >= selection.week_from
    if selection.week_to is not None:
        yield week <= selection.week_to


def require_client(selection: Selection, *, least: int = LEAST_FOR_CLIENT) -> None:
    """Refuse a client that fewer than `least` counted reports name, none the same as a few."""
    if selection.client is None:
        return
    named = (
        select(Report.id)
        .where(Report.client_key == key(selection.client), Report.standing == "counted")
        .limit(least)
    )
    found = db.session.scalar(select(func.count()).select_from(named.subquery()))
    if not key(selection.client) or (found or 0) < least:
        raise ClientNamedTooSeldom(least=least)


def _is(rows: Any, name: str, value: str) -> ColumnElement[bool]:
    column: ColumnElement[Any] = getattr(rows, "platform_id" if name == "platform" else name)
    if value == NOTHING:
        return column.is_(None)
    return column == (uuid.UUID(hex=value) if name == "platform" else value)
