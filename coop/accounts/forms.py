"""What a browser may send to join and to sign in."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import PasswordInput

from coop.web.forms import SignedInForm
from coop.web.submission import StaleForm

PHRASE_MAX = 200
AS_TYPED = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class _PhraseForm(SignedInForm):
    def validate(self, extra_validators: Any = None) -> bool:
        """Check the form; say a missing token in words that help, under no field's name."""
        is_sound: bool = super().validate(extra_validators)
        if self.csrf_token.errors:
            self.csrf_token.errors = ()
            self.form_errors.append(
                _(
                    "This page lay open too long, or this browser keeps no cookie of ours, which "
                    "signing in needs. Send it again."
                )
            )
        return is_sound


class SignInForm(_PhraseForm):
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


class ButtonForm(SignedInForm):
    """A button that changes something, and nothing else."""


def require(form: ButtonForm) -> None:
    """Refuse a button whose token does not hold."""
    if not form.validate():
        raise StaleForm
