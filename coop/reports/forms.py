"""What a browser or a script may send of a report: built from the taxonomy, kind by kind."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, HiddenField, StringField

from coop.lib import countries, money, weeks
from coop.lib.refusals import Refusal
from coop.reports.bodies import YES, ScriptForm, Source, as_form, flat
from coop.reports.everyone import COMMON, KIND
from coop.reports.facts import Fact, FactRefused, Listed, Money
from coop.reports.fields import EARLIER, TickList, field_of, refuse
from coop.reports.kind import Kind
from coop.reports.rules import Draft, RecoveredTooMuch


class ReportForm(ScriptForm):
    """The questions that every kind asks; `report_form` adds the kind's own."""

    submission = HiddenField()
    altcha = HiddenField()
    act = HiddenField()
    kind = HiddenField()
    history = HiddenField()
    earlier = StringField(
        _l("Any day of that week"),
        description=_l("Only the week is kept."),
        render_kw={"type": "date"},
    )

    of_kind: Kind
    draft: Draft

    def validate_on(self, today: date) -> bool:
        """Read every answer as of a day; on success `draft` holds them, typed and bounded."""
        said: dict[str, Any] = {}
        currency = self._read_currency(said)
        for fact in COMMON:
            if not isinstance(fact, Listed):
                self._take(said, fact, currency=currency)
        self._read_listed(said, today)
        self._read_own(said, currency)
        if self.is_refused():
            return False
        self._check_together(said)
        if self.is_refused():
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
            refuse(field, refusal)

    def _read_currency(self, said: dict[str, Any]) -> str | None:
        text = (self.currency.data or "").strip()
        try:
            said["currency"] = money.parse_currency(text) if text else None
        except Refusal as refusal:
            said["currency"] = None
            refuse(self.currency, refusal)
        return said["currency"]

    def _read_listed(self, said: dict[str, Any], today: date) -> None:
        field = self.earlier if self.week.data == EARLIER else self.week
        try:
            said["week"] = weeks.parse_week(field.data or "", today=today)
        except Refusal as refusal:
            refuse(field, refusal)
        try:
            said["country"] = (
                countries.parse_country(self.country.data) if self.country.data else None
            )
        except Refusal as refusal:
            refuse(self.country, refusal)

    def _read_own(self, said: dict[str, Any], currency: str | None) -> None:
        raw = {fact.code: self[fact.code].data for fact in self.of_kind.facts}
        said["facts"], refusals = self.of_kind.checked(raw, currency=currency)
        for refusal in refusals:
            refuse(self[refusal.fact], refusal)

    def _check_together(self, said: dict[str, Any]) -> None:
        if said.get("amount") is None:
            has_money = any(
                isinstance(fact, Money) and said["facts"].get(fact.code) is not None
                for fact in self.of_kind.facts
            )
            if not has_money and said.get("recovered") is None:
                said["currency"] = None
        elif said.get("recovered") is not None and said["recovered"] > said["amount"]:
            refuse(self.recovered, RecoveredTooMuch())


def report_form(kind: Kind, source: Source) -> ReportForm:
    """The form of one kind, filled from a sent form, from a JSON object, or with nothing."""
    fields = {fact.code: field_of(fact) for fact in (*COMMON, *kind.facts) if fact is not KIND}
    made = type("ReportFormOfKind", (ReportForm,), fields)
    sent: dict[str, Any] = {}
    if source is not None and not isinstance(source, MultiDict):
        # A script that does not say is as careful as a form that nobody changed.
        sent = {"is_rounded": True} | flat(source)
        source = as_form(sent)
    form: ReportForm = made(source)
    form.of_kind = kind
    form.look_over(sent)
    form.kind.data = kind.code
    if source is None:
        form.is_rounded.data = True
    return form


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
