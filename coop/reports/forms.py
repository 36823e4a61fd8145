"""What a browser or a script may send of a report: built from the taxonomy, kind by kind."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from coop.lib import countries, money, weeks
from coop.lib.refusals import Refusal
from coop.reports.everyone import COMMON, COUNTRY, CURRENCY, KIND, OUTCOME, RECOVERED, WEEK
from coop.reports.facts import (
    Choice,
    Choices,
    Fact,
    FactRefused,
    Flag,
    Listed,
    Money,
    Text,
    Whole,
)
from coop.reports.kind import Kind
from coop.reports.models import Report
from coop.reports.rules import REPLY_MAX, Draft, RecoveredTooMuch
from coop.web import clock, formats
from coop.web.forms import Form

EARLIER = "earlier"
WEEKS_OFFERED = 30
YES = "y"


class TickList(SelectMultipleField):
    """Several answers, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ReportForm(Form):
    """The questions that every kind asks; `report_form` adds the kind's own."""

    submission = HiddenField()
    altcha = HiddenField()
    kind = HiddenField()
    history = HiddenField()
    earlier = StringField(
        _l("Any day of that week"),
        description=_l("Only the week is kept."),
        render_kw={"type": "date"},
    )

    of_kind: Kind
    draft: Draft
    # What a script sent that no question asks for: refused by name, never dropped in silence.
    not_asked: tuple[str, ...] = ()
    mistyped: tuple[str, ...] = ()

    def validate_on(self, today: date) -> bool:
        """Read every answer as of a day; on success `draft` holds them, typed and bounded."""
        said: dict[str, Any] = {}
        currency = self._read_currency(said)
        for fact in COMMON:
            if not isinstance(fact, Listed):
                self._take(said, fact, currency=currency)
        self._read_listed(said, today)
        self._read_own(said, currency)
        if self.not_asked or self.mistyped or any(field.errors for field in self):
            return False
        self._check_together(said)
        if any(field.errors for field in self):
            return False
        self.draft = _draft(self.of_kind, said)
        return True

    @property
    def sealed(self) -> str:
        """The seal of a draft computed from a history, if the form carries one."""
        return str(self.history.data or "")

    @property
    def own_fields(self) -> list[Field]:
        """The fields of the kind's own questions, in their order."""
        return [self[fact.code] for fact in self.of_kind.facts]

    def errors_as_json(self) -> dict[str, list[str]]:
        """The refusals by the names that the API uses."""
        refused = {
            str(name): [str(error) for error in errors] for name, errors in self.errors.items()
        }
        return refused | _not_read(self.not_asked, self.mistyped)

    def carried(self) -> list[tuple[str, str]]:
        """Every answer as hidden fields, for the page that shows what will be kept."""
        pairs: list[tuple[str, str]] = []
        for field in self:
            if isinstance(field, BooleanField):
                pairs += [(field.name, YES)] if field.data else []
            elif isinstance(field, TickList):
                pairs += [(field.name, value) for value in field.data or ()]
            elif field.data:
                pairs.append((field.name, str(field.data)))
        return pairs

    def _take(self, said: dict[str, Any], fact: Fact, *, currency: str | None) -> None:
        field = self[fact.code]
        try:
            said[fact.code] = fact.validated(field.data, currency=currency)
        except FactRefused as refusal:
            _refuse(field, refusal)

    def _read_currency(self, said: dict[str, Any]) -> str | None:
        text = (self.currency.data or "").strip()
        try:
            said["currency"] = money.parse_currency(text) if text else None
        except Refusal as refusal:
            said["currency"] = None
            _refuse(self.currency, refusal)
        return said["currency"]

    def _read_listed(self, said: dict[str, Any], today: date) -> None:
        field = self.earlier if self.week.data == EARLIER else self.week
        try:
            said["week"] = weeks.parse_week(field.data or "", today=today)
        except Refusal as refusal:
            _refuse(field, refusal)
        try:
            said["country"] = (
                countries.parse_country(self.country.data) if self.country.data else None
            )
        except Refusal as refusal:
            _refuse(self.country, refusal)

    def _read_own(self, said: dict[str, Any], currency: str | None) -> None:
        raw = {fact.code: self[fact.code].data for fact in self.of_kind.facts}
        said["facts"], refusals = self.of_kind.checked(raw, currency=currency)
        for refusal in refusals:
            _refuse(self[refusal.fact], refusal)

    def _check_together(self, said: dict[str, Any]) -> None:
        if said.get("amount") is None:
            has_money = any(
                isinstance(fact, Money) and said["facts"].get(fact.code) is not None
                for fact in self.of_kind.facts
            )
            if not has_money and said.get("recovered") is None:
                said["currency"] = None
        elif said.get("recovered") is not None and said["recovered"] > said["amount"]:
            _refuse(self.recovered, RecoveredTooMuch())


