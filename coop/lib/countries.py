"""Countries by ISO 3166-1 alpha-2, with the names that CLDR gives them."""

import unicodedata
from functools import lru_cache

from babel import Locale

from coop.lib.refusals import Refusal
from coop.lib.words import N_

_LETTERS = 2
# Two-letter codes of CLDR that are no country: unions, reserved codes, pseudo-locales.
_NO_COUNTRY = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)

# ISO 3166-1, and XK: Kosovo has workers and no code of ISO's, only the one that all others use.
COUNTRIES: frozenset[str] = frozenset(
    code
    for code in map(str, Locale("en").territories)
    if len(code) == _LETTERS and code.isalpha() and code not in _NO_COUNTRY
)


class NoSuchCountry(Refusal):
    """The text is not a country's code."""

    status = 422
    sentence = N_("Choose a country from the list, or leave this empty.")


def parse_country(text: str) -> str:
    """The alpha-2 code of a country; raises NoSuchCountry."""
    code = text.strip().upper()
    if code not in COUNTRIES:
        raise NoSuchCountry
    return code


@lru_cache(maxsize=16)
def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Every country as (code, name) in a language, in the order of its names."""
    territories = Locale.parse(language, sep="-" if "-" in language else "_").territories
    named = ((code, str(territories.get(code, code))) for code in COUNTRIES)
    return tuple(sorted(named, key=lambda row: _sorted_as(row[1])))


def _sorted_as(name: str) -> str:
    """The name without accents, so that Égypte stands under E."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
