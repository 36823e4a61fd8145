"""Money as whole minor units with an ISO 4217 currency: decimals at the edges, never a float."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from babel.core import get_global

from coop.lib.refusals import Refusal
from coop.lib.words import N_

# Offered first: what the platforms of the trade pay in, and where their workers live.
OFFERED: tuple[str, ...] = (
    "USD", "EUR", "GBP", "INR", "PHP", "PKR", "BDT", "KES", "NGN", "VES", "BRL", "MGA", "MAD",
    "TND", "XOF", "XAF", "GHS", "ZAR", "EGP", "IDR", "VND", "MXN", "COP", "ARS", "TRY", "CAD",
)  # fmt: skip

# ISO 4217's exponents other than 2. Babel carries CLDR's, which are for showing (0 for MGA).
_EXPONENTS: dict[str, int] = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"), 0),
    **dict.fromkeys(("PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}

# Legal tender somewhere today, by CLDR.
CURRENCIES: frozenset[str] = frozenset(
    code
    for tenders in get_global("territory_currencies").values()
    for code, _start, end, is_tender in tenders
    if is_tender and end is None
) | frozenset(OFFERED)

LARGEST_MINOR = 10**14
LONGEST_TYPED = 60
_THOUSAND_DIGITS = 3
_LONGEST_SIGN = 4
_MINUTES_AN_HOUR = 60

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009\u2007'’`_]+")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}")


class NotAnAmount(Refusal):
    """The text is not an amount of money."""

    status = 422
    sentence = N_("Write the amount in figures, such as 3.50 or 1200.")


class TooFine(Refusal):
    """The amount has more decimals than its currency."""

    status = 422
    sentence = N_(
        "This amount has more decimals than %(currency)s has. For thousands, write no point. "
        "For less than the smallest coin, give the amount of the whole batch."
    )


class NoSuchAmount(Refusal):
    """The amount is below zero or beyond anything that a platform pays."""

    status = 422
    sentence = N_("Check this amount: it is below zero, or larger than can be counted here.")


class UnknownCurrency(Refusal):
    """The code is not a currency in use."""

    status = 422
    sentence = N_("Choose a currency by its three letters, such as USD, EUR or INR.")


def parse_currency(text: str) -> str:
    """The ISO 4217 code of a currency in use; raises UnknownCurrency."""
    code = text.strip().upper()
    if code not in CURRENCIES:
        raise UnknownCurrency
    return code


def exponent(currency: str) -> int:
    """How many decimals a currency has by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD."""
    return _EXPONENTS.get(currency, 2)


def parse_minor(typed: str | int | Decimal, currency: str) -> int:
    """Minor units of an amount as typed: “3,50”, “1 234,5”, “$0.03 ”, “1,234.50”."""
    if isinstance(typed, bool | float):
        raise TypeError("money is text or Decimal, never a float")
    amount = _decimal_of(typed, currency) if isinstance(typed, str) else Decimal(typed)
    return _minor_of(amount, currency)


def as_decimal(minor: int, currency: str) -> Decimal:
    """The amount in major units, exact: 350 USD is Decimal("3.50")."""
    return Decimal(minor).scaleb(-exponent(currency))


def as_text(minor: int, currency: str) -> str:
    """The amount in plain figures for a file or the API: “3.50”."""
    return format(as_decimal(minor, currency), "f")


def two_significant(number: int) -> int:
    """The number rounded to two significant digits, half up: 1,250 becomes 1,300."""
    if number < 0:
        raise ValueError("only amounts and minutes are rounded, and they are not negative")
    step: int = 10 ** max(0, len(str(number)) - 2)
    return (number + step // 2) // step * step


def hourly_minor(amount_minor: int, minutes: int) -> int | None:
    """What an amount is worth an hour, in minor units, half up; None without any minute."""
    if minutes <= 0:
        return None
    return (2 * amount_minor * _MINUTES_AN_HOUR + minutes) // (2 * minutes)


def _minor_of(amount: Decimal, currency: str) -> int:
    if not amount.is_finite():
        raise NotAnAmount
    if amount < 0 or amount > LARGEST_MINOR:
        raise NoSuchAmount
    scaled = amount.scaleb(exponent(currency))
    minor = scaled.to_integral_value(rounding=ROUND_HALF_UP)
    if scaled != minor:
        raise TooFine(currency=currency)
    if minor > LARGEST_MINOR:
        raise NoSuchAmount
    return int(minor)


def _decimal_of(typed: str, currency: str) -> Decimal:
    if len(typed) > LONGEST_TYPED:
        raise NotAnAmount
    figures = _bare_figures(typed)
    if figures.startswith(("-", "−")):
        raise NoSuchAmount
    plain = _with_one_point(figures, currency)
    if not re.fullmatch(r"\d+(?:\.\d*)?|\.\d+", plain):
        raise NotAnAmount
    return Decimal(plain)


def _bare_figures(typed: str) -> str:
    """The figures in ASCII, without spaces, currency sign or code."""
    ascii_digits = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in typed
    )
    marks = ascii_digits.translate({0x066B: ".", 0x066C: ",", 0xFF0C: ",", 0xFF0E: "."})
    return _without_signs(_SPACES.sub("", marks))


def _without_signs(text: str) -> str:
    """Drop one currency sign or code before the figures and one after them."""
    start, end = 0, len(text)
    while start < end and not (text[start].isdigit() or text[start] in ".,-−"):
        start += 1
    while end > start and not (text[end - 1].isdigit() or text[end - 1] in ".,"):
        end -= 1
    if 0 < start < end and text[start] == "." and text[start - 1].isalpha():
        start += 1  # “Rs.300”
    if start > _LONGEST_SIGN or len(text) - end > _LONGEST_SIGN:
        raise NotAnAmount
    return text[start:end]


def _with_one_point(figures: str, currency: str) -> str:
    """Read groups and decimals apart: the last of two marks is the decimal one."""
    points, commas = figures.count("."), figures.count(",")
    if points and commas:
        decimal_mark = "." if figures.rfind(".") > figures.rfind(",") else ","
        whole, _mark, decimals = figures.rpartition(decimal_mark)
        if not _GROUPED.fullmatch(whole) or decimal_mark in whole:
            raise NotAnAmount
        return f"{_ungrouped(whole)}.{decimals}"
    if points + commas > 1:
        if not _GROUPED.fullmatch(figures):
            raise NotAnAmount
        return _ungrouped(figures)
    if points + commas and _is_group(figures, currency):
        return _ungrouped(figures)
    return figures.replace(",", ".")


def _is_group(figures: str, currency: str) -> bool:
    """“1,234” is twelve hundred where the currency has not three decimals; “0,005” is not.

    “1.234” is read so only without any decimals: a machine would write a fine amount that way.
    """
    marks_thousands = (
        exponent(currency) < _THOUSAND_DIGITS if "," in figures else (exponent(currency) == 0)
    )
    return marks_thousands and _GROUPED.fullmatch(figures) is not None and figures[0] != "0"


def _ungrouped(figures: str) -> str:
    return figures.replace(",", "").replace(".", "")
