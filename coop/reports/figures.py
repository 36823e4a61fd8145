"""What a selection of reports adds up to, exact at every moment.

Tallies hold what upkeep counted; what it has not counted yet is added up from the rows, in the
same statement, so that no report is seen twice or not at all while upkeep runs.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import CompoundSelect, Select, String, func, literal_column, select, union_all

from coop.db import db
from coop.reports.models import PayTally, Report, Tally
from coop.reports.selection import FILTERED, NOTHING, Selection, conditions, within_weeks
from coop.reports.tallies import IS_NEW, dimensions, sums
from coop.reports.totals import Figures, Sum, added_up

SUMMED = tuple(field.name for field in fields(Sum))[2:]
# What an export tells of each value: the rest would only make its scans slower.
SLICED = tuple(
    name for name in SUMMED if name not in ("amount_minor", "recovered_minor", "minutes")
)
TOGETHER = (("kind", "strength", "outcome"), ("platform", "country"))
COUNTED = Report.standing == "counted"


@dataclass(frozen=True, slots=True)
class Slice:
    """The sums over the reports that share one value of one dimension, in one currency."""

    dimension: str
    value: str
    currency: str
    sums: dict[str, int]


def figures(selection: Selection) -> Figures:
    """The figures of a selection, in two statements. The caller has required its client."""
    rows = _rows(_sums(selection))
    pay = _rows(_pay(selection))
    return added_up(
        (Sum(week, currency, *map(int, numbers)) for week, currency, *numbers in rows),
        ((currency, int(hourly), int(reports)) for currency, hourly, reports in pay),
    )


def count_counted(selection: Selection) -> int:
    """How many counted reports a selection has."""
    part = _sums(selection).subquery()
    return int(db.session.scalar(select(func.coalesce(func.sum(part.c.reports), 0))) or 0)


def slices(selection: Selection) -> list[Slice]:
    """The selection broken down by each of its dimensions at a time."""
    added: dict[tuple[str, str, str], list[int]] = {}
    for dimension, value, currency, numbers in _sliced(selection):
        at = added.setdefault((dimension, value, currency), [0] * len(SLICED))
        for place, number in enumerate(numbers):
            at[place] += int(number)
    return [Slice(*at, dict(zip(SLICED, numbers, strict=True))) for at, numbers in added.items()]


def _sliced(selection: Selection) -> Iterator[tuple[str, str, str, Sequence[int]]]:
    if selection.tallied_as() != ("all", NOTHING):
        yield from _live_slices(selection, COUNTED)
        return
    # In one statement, for upkeep may move rows from the one side to the other meanwhile.
    tallied = _tallied_slices(selection)
    for dimension, value, currency, *numbers in _rows(tallied):
        yield dimension, value, currency, numbers


def _sums(selection: Selection) -> Select[Any] | CompoundSelect[Any]:
    """Sums by week and currency, in the order of `Sum`."""
    tallied = selection.tallied_as()
    if tallied is None:
        return _live_sums(selection, COUNTED)
    dimension, value = tallied
    counted = select(Tally.week, Tally.currency, *_tally_columns()).where(
        Tally.dimension == dimension, Tally.value == value, *within_weeks(selection, Tally.week)
    )
    return union_all(counted, _live_sums(selection, IS_NEW))


def _live_sums(selection: Selection, standing: Any) -> Select[Any]:
    currency = func.coalesce(Report.currency, "")
    return (
        select(Report.week, currency.label("currency"), *_live_columns())
        .where(standing, *conditions(selection))
        .group_by(Report.week, currency)
    )


def _pay(selection: Selection) -> Select[Any] | CompoundSelect[Any]:
    """Reports by currency and promised pay an hour; tallies of pay know no weeks."""
    tallied = selection.tallied_as()
    if tallied is None or selection.has_weeks:
        return _live_pay(selection, COUNTED)
    dimension, value = tallied
    counted = select(PayTally.currency, PayTally.hourly_minor, PayTally.reports).where(
        PayTally.dimension == dimension, PayTally.value == value
    )
    return union_all(counted, _live_pay(selection, IS_NEW))


def _live_pay(selection: Selection, standing: Any) -> Select[Any]:
    columns: tuple[Any, ...] = (Report.currency, Report.hourly_minor, func.count())
    return (
        select(*columns)
        .where(
            standing,
            *conditions(selection),
            Report.currency.is_not(None),
            Report.hourly_minor.is_not(None),
        )
        .group_by(Report.currency, Report.hourly_minor)
    )


def _tallied_slices(selection: Selection) -> CompoundSelect[Any]:
    tallied = (
        select(
            Tally.dimension,
            Tally.value,
            Tally.currency,
            *(func.sum(getattr(Tally, name)) for name in SLICED),
        )
        .where(Tally.dimension.in_(FILTERED), *within_weeks(selection, Tally.week))
        .group_by(Tally.dimension, Tally.value, Tally.currency)
    )
    values = dimensions(Report)
    currency = func.coalesce(Report.currency, "")
    fresh = (
        select(literal_column(f"'{name}'", String), values[name], currency, *_live_columns(SLICED))
        .where(IS_NEW, *conditions(selection))
        .group_by(values[name], currency)
        for name in FILTERED
    )
    return union_all(tallied, *fresh)


def _live_slices(
    selection: Selection, standing: Any
) -> Iterator[tuple[str, str, str, Sequence[int]]]:
    """Two scans for five dimensions: those that fit into one table are counted together."""
    for together in TOGETHER:
        # Grouped by what is stored and named here: half a million casts would take longer.
        values = [getattr(Report, "platform_id" if n == "platform" else n) for n in together]
        rows = _rows(
            select(*values, Report.currency, *_live_columns(SLICED))
            .where(standing, *conditions(selection))
            .group_by(*values, Report.currency)
        )
        for row in rows:
            numbers = row[len(together) + 1 :]
            for dimension, value in zip(together, row[: len(together)], strict=True):
                yield dimension, _named(value), row[len(together)] or "", numbers


def _named(value: uuid.UUID | str | None) -> str:
    """A value as tallies name it."""
    return value.hex if isinstance(value, uuid.UUID) else value or NOTHING


def _rows(statement: Any) -> Iterable[Any]:
    # A union names no model by which its database could be found.
    return db.session.execute(statement, bind_arguments={"mapper": Report})


def _live_columns(names: Iterable[str] = SUMMED) -> list[Any]:
    columns = sums(Report)
    return [columns[name].label(name) for name in names]


def _tally_columns() -> list[Any]:
    return [getattr(Tally, name) for name in SUMMED]