def report_form(kind: Kind, source: MultiDict[str, str] | Mapping[str, Any] | None) -> ReportForm:
    """The form of one kind, filled from a sent form, from a JSON object, or with nothing."""
    fields = {fact.code: _field(fact) for fact in (*COMMON, *kind.facts) if fact is not KIND}
    made = type("ReportFormOfKind", (ReportForm,), fields)
    sent: dict[str, Any] = {}
    if source is not None and not isinstance(source, MultiDict):
        # A script that does not say is as careful as a form that nobody changed.
        sent = {"is_rounded": True} | _flat(source)
        source = _as_form(sent)
    form: ReportForm = made(source)
    form.of_kind = kind
    form.not_asked = tuple(name for name in sent if name not in form)
    form.mistyped = _mistyped(form, sent)
    form.kind.data = kind.code
    if source is None:
        form.is_rounded.data = True
    return form


def _field(fact: Fact) -> Field:
    """The field that a browser shows for a question of this type."""
    told = {"label": _l(fact.question), "description": _l(fact.hint) if fact.hint else ""}
    if fact in LISTED:
        return SelectField(choices=LISTED[fact], validate_choice=False, **told)
    if isinstance(fact, Choices):
        return TickList(choices=_options(fact), validate_choice=False, **told)
    if isinstance(fact, Choice):
        return RadioField(choices=_options(fact), validate_choice=False, **told)
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


def _options(fact: Choice) -> list[SelectChoice]:
    return [SelectChoice(option.code, _l(option.label)) for option in fact.options]


def _refuse(field: Field, refusal: Refusal) -> None:
    field.errors = [*field.errors, _(refusal.sentence, **refusal.params)]


def _as_form(body: Mapping[str, Any]) -> MultiDict[str, str]:
    """A JSON object as a browser would have sent it, so that both pass through one form."""
    pairs: list[tuple[str, str]] = []
    for name, value in _flat(body).items():
        if value is None or value is False:
            continue
        values = value if isinstance(value, list) else [value]
        pairs += [(name, YES if each is True else str(each)) for each in values]
    return MultiDict(pairs)


def _mistyped(form: Form, sent: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        name for name, value in sent.items() if name in form and not _may_say(form[name], value)
    )


def _may_say(field: Field, value: Any) -> bool:
    """A box takes true or false, a list takes texts, the rest takes text or a whole number."""
    if value is None:
        return True
    if isinstance(field, BooleanField):
        return isinstance(value, bool)
    if isinstance(field, TickList) and isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return isinstance(value, str | int) and not isinstance(value, bool)


def _not_read(not_asked: tuple[str, ...], mistyped: tuple[str, ...]) -> dict[str, list[str]]:
    """What a script is told of members that no form could have sent."""
    wrong_type = _(
        "Send this as text, as a whole number, or as true or false. Money is text: “3.50”."
    )
    return {name: [_("This is not asked for.")] for name in not_asked} | {
        name: [wrong_type] for name in mistyped
    }


