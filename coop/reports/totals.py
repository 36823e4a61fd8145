"""What figures are: sums, money by currency and in euro, shares and medians, each with its base."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from coop.lib.money import as_decimal, exponent
from coop.lib.rates import euro_rate


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many: never one without the other."""

    part: int
    of: int


@dataclass(frozen=True, slots=True)
class Money:
    """Money in one currency, in minor units: as promised, as lost, as told to have come back."""

    currency: str
    amount_minor: int
    lost_minor: int
    recovered_minor: int
    lost_reports: int


@dataclass(frozen=True, slots=True)
class Euro:
    """The same in euro cents, at the ECB's rate of each week.

    `without_rate` are currencies whose money is left out, since the ECB gives no rate.
    """

    amount_minor: int
    lost_minor: int
    recovered_minor: int
    rates_from: date | None
    rates_to: date | None
    without_rate: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Median:
    """The median promised pay an hour among `n` reports in one currency."""

    currency: str
    hourly_minor: int
    n: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What the counted reports of a selection add up to."""

    reports: int
    minutes: int
    unpaid_minutes: int
    unpaid_reports: int
    money: tuple[Money, ...]
    euro: Euro
    no_reason: Share
    no_channel: Share
    recovered: Share
    medians: tuple[Median, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """One row of sums over reports, by the names that a tally gives them."""

    week: date
    currency: str
    reports: int
    amount_minor: int
    lost_minor: int
    lost_reports: int
    recovered_minor: int
    minutes: int
    unpaid_minutes: int
    unpaid_reports: int
    asked_reason: int
    no_reason: int
    asked_channel: int
    no_channel: int
    asked_recovered: int
    recovered: int


MONEY = ("amount_minor", "lost_minor", "recovered_minor")


def added_up(rows: Iterable[Sum], pay: Iterable[tuple[str, int, int]]) -> Figures:
    """Figures from sums by week and currency, and from (currency, pay an hour, reports)."""
    sums = list(rows)
    return Figures(
        reports=_total(sums, "reports"),
        minutes=_total(sums, "minutes"),
        unpaid_minutes=_total(sums, "unpaid_minutes"),
        unpaid_reports=_total(sums, "unpaid_reports"),
        money=_by_currency(sums),
        euro=in_euro(sums),
        no_reason=Share(_total(sums, "no_reason"), _total(sums, "asked_reason")),
        no_channel=Share(_total(sums, "no_channel"), _total(sums, "asked_channel")),
        recovered=Share(_total(sums, "recovered"), _total(sums, "asked_recovered")),
        medians=medians(pay),
    )


def in_euro(sums: Iterable[Sum]) -> Euro:
    """Money in euro cents, each week at its own rate, rounded once at the end."""
    euros = dict.fromkeys(MONEY, Decimal(0))
    days: set[date] = set()
    without: set[str] = set()
    for row in sums:
        if not row.currency or not any(getattr(row, name) for name in MONEY):
            continue
        rate = euro_rate(row.currency, row.week)
        if rate is None:
            without.add(row.currency)
            continue
        if row.currency != "EUR":
            days.add(rate.published_on)
        for name in MONEY:
            euros[name] += as_decimal(getattr(row, name), row.currency) / rate.per_euro
    cents = {name: _cents(value) for name, value in euros.items()}
    return Euro(
        **cents,
        rates_from=min(days, default=None),
        rates_to=max(days, default=None),
        without_rate=tuple(sorted(without)),
    )


def medians(pay: Iterable[tuple[str, int, int]]) -> tuple[Median, ...]:
    """The median of each currency's pay an hour, the currency with most reports first."""
    histograms: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for currency, hourly_minor, reports in pay:
        histograms[currency][hourly_minor] += reports
    found = [
        Median(currency, median(histogram), n)
        for currency, histogram in histograms.items()
        if (n := sum(histogram.values())) > 0
    ]
    return tuple(sorted(found, key=lambda one: (-one.n, one.currency)))


def median(histogram: Mapping[int, int]) -> int:
    """The median of values counted in a histogram; the mean of two middle ones, half up."""
    n = sum(histogram.values())
    lower, upper = _nth(histogram, (n - 1) // 2), _nth(histogram, n // 2)
    return (lower + upper + 1) // 2


def _nth(histogram: Mapping[int, int], position: int) -> int:
    passed = 0
    for value in sorted(histogram):
        passed += histogram[value]
        if passed > position:
            return value
    raise ValueError("the histogram is shorter than the position asked for")


def _by_currency(rows: Iterable[Sum]) -> tuple[Money, ...]:
    names = (*MONEY, "lost_reports")
    totals: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(names, 0))
    for row in rows:
        if row.currency:
            for name in names:
                totals[row.currency][name] += getattr(row, name)
    money = [Money(currency, **sums) for currency, sums in totals.items() if any(sums.values())]
    return tuple(sorted(money, key=lambda one: (-one.lost_reports, one.currency)))


def _total(sums: Iterable[Sum], name: str) -> int:
    return sum(getattr(row, name) for row in sums)


def _cents(euros: Decimal) -> int:
    return int(euros.scaleb(exponent("EUR")).to_integral_value(rounding=ROUND_HALF_UP))
