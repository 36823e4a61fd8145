"""What an organizer may send of an adopted petition: delivery, answer, what came of it."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from coop.lib.refusals import Refusal
from coop.petitions.attachments import FILE_MAX, KINDS, MEGABYTE, Attachment, attachment, too_large
from coop.petitions.outcomes import Outcome
from coop.petitions.rules import State
from coop.petitions.texts import ADDRESSEE_MAX
from coop.web.formfile import SentFile
from coop.web.forms import SignedInForm
from coop.web.refusals import said

WORDS_MAX, SOURCE_MAX = 4_000, 500
# What a file chooser offers first; what counts is what the bytes are.
OFFERED = ",".join(ending for kind in KINDS.values() for ending in kind.endings)


class RecordForm(SignedInForm):
    """What every record has: a day, words, a file, a source, and the organizer's second look."""

    state: State

    happened_on = DateField(_l("On which day"), validators=[InputRequired(_l("Say the day."))])
    text = TextAreaField(
        _l("In words"),
        validators=[Length(max=WORDS_MAX)],
        render_kw={"rows": 4, "maxlength": WORDS_MAX},
    )
    file = FileField(
        _l("A file"),
        description=_l(
            "One PDF, PNG, JPEG or plain text, at most %(megabytes)s MB.",
            megabytes=FILE_MAX // MEGABYTE,
        ),
        render_kw={"accept": OFFERED},
    )
    source = StringField(
        _l("Where it can be checked"),
        description=_l("A public address, a registered letter's number."),
        validators=[Length(max=SOURCE_MAX)],
        render_kw={"maxlength": SOURCE_MAX},
    )
    is_sure = BooleanField(
        _l("I have checked it: everyone reads it at once, and it can be taken back today only."),
        validators=[InputRequired(_l("Check it and tick this."))],
    )

    def __init__(
        self, sent: Any = None, *, today: date, file: SentFile | None = None, **kwargs: Any
    ) -> None:
        super().__init__(sent, **kwargs)
        self.today = today
        self.sent_file = file
        self.attachment: Attachment | None = None
        # The status of a form that comes back.
        self.status = 422

    def validate_happened_on(self, field: Any) -> None:
        """What is recorded has happened."""
        if field.data and field.data > self.today:
            raise ValidationError(_("This day is still to come."))

    def validate_file(self, _field: Any) -> None:
        """A file is judged by its bytes."""
        if self.sent_file is None:
            return
        try:
            if not self.sent_file.is_whole:
                raise too_large()
            self.attachment = attachment(self.sent_file.name, self.sent_file.content)
        except Refusal as refusal:
            self.status = refusal.status
            raise ValidationError(said(refusal)) from refusal

    def ask_for_file_again(self) -> None:
        """Say by the field that a file is never kept by a form that comes back."""
        if self.sent_file:
            again = _("The file was not kept: choose it again.")
            self.file.errors = [*self.file.errors, again]

    def outcome(self) -> Outcome:
        """The record as the petitions take it."""
        return Outcome(
            state=self.state,
            happened_on=self.happened_on.data,
            text=_tidy(self.text.data),
            source=_tidy(self.source.data),
            file=self.attachment,
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

    def validate_text(self, field: Any) -> None:
        """What was handed over is told in words, by a file, or both."""
        if not (_tidy(field.data) or self.sent_file):
            raise ValidationError(_("Say in words what was delivered, or choose the file."))

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
