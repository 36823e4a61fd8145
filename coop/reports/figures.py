"""What a selection of reports adds up to, exact at every moment.

Tallies hold what upkeep counted; what it has not counted yet is added up from the rows, in the
same statement, so that no report is seen twice or not at all while upkeep runs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import CompoundSelect, Select, String, func, literal_column, select, union_all

from coop.db import db
from coop.reports.models import PayTally, Report, Tally
from coop.reports.selection import FILTERED, Selection, conditions, within_weeks
from coop.reports.tallies import IS_NEW, dimensions, sums
from coop.reports.totals import Figures, Sum, added_up

SUMMED = tuple(field.name for field in fields(Sum))[2:]
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
    """The selection broken down by each of its dimensions at a time, in one statement."""
    rows = _rows(union_all(*_slices(selection)))
    added: dict[tuple[str, str, str], list[int]] = {}
    for dimension, value, currency, *numbers in rows:
        at = added.setdefault((dimension, value, currency), [0] * len(SUMMED))
        for place, number in enumerate(numbers):
            at[place] += int(number)
    return [Slice(*at, dict(zip(SUMMED, numbers, strict=True))) for at, numbers in added.items()]


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


def _slices(selection: Selection) -> Iterator[Select[Any]]:
    is_tallied = selection.tallied_as() == ("all", "")
    if is_tallied:
        yield (
            select(Tally.dimension, Tally.value, Tally.currency, *_summed_tally_columns())
            .where(Tally.dimension.in_(FILTERED), *within_weeks(selection, Tally.week))
            .group_by(Tally.dimension, Tally.value, Tally.currency)
        )
    values = dimensions(Report)
    currency = func.coalesce(Report.currency, "")
    for name in FILTERED:
        yield (
            select(literal_column(f"'{name}'", String), values[name], currency, *_live_columns())
            .where(IS_NEW if is_tallied else COUNTED, *conditions(selection))
            .group_by(values[name], currency)
        )


def _rows(statement: Any) -> Iterable[Any]:
    # A union names no model by which its database could be found.
    return db.session.execute(statement, bind_arguments={"mapper": Report})


def _live_columns() -> list[Any]:
    columns = sums(Report)
    return [columns[name].label(name) for name in SUMMED]


def _tally_columns() -> list[Any]:
    return [getattr(Tally, name) for name in SUMMED]


def _summed_tally_columns() -> list[Any]:
    return [func.sum(column).label(column.key) for column in _tally_columns()]
