"""Rewards as platforms write them, as whole millionths of a currency unit; never a float."""

import re
from decimal import Decimal
from functools import lru_cache

MICROS = 1_000_000
_MOST = 10**9
_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "US$": "USD"}
_CODE = re.compile(r"[A-Z]{3}")
_CELL = re.compile(
    r"(?P<before>US\$|[$€£₹¥]|[A-Z]{3})?\s*(?P<number>\d[\d.,\s'’]*)\s*(?P<after>[$€£₹¥]|[A-Z]{3})?"
)
# As in coop.lib.money, which would bring all of Babel into the reader's process; a test compares.
_NO_MINOR = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"}
    | {"PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_THREE_MINOR = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_LONGEST = 20
_GROUP = 4  # a comma and three digits: thousands to some, thousandths to others


def minor_digits(currency: str) -> int:
    """How many decimals the currency has (ISO 4217)."""
    if currency in _NO_MINOR:
        return 0
    return 3 if currency in _THREE_MINOR else 2


@lru_cache(maxsize=4_096)
def reward(cell: str, currency: str = "") -> tuple[int, str]:
    """Millionths and ISO code of a cell such as `$0.03 ` or `1,20 EUR`. Else ValueError."""
    found = _CELL.fullmatch(cell.strip())
    if not found:
        raise ValueError(cell)
    told = {_code(mark) for mark in (found["before"], found["after"], currency) if mark}
    # A dollar sign beside an explicit code is only that country's dollar.
    if len(told) > 1 and currency and "$" in cell:
        told = {_code(currency)}
    if len(told) != 1:
        raise ValueError(cell)
    return micros(_number(found["number"])), told.pop()


def micros(number: Decimal | int) -> int:
    """Millionths of a number: more decimals than six are a float's noise."""
    amount = Decimal(number)
    if not amount.is_finite() or not 0 <= amount <= _MOST:
        raise ValueError(number)
    return int((amount * MICROS).to_integral_value())


def exact(millionths: int, digits: int = 0) -> str:
    """All of a number's decimals, and at least so many."""
    whole, part = divmod(millionths, MICROS)
    decimals = f"{part:06d}".rstrip("0").ljust(digits, "0")
    return f"{whole}.{decimals}" if decimals else str(whole)


def shown(amount: int, currency: str) -> str:
    """The exact amount, with at least the currency's own decimals."""
    return exact(amount, minor_digits(currency))


def rounded(numerator: int, denominator: int, currency: str) -> str:
    """A quotient of millionths in the currency's own decimals, half up."""
    digits = minor_digits(currency)
    minor = half_up(numerator * 10**digits, denominator * MICROS)
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def minor(amount: int, currency: str) -> int:
    """Millionths in whole minor units, half up."""
    return half_up(amount * 10 ** minor_digits(currency), MICROS)


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of non-negative integers, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def _code(mark: str) -> str:
    code = _SYMBOLS.get(mark, mark.strip().upper())
    if not _CODE.fullmatch(code):
        raise ValueError(mark)
    return code


def _number(text: str) -> Decimal:
    """A number with a point or a comma for its decimals; one that means two things is refused."""
    text = re.sub(r"[\s'’]", "", text)
    point, comma = text.rfind("."), text.rfind(",")
    if point >= 0 and comma >= 0:
        thousands = "," if point > comma else "."
        text = text.replace(thousands, "").replace(",", ".")
    elif comma >= 0:
        if text.count(",") > 1 or len(text) - comma == _GROUP:
            raise ValueError(text)
        text = text.replace(",", ".")
    if text.count(".") > 1 or len(text) > _LONGEST:
        raise ValueError(text)
    return Decimal(text)
