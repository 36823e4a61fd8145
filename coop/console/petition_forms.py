"""What an organizer may send of an adopted petition: delivery, answer, what came of it."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from coop.petitions.outcomes import Outcome
from coop.petitions.rules import State
from coop.petitions.texts import ADDRESSEE_MAX
from coop.web.forms import SignedInForm

WORDS_MAX, SOURCE_MAX = 4_000, 500


class RecordForm(SignedInForm):
    """What every record has: a day, words, a source, and the organizer's second look."""

    state: State

    happened_on = DateField(_l("On which day"), validators=[InputRequired(_l("Say the day."))])
    text = TextAreaField(
        _l("In words"),
        validators=[Length(max=WORDS_MAX)],
        render_kw={"rows": 4, "maxlength": WORDS_MAX},
    )
    source = StringField(
        _l("Where it can be checked"),
        description=_l("A public address, a file's name and digest, a registered letter's number."),
        validators=[Length(max=SOURCE_MAX)],
        render_kw={"maxlength": SOURCE_MAX},
    )
    is_sure = BooleanField(
        _l("I have checked it: everyone reads it at once, and it can be taken back today only."),
        validators=[InputRequired(_l("Check it and tick this."))],
    )

    def __init__(self, sent: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        self.today = today

    def validate_happened_on(self, field: Any) -> None:
        """What is recorded has happened."""
        if field.data and field.data > self.today:
            raise ValidationError(_("This day is still to come."))

    def outcome(self) -> Outcome:
        """The record as the petitions take it."""
        return Outcome(
            state=self.state,
            happened_on=self.happened_on.data,
            text=_tidy(self.text.data),
            source=_tidy(self.source.data),
            **self.more(),
        )

    def more(self) -> dict[str, Any]:
        """What this kind of record adds."""
        return {}


class DeliveryForm(RecordForm):
    """To whom a petition was delivered."""

    state: State = "delivered"
    party = StringField(
        _l("To whom"),
        validators=[InputRequired(_l("Say to whom.")), Length(max=ADDRESSEE_MAX)],
        render_kw={"maxlength": ADDRESSEE_MAX},
    )

    def more(self) -> dict[str, Any]:
        """Who received it."""
        return {"party": _tidy(self.party.data)}


class AnswerForm(RecordForm):
    """What was answered, and what was promised by when."""

    state: State = "answered"
    party = StringField(
        _l("Who answered"),
        validators=[InputRequired(_l("Say who answered.")), Length(max=ADDRESSEE_MAX)],
        render_kw={"maxlength": ADDRESSEE_MAX},
    )
    promise = TextAreaField(
        _l("What was promised"),
        description=_l("Leave it empty where nothing was."),
        validators=[Length(max=WORDS_MAX)],
        render_kw={"rows": 2, "maxlength": WORDS_MAX},
    )
    promised_by = DateField(_l("By which day"), validators=[Optional()])

    def validate_promised_by(self, field: Any) -> None:
        """A day without a promise is a slip."""
        if field.data and not _tidy(self.promise.data):
            raise ValidationError(_("Say what was promised by this day."))

    def more(self) -> dict[str, Any]:
        """Who answered, and the promise with its day."""
        return {
            "party": _tidy(self.party.data),
            "promise": _tidy(self.promise.data),
            "promised_by": self.promised_by.data,
        }


class EndForm(RecordForm):
    """Whether a promise was kept."""

    end = RadioField(
        _l("What came of the promise"),
        choices=[
            SelectChoice("kept", _l("It was kept")),
            SelectChoice("broken", _l("It was broken")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )

    @property
    def state(self) -> State:  # type: ignore[override]  # the choice is the state
        """The end that was chosen."""
        return "kept" if self.end.data == "kept" else "broken"


# Which form belongs to a petition in each state that waits for organizers.
FORMS: dict[State, type[RecordForm]] = {
    "adopted": DeliveryForm,
    "delivered": AnswerForm,
    "answered": EndForm,
}


def _tidy(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()
