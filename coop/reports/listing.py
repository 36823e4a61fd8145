"""The list of reports, newest week first, a page at a time, without what workers wrote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_

from coop.db import db
from coop.platforms.models import Platform
from coop.reports.models import Report
from coop.reports.selection import Selection, conditions

PAGE = 50
MANY = 1_000
_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9A-Z]{12})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list begins: after the report of this week and code.

    Codes are random, so that their order within a week says nothing.
    """

    week: date
    code: str

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.week.isoformat()}.{self.code}"


@dataclass(frozen=True, slots=True)
class Row:
    """One report of the list; `platform` is the catalogue's name, else the name as typed."""

    code: str
    week: date
    kind: str
    platform: str
    is_mapped: bool
    country: str | None
    amount_minor: int | None
    lost_minor: int | None
    currency: str | None
    strength: str
    outcome: str | None
    standing: str


@dataclass(frozen=True, slots=True)
class Name:
    """A platform's name as workers typed it, which no platform answers to yet."""

    key: str
    typed: str
    reports: int


def place(text: str) -> Place | None:
    """The place that an address names; None for any other text."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return None
    try:
        return Place(date.fromisoformat(match[1]), match[2])
    except ValueError:
        return None


def reports(
    selection: Selection, *, standing: str = "counted", after: Place | None = None
) -> tuple[list[Row], Place | None]:
    """One page of reports of a standing, and where the next page begins if there is one."""
    matching = (
        select(Report.code, Report.week)
        .where(Report.standing == standing, *conditions(selection), *_after(after))
        .order_by(Report.week.desc(), Report.code.desc())
        .limit(PAGE + 1)
        .subquery("matching")
    )
    query = (
        select(
            Report.code,
            Report.week,
            Report.kind,
            func.coalesce(Platform.name, Report.platform_typed),
            Report.platform_id.is_not(None),
            Report.country,
            Report.amount_minor,
            Report.lost_minor,
            Report.currency,
            Report.strength,
            Report.outcome,
            Report.standing,
        )
        .join(matching, matching.c.code == Report.code)
        .outerjoin(Platform, Platform.id == Report.platform_id)
        .order_by(Report.week.desc(), Report.code.desc())
    )
    rows = [Row(*_untyped(row)) for row in db.session.execute(query)]
    shown = rows[:PAGE]
    more = len(rows) > PAGE
    return shown, Place(shown[-1].week, shown[-1].code) if more else None


def count_waiting(most: int = MANY) -> int:
    """How many reports wait for an organizer's look; counting stops at `most`."""
    waiting = select(Report.id).where(Report.standing == "waiting").limit(most)
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def unmapped_names(*, page: int = 1, size: int = PAGE) -> tuple[list[Name], bool]:
    """One page of typed names that no platform answers to, the commonest first."""
    query = (
        select(Report.platform_key, func.min(Report.platform_typed), func.count())
        .where(*_unmapped())
        .group_by(Report.platform_key)
        .order_by(func.count().desc(), Report.platform_key)
        .offset((page - 1) * size)
        .limit(size + 1)
    )
    names = [Name(*_untyped(row)) for row in db.session.execute(query)]
    return names[:size], len(names) > size


def unmapped_name(name_key: str) -> tuple[Name, str] | None:
    """One such name with the code of some report that has it; None where it is mapped."""
    found = select(func.min(Report.platform_typed), func.count(), func.min(Report.code)).where(
        *_unmapped(), Report.platform_key == name_key
    )
    typed, count, code = _untyped(db.session.execute(found).one())
    return (Name(name_key, typed, count), code) if count else None


def count_of_name(name_key: str | None) -> int:
    """How many reports typed this name of a platform."""
    found = select(func.count()).select_from(Report).where(Report.platform_key == name_key)
    return db.session.scalar(found) or 0


def _untyped(row: Any) -> tuple[Any, ...]:
    """What a counted report has is never null, which the columns' types cannot know."""
    return tuple(row)


def _unmapped() -> Iterator[ColumnElement[bool]]:
    yield Report.platform_id.is_(None)
    yield Report.platform_key.is_not(None)


def _after(after: Place | None) -> Iterator[Any]:
    if after is not None:
        yield tuple_(Report.week, Report.code) < tuple_(after.week, after.code)
