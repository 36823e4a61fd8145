"""The names of codes, in the reader's language, as tables and exports show them."""

from collections.abc import Mapping

from flask_babel import gettext as _

from coop.reports.everyone import OUTCOMES, STRENGTHS
from coop.reports.rules import STANDINGS
from coop.reports.taxonomy import TAXONOMY
from coop.web import formats

_NAMES: dict[str, dict[str, str]] = {
    "strength": {option.code: option.label for option in STRENGTHS},
    "outcome": {option.code: option.label for option in OUTCOMES},
    "standing": dict(STANDINGS),
}


def value_name(
    dimension: str, value: str | None, platforms: Mapping[str, str] | None = None
) -> str:
    """What a value of a dimension is called; a code that no table knows stands for itself."""
    if not value:
        return _("not in the catalogue") if dimension == "platform" else _("not said")
    if dimension == "platform":
        return (platforms or {}).get(value, value)
    if dimension == "country":
        return formats.country(value)
    if dimension == "kind":
        return _(TAXONOMY.kind(value).name) if TAXONOMY.has(value) else value
    return _(_NAMES[dimension].get(value, value))
