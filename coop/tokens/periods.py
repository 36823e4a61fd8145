"""The periods of scopes that come again: quarters, months, years, spans of eight weeks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from coop.lib.weeks import WEEK, monday_of, week_text

# Eight weeks are counted from this Monday on, the same for every platform.
FIRST_MONDAY = date(2024, 1, 1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days and its name, as it stands in a scope's code."""

    name: str
    first: date
    last: date

    @property
    def next_day(self) -> date:
        """The first day of the period that follows."""
        return self.last + A_DAY


def month(day: date) -> Period:
    """The calendar month of a day: 2026-11."""
    first = day.replace(day=1)
    return Period(f"{day:%Y-%m}", first, _months_on(first, 1) - A_DAY)


def quarter(day: date) -> Period:
    """The quarter of a day: 2026-Q4."""
    number = (day.month - 1) // 3
    first = date(day.year, 3 * number + 1, 1)
    return Period(f"{day.year}-Q{number + 1}", first, _months_on(first, 3) - A_DAY)


def year(day: date) -> Period:
    """The calendar year of a day: 2026."""
    return Period(f"{day.year}", date(day.year, 1, 1), date(day.year, 12, 31))


def eight_weeks(day: date) -> Period:
    """The span of eight weeks of a day, named by its first week: 2026-W41."""
    span = 8 * WEEK
    first = FIRST_MONDAY + (monday_of(day) - FIRST_MONDAY) // span * span
    return Period(week_text(first), first, first + span - A_DAY)


PERIODS: dict[str, Callable[[date], Period]] = {
    "month": month,
    "quarter": quarter,
    "year": year,
    "eight_weeks": eight_weeks,
}


def _months_on(first: date, months: int) -> date:
    number = first.month - 1 + months
    return date(first.year + number // 12, number % 12 + 1, 1)
