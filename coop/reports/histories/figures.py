"""The answer's figures: each is given only where the file can tell it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from coop.reports.histories import amounts
from coop.reports.histories.history import NONE, History
from coop.reports.histories.intervals import Spent
from coop.reports.histories.pay import Hours, hours
from coop.reports.histories.vocabulary import PAID, REJECTED, STATUSES

_PAID, _REJECTED = STATUSES.index(PAID), STATUSES.index(REJECTED)
_NANOS = 1_000

Figures = dict[str, Any]


def by_status(history: History) -> Figures:
    """Count, money and the platform's own clock of each status that occurs."""
    counts = Counter(history.status)
    money: Counter[tuple[int, int]] = Counter()
    clock: Counter[int] = Counter()
    clocked: Counter[int] = Counter()
    for at, status in enumerate(history.status):
        if history.amount[at] != NONE:
            money[status, history.currency[at]] += history.amount[at]
        if history.clock[at] != NONE:
            clock[status] += history.clock[at]
            clocked[status] += 1
    codes = list(history.currencies)
    found: Figures = {}
    for number, status_name in enumerate(STATUSES):
        if not counts[number]:
            continue
        told = {
            codes[currency]: amounts.shown(amount, codes[currency])
            for (status, currency), amount in sorted(money.items())
            if status == number
        }
        found[status_name] = {"count": counts[number]} | ({"money": told} if told else {})
        if clocked[number]:
            found[status_name]["platform_clock"] = {
                "rows": clocked[number],
                "seconds": amounts.exact(clock[number]),
            }
    return found


def times(history: History) -> Figures:
    """`seconds`, `hourly`, `median_hourly` and over how many workers that median is."""
    everything = hours(history)
    if not everything.totals[0]:
        return {}
    found: Figures = {"seconds": _seconds(everything)}
    found["hourly"], found["median_hourly"], found["median_hourly_n"] = {}, {}, {}
    worked = {history.currency[at] for at in _paid_in(history)}
    for number in sorted(worked):
        code = list(history.currencies)[number]
        # With one currency every hour is its own; with several, each has the hours it paid.
        part = everything if len(worked) == 1 else hours(history, number)
        found["hourly"][code] = _hourly(part, code)
        found["median_hourly"][code] = _medians(part, code)
        found["median_hourly_n"][code] = len(part.hourly[0])
    return {key: figure for key, figure in found.items() if figure}


def platform_check(history: History) -> dict[str, int] | None:
    """For how many workers Amazon's own count, approved of decided, is what the file holds."""
    decided = {_PAID: Counter[int](), _REJECTED: Counter[int]()}
    for at, status in enumerate(history.status):
        if status in decided:
            decided[status][history.worker[at]] += 1
    agrees = of = 0
    for worker, cells in history.rates():
        approved, rejected = decided[_PAID][worker], decided[_REJECTED][worker]
        # A week without a decision reads 0/0: that only counts where no count says more.
        told = {cell for cell in cells if cell[1]} or set(cells)
        of += 1
        agrees += (approved, approved + rejected) in told
    return {"agrees": agrees, "of": of} if of else None


def _paid_in(history: History) -> list[int]:
    """Places of the worked tasks that carry an amount."""
    return [
        at for at in range(len(history)) if history.has_worked(at) and history.amount[at] != NONE
    ]


def _given(found: Hours) -> tuple[str, ...]:
    """Which of the three figures can be told: laid over each other needs a place in time."""
    return Spent._fields if found.has_clock else ("sum",)


def _seconds(found: Hours) -> dict[str, int]:
    given = _given(found)
    return {
        key: amounts.half_up(ms, 1_000)
        for key, ms in zip(Spent._fields, found.totals, strict=True)
        if key in given
    }


def _hourly(found: Hours, code: str) -> dict[str, str]:
    given = _given(found)
    return {
        key: amounts.rounded(found.earned * 3_600_000, ms, code)
        for key, ms in zip(Spent._fields, found.totals, strict=True)
        if key in given and ms
    }


def _medians(found: Hours, code: str) -> dict[str, str]:
    given = _given(found)
    return {
        key: _median(values, code)
        for key, values in zip(Spent._fields, found.hourly, strict=True)
        if key in given and values
    }


def _median(values: Sequence[int], code: str) -> str:
    ordered = sorted(values)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return amounts.rounded(low + high, 2 * _NANOS, code)
