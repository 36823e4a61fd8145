"""The field that a browser shows for each type of question."""

from collections.abc import Callable

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from coop.lib import countries, money, weeks
from coop.lib.refusals import Refusal
from coop.reports.everyone import COUNTRY, CURRENCY, WEEK
from coop.reports.facts import Choice, Choices, Fact, Flag, Money, Text, Whole
from coop.web import clock, formats
from coop.web.refusals import said

EARLIER = "earlier"
WEEKS_OFFERED = 30


class TickList(SelectMultipleField):
    """Several answers, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def field_of(fact: Fact) -> Field:
    """The field that a browser shows for a question of this type."""
    told = {"label": _l(fact.question), "description": _l(fact.hint) if fact.hint else ""}
    if fact in LISTED:
        return SelectField(choices=LISTED[fact], validate_choice=False, **told)
    if isinstance(fact, Choices):
        return TickList(choices=options_of(fact), validate_choice=False, **told)
    if isinstance(fact, Choice):
        return RadioField(choices=options_of(fact), validate_choice=False, **told)
    if isinstance(fact, Flag):
        return BooleanField(**told)
    if isinstance(fact, Whole):
        bounds = {"type": "number", "min": fact.minimum, "max": fact.maximum, "step": 1}
        return StringField(render_kw=bounds | {"inputmode": "numeric"}, **told)
    if isinstance(fact, Money):
        return StringField(render_kw={"inputmode": "decimal", "autocomplete": "off"}, **told)
    longest = {"maxlength": fact.longest} if isinstance(fact, Text) else {}
    if isinstance(fact, Text) and fact.is_long:
        return TextAreaField(render_kw=longest | {"rows": 6}, **told)
    return StringField(render_kw=longest | {"autocomplete": "off"}, **told)


def _weeks() -> list[SelectChoice]:
    recent = [
        SelectChoice(weeks.week_text(monday), formats.week(monday))
        for monday in weeks.last_weeks(clock.today(), WEEKS_OFFERED)
    ]
    return [SelectChoice("", _("Choose")), *recent, SelectChoice(EARLIER, _("Earlier"))]


def _countries() -> list[SelectChoice]:
    named = countries.country_names(str(get_locale() or "en"))
    return [SelectChoice("", _("Rather not say")), *(SelectChoice(*each) for each in named)]


def _currencies() -> list[SelectChoice]:
    others = sorted(money.CURRENCIES - set(money.OFFERED))
    codes = (*money.OFFERED, *others)
    return [SelectChoice("", _("Choose")), *(SelectChoice(code, code) for code in codes)]


LISTED: dict[Fact, Callable[[], list[SelectChoice]]] = {
    WEEK: _weeks,
    COUNTRY: _countries,
    CURRENCY: _currencies,
}


def options_of(fact: Choice) -> list[SelectChoice]:
    """The answers of a choice."""
    return [SelectChoice(option.code, _l(option.label)) for option in fact.options]


def refuse(field: Field, refusal: Refusal) -> None:
    """Put a refusal beside its field, in the reader's language."""
    field.errors = [*field.errors, said(refusal)]
