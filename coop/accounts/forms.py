"""What a browser may send to join and to sign in."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import PasswordInput

from coop.accounts.joining_rules import DECLINE_CHOICES, MESSAGE_MAX
from coop.web.forms import SignedInForm
from coop.web.submission import StaleForm

PHRASE_MAX = 200
AS_TYPED = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class _PhraseForm(SignedInForm):
    has_no_token = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the form; say a missing token in words that help, under no field's name."""
        is_sound: bool = super().validate(extra_validators)
        if self.csrf_token.errors:
            self.csrf_token.errors = ()
            self.has_no_token = True
            self.form_errors.append(
                _(
                    "This page lay open too long, or this browser keeps no cookie of ours, which "
                    "signing in needs. Send it again."
                )
            )
        return is_sound


class ProvenForm(SignedInForm):
    """A form that may carry a solved sum; `proving` gives it its key and reads the sum."""

    submission = HiddenField()
    altcha = HiddenField()


class SignInForm(_PhraseForm, ProvenForm):
    """The phrase alone, in a form that password managers understand."""

    phrase = PasswordField(
        _l("Your seven words"),
        description=_l("In their order, with spaces between. Capitals and accents do not matter."),
        validators=[InputRequired(_l("Type your seven words.")), Length(max=PHRASE_MAX)],
        render_kw={"autocomplete": "current-password"} | AS_TYPED,
    )
    next = HiddenField()


class TypeBackForm(_PhraseForm):
    """The newcomer types the phrase that was just shown, to show that it is kept."""

    phrase = PasswordField(
        _l("Type the seven words that you kept"),
        description=_l("In their order, with spaces between. Capitals and accents do not matter."),
        validators=[InputRequired(_l("Type your seven words.")), Length(max=PHRASE_MAX)],
        # Sent back with a wrong word, the other six need not be typed again.
        widget=PasswordInput(hide_value=False),
        render_kw={"autocomplete": "new-password"} | AS_TYPED,
    )
    shown = HiddenField(
        validators=[InputRequired(), Length(max=PHRASE_MAX)], render_kw={"autocomplete": "off"}
    )
    seal = HiddenField(validators=[InputRequired(), Length(max=64)])


CODE_MAX = 60
CODE_AS_TYPED = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "data-receipt-entry": "",
}


class AskForm(ProvenForm):
    """What a newcomer sends to begin: a message where organizers decide, else nothing."""

    message = TextAreaField(
        _l("Your message to the organizers"),
        description=_l(
            "A few sentences on the work you do, so that they can tell that you do it. Not your "
            "name, no number, no address. 500 letters at most."
        ),
        validators=[
            InputRequired(_l("Write a few words on the work you do.")),
            Length(max=MESSAGE_MAX, message=_l("Make it shorter: 500 letters at most.")),
        ],
        render_kw={"rows": 6, "maxlength": MESSAGE_MAX, "autocomplete": "off"},
    )


class ComeBackForm(SignedInForm):
    """The code by which a newcomer comes back to see."""

    code = StringField(
        _l("Your waiting code"),
        description=_l("Twelve letters and figures in three groups."),
        validators=[InputRequired(_l("Type your waiting code.")), Length(max=CODE_MAX)],
        render_kw=CODE_AS_TYPED,
    )


class VouchForm(SignedInForm):
    """The code that a newcomer shows to a member."""

    code = StringField(
        _l("The newcomer's code"),
        description=_l("Twelve letters and figures in three groups, as their phone shows them."),
        validators=[InputRequired(_l("Type the code that they show.")), Length(max=CODE_MAX)],
        render_kw=CODE_AS_TYPED,
    )


class DecisionForm(SignedInForm):
    """What an organizer answers to a message: yes, or a reason."""

    reason = RadioField(
        _l("Why not"),
        choices=[SelectChoice(key, _l(words)) for key, words in DECLINE_CHOICES.items()],
        validators=[InputRequired(_l("Choose a reason: the newcomer reads it."))],
    )


class LeaveForm(SignedInForm):
    """The box that says that leaving is meant."""

    is_meant = BooleanField(
        _l("Yes, close my seat. I know that it cannot be opened again."),
        validators=[InputRequired(_l("Tick the box if you mean it."))],
    )


class ButtonForm(SignedInForm):
    """A button that changes something, and nothing else."""


def require(form: SignedInForm) -> None:
    """Refuse a button whose token does not hold."""
    if not form.validate():
        raise StaleForm
