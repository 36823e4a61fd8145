"""Money, numbers, days and weeks as the reader's language writes them (CLDR)."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from babel import dates, numbers, units
from flask_babel import get_locale
from flask_babel import gettext as _

from coop.lib.money import exponent

# The first of a month in a date in words; a year or another day has further digits.
FIRST = re.compile(r"(?<!\d)1(?=[\s–])")


def money(minor: int | None, currency: str | None) -> str:
    """An amount in minor units, such as 350 USD, as “3,50 $US” or “$3.50”."""
    if minor is None or currency is None:
        return _("not said")
    major = Decimal(minor).scaleb(-exponent(currency))
    return str(numbers.format_currency(major, currency, locale=_locale()))


def decimal_money(amount: str | Decimal, currency: str) -> str:
    """A decimal amount in major units with its currency."""
    return str(numbers.format_currency(Decimal(amount), currency, locale=_locale()))


def number(value: int | Decimal | float) -> str:
    """A number with the language's own groups."""
    return str(numbers.format_decimal(value, locale=_locale()))


def percent(part: int, whole: int) -> str:
    """A share in whole percent."""
    return str(numbers.format_percent(Decimal(part) / Decimal(whole), locale=_locale()))


def day(value: date) -> str:
    """A day in words."""
    return _first(dates.format_date(value, "long", locale=_locale()))


def week(monday: date) -> str:
    """A week by its first and last day."""
    sunday = monday + timedelta(days=6)
    return _first(dates.format_interval(monday, sunday, "yMMMd", locale=_locale()))


def hours(minutes: int | None) -> str:
    """Minutes as hours with one decimal, or as minutes below an hour."""
    if minutes is None:
        return _("not said")
    if minutes < 60:
        return _("%(n)s min", n=minutes)
    return _("%(n)s h", n=numbers.format_decimal(round(minutes / 60, 1), locale=_locale()))


def duration(seconds: int) -> str:
    """Seconds as hours and minutes, or as minutes below an hour."""
    minutes = (seconds + 30) // 60
    if minutes < 60:
        return _("%(n)s min", n=minutes)
    return _("%(hours)s h %(minutes)s min", hours=number(minutes // 60), minutes=minutes % 60)


def filesize(size: int) -> str:
    """Bytes as kilobytes or megabytes (decimal), as file managers show them."""
    unit = ("megabyte", 1_000_000) if size >= 1_000_000 else ("kilobyte", 1_000)
    value = round(max(size / unit[1], 0.1), 1)
    return str(units.format_unit(value, f"digital-{unit[0]}", "short", locale=_locale()))


def country(code: str | None) -> str:
    """A country's name in the reader's language."""
    if not code:
        return _("not said")
    return str(_locale().territories.get(code, code))


def language(code: str) -> str:
    """A language's name in the reader's own, as it begins a line."""
    name = str(_locale().languages.get(code, code))
    return name[:1].upper() + name[1:]


def _first(said: str) -> str:
    """A date as its language says the first of a month: French has “1er”, which CLDR leaves out."""
    return FIRST.sub("1er", said) if str(_locale()).startswith("fr") else said


def _locale() -> Any:
    return get_locale() or "en"


FILTERS = {
    "money": money,
    "decimal_money": decimal_money,
    "number": number,
    "percent": percent,
    "day": day,
    "week": week,
    "hours": hours,
    "duration": duration,
    "country": country,
    "language": language,
    "filesize": filesize,
}