def _flat(body: Mapping[str, Any]) -> dict[str, Any]:
    """The object's members, with those of `facts` beside them: the codes never collide."""
    own = body.get("facts", {})
    if not isinstance(own, dict):
        return dict(body)
    return {name: value for name, value in body.items() if name != "facts"} | own


def _draft(kind: Kind, said: Mapping[str, Any]) -> Draft:
    return Draft(
        kind=kind.code,
        platform=said["platform"],
        week=said["week"],
        client=said.get("client"),
        client_never_told=bool(said.get("client_never_told")) and not said.get("client"),
        country=said.get("country"),
        task_type=said.get("task_type"),
        minutes=said.get("minutes"),
        amount_minor=said.get("amount"),
        currency=said.get("currency"),
        task_count=said.get("task_count"),
        tried=said.get("tried"),
        outcome=said.get("outcome"),
        recovered_minor=said.get("recovered"),
        facts=said["facts"],
        testimony=said.get("testimony") or "",
        may_quote=bool(said.get("may_quote")),
        is_rounded=bool(said["is_rounded"]),
    )


class ReceiptForm(Form):
    """The door for whoever holds a receipt."""

    receipt = StringField(
        _l("Your receipt"),
        description=_l("Twenty signs in five groups. Capitals and hyphens do not matter."),
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "maxlength": 80,
            "data-receipt-entry": "",
        },
    )


def _stripped(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class ReplyForm(Form):
    """An answer to the organizers."""

    text = TextAreaField(
        _l("Your answer to the organizers"),
        filters=[_stripped],
        validators=[DataRequired(_l("Write something first.")), Length(max=REPLY_MAX)],
        render_kw={"rows": 4, "maxlength": REPLY_MAX},
    )


class OutcomeForm(Form):
    """What came of a report: the outcome, the money that came back, or a line of answer."""

    outcome = RadioField(_l(OUTCOME.question), choices=_options(OUTCOME), validate_choice=False)
    recovered = StringField(_l(RECOVERED.question), render_kw={"inputmode": "decimal"})
    reply = StringField(filters=[_stripped], validators=[Length(max=REPLY_MAX)])

    report: Report
    not_asked: tuple[str, ...] = ()
    mistyped: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, report: Report, source: MultiDict[str, str] | Mapping[str, Any] | None
    ) -> "OutcomeForm":
        """The form as it stands, or as it is sent; JSON leaves what it does not name."""
        kept = {
            "outcome": report.outcome,
            "recovered": None
            if report.recovered_minor is None or report.currency is None
            else money.as_text(report.recovered_minor, report.currency),
        }
        sent: dict[str, Any] = {}
        if source is not None and not isinstance(source, MultiDict):
            sent = dict(source)
            kept |= {name: value for name, value in source.items() if name in cls._asked()}
            source = _as_form({name: value for name, value in kept.items() if value is not None})
        form = cls(source, data=kept)
        form.report = report
        form.not_asked = tuple(name for name in sent if name not in form)
        form.mistyped = _mistyped(form, sent)
        return form

    @classmethod
    def _asked(cls) -> tuple[str, ...]:
        return ("outcome", "recovered", "reply")

    def validate(self, extra_validators: Any = None) -> bool:
        """Read both answers; `said` holds them, typed."""
        super().validate(extra_validators)
        self.said: dict[str, Any] = {}
        for fact in (OUTCOME, RECOVERED):
            try:
                field = self[fact.code]
                self.said[fact.code] = fact.validated(field.data, currency=self.report.currency)
            except FactRefused as refusal:
                _refuse(field, refusal)
        return not (self.errors or self.not_asked or self.mistyped)

    def errors_as_json(self) -> dict[str, list[str]]:
        """The refusals by the names that the API uses."""
        refused = {
            str(name): [str(error) for error in errors] for name, errors in self.errors.items()
        }
        return refused | _not_read(self.not_asked, self.mistyped)
