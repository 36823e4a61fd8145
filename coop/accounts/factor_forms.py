"""What a browser may send to set up, show or remove a second factor."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from coop.accounts.ceremonies import ANSWER_MAX
from coop.accounts.factor_rules import LABEL_MAX
from coop.accounts.forms import AS_TYPED, PHRASE_MAX
from coop.web.forms import SignedInForm

_FIGURES = {"autocomplete": "one-time-code", "inputmode": "numeric"} | AS_TYPED


class CodeForm(SignedInForm):
    """The six figures that the app shows."""

    code = StringField(
        _l("The six figures"),
        description=_l("As the app shows them now."),
        validators=[InputRequired(_l("Type the six figures.")), Length(max=32)],
        render_kw=_FIGURES,
    )
    next = HiddenField()


class NewCodesForm(CodeForm):
    """One code typed back, with the secret that the page carries sealed."""

    sealed = HiddenField(validators=[InputRequired(), Length(max=200)])


class PhraseAgainForm(SignedInForm):
    """The phrase, asked for again before something that matters."""

    phrase = PasswordField(
        _l("Your seven words"),
        description=_l("In their order, with spaces between. Capitals and accents do not matter."),
        validators=[InputRequired(_l("Type your seven words.")), Length(max=PHRASE_MAX)],
        render_kw={"autocomplete": "current-password"} | AS_TYPED,
    )
    next = HiddenField()


class PasskeyForm(SignedInForm):
    """A passkey's answer, put here by the page's script."""

    credential = HiddenField(validators=[InputRequired(), Length(max=ANSWER_MAX)])
    next = HiddenField()


class NewPasskeyForm(PasskeyForm):
    """A passkey to be added, and the word by which its member knows it again."""

    label = StringField(
        _l("A word to know it by"),
        description=_l("Such as “phone”. Only you see it, here and where you sign in."),
        validators=[Length(max=LABEL_MAX)],
        render_kw={"autocomplete": "off"},
    )
