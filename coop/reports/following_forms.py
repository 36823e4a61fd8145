"""What the holder of a receipt may send: the receipt, an outcome, an answer."""

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from coop.lib import money
from coop.reports.bodies import ScriptForm, Source, as_form
from coop.reports.everyone import OUTCOME, RECOVERED
from coop.reports.facts import FactRefused
from coop.reports.fields import options_of, refuse
from coop.reports.models import Report
from coop.reports.rules import REPLY_MAX
from coop.web.forms import Form


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


class OutcomeForm(ScriptForm):
    """What came of a report: the outcome, the money that came back, or a line of answer."""

    outcome = RadioField(_l(OUTCOME.question), choices=options_of(OUTCOME), validate_choice=False)
    recovered = StringField(_l(RECOVERED.question), render_kw={"inputmode": "decimal"})
    reply = StringField(filters=[_stripped], validators=[Length(max=REPLY_MAX)])

    report: Report

    @classmethod
    def of(cls, report: Report, source: Source) -> "OutcomeForm":
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
            source = as_form({name: value for name, value in kept.items() if value is not None})
        form = cls(source, data=kept)
        form.report = report
        form.look_over(sent)
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
                refuse(field, refusal)
        return not self.is_refused()
