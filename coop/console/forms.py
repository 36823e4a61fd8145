"""What an organizer's browser may send: filters, a reply, a button."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from coop.lib.countries import country_names
from coop.lib.refusals import Refusal
from coop.lib.weeks import parse_week
from coop.platforms.models import Platform
from coop.reports.everyone import OUTCOMES, STRENGTHS
from coop.reports.rules import CLIENT_MAX, REPLY_MAX, STANDINGS
from coop.reports.selection import NOTHING, Selection
from coop.reports.taxonomy import TAXONOMY
from coop.web.forms import Form, SignedInForm
from coop.web.refusals import said

# In an address, for the reports that say nothing of a dimension.
NONE = "none"


class ButtonForm(SignedInForm):
    """A button that changes something, and nothing else."""


class FilterForm(Form):
    """Which reports: remembered in the address, so that a page can be kept and shared."""

    platform = SelectField(_l("Platform"))
    kind = SelectField(_l("What happened"))
    country = SelectField(_l("Country"))
    strength = SelectField(_l("What stands behind it"))
    outcome = SelectField(_l("Where it stands"))
    week_from = StringField(_l("From the week of"), render_kw={"type": "date"})
    week_to = StringField(_l("To the week of"), render_kw={"type": "date"})
    client = StringField(
        _l("Client"),
        description=_l("Works only where enough counted reports name this client."),
        validators=[Length(max=CLIENT_MAX)],
    )
    standing = SelectField(_l("Standing"))

    def __init__(self, sent: Any, *, platforms: Sequence[Platform], today: date) -> None:
        super().__init__(sent)
        self.today = today
        self.ids = {platform.slug: platform.id.hex for platform in platforms}
        self.weeks: dict[str, date] = {}
        named = [(platform.slug, platform.name) for platform in platforms]
        self.platform.choices = [_any(), (NONE, _("Not in the catalogue")), *named]
        self.kind.choices = [_any(), *((kind.code, _(kind.name)) for kind in TAXONOMY.kinds)]
        countries = country_names(str(get_locale() or "en"))
        self.country.choices = [_any(), (NONE, _("not said")), *countries]
        self.strength.choices = [_any(), *((each.code, _(each.label)) for each in STRENGTHS)]
        outcomes = [(each.code, _(each.label)) for each in OUTCOMES]
        self.outcome.choices = [_any(), (NONE, _("not said")), *outcomes]
        self.standing.choices = [(code, _(name)) for code, name in STANDINGS.items()]
        for field in (self.platform, self.kind, self.country, self.strength, self.outcome):
            field.data = field.data or ""
        self.standing.data = self.standing.data or "counted"

    def validate_week_from(self, field: Any) -> None:
        """Any day of a week stands for the week."""
        self._read_week(field)

    def validate_week_to(self, field: Any) -> None:
        """The last week is not before the first."""
        self._read_week(field)
        first, last = self.weeks.get("week_from"), self.weeks.get("week_to")
        if first and last and last < first:
            raise ValidationError(_("The last week lies before the first."))

    def selection(self) -> Selection:
        """The filters as the reports' queries take them."""
        return Selection(
            platform=NOTHING if self.platform.data == NONE else self.ids.get(self.platform.data),
            kind=self.kind.data or None,
            country=_value(self.country.data),
            strength=self.strength.data or None,
            outcome=_value(self.outcome.data),
            client=(self.client.data or "").strip() or None,
            week_from=self.weeks.get("week_from"),
            week_to=self.weeks.get("week_to"),
        )

    def told(self) -> list[tuple[str, str]]:
        """The filters in words, those that filter something."""
        said = []
        for field in self:
            if field.data and field is not self.standing:
                names = dict(getattr(field, "choices", None) or [])
                said.append((str(field.label.text), str(names.get(field.data, field.data))))
        return said

    def _read_week(self, field: Any) -> None:
        if not (field.data or "").strip():
            return
        try:
            self.weeks[field.short_name] = parse_week(field.data, today=self.today)
        except Refusal as refusal:
            raise ValidationError(said(refusal)) from refusal


class ReplyForm(SignedInForm):
    """A line to whoever holds the receipt."""

    text = TextAreaField(
        _l("Your reply"),
        description=_l("Only the holder of the receipt reads it. Ask for nothing that names them."),
        validators=[InputRequired(_l("Write a reply first.")), Length(max=REPLY_MAX)],
        render_kw={"rows": 5},
    )

    def validate_text(self, field: Any) -> None:
        """Blanks are no reply."""
        field.data = (field.data or "").replace("\r\n", "\n").strip()
        if not field.data:
            raise ValidationError(_("Write a reply first."))


def _any() -> tuple[str, str]:
    return "", _("All")


def _value(chosen: str) -> str | None:
    return NOTHING if chosen == NONE else chosen or None
