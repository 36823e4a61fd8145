"""What a browser may send of a petition: a text, a comment, another wording, a button."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from coop.lib.plaintext import plain
from coop.petitions.figures import FIGURES, cited
from coop.petitions.texts import (
    ADDRESSEE_MAX,
    COMMENT_MAX,
    DEMAND_MAX,
    MOST_EVIDENCE,
    NAME_MAX,
    REASON_MAX,
    TEXT_MAX,
    TITLE_MAX,
    Text,
    tidy,
)
from coop.tokens.forms import ActForm, bare
from coop.web.language import spoken

FORM = "petition"


class FigureField(SelectMultipleField):
    """Figures to cite: boxes to tick, or one text of codes on the page that sends."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read codes, one or several to a value."""
        self.data = [code for value in valuelist for code in value.split()]


def _required(most: int, sentence: Any) -> list[Any]:
    return [InputRequired(sentence), Length(max=most)]


class WordingForm(ActForm):
    """The wording of a petition, as its author or anybody in the debate may change it."""

    title = StringField(
        _l("Title"),
        description=_l("One line that says what is wanted."),
        validators=_required(TITLE_MAX, _l("Give it a title.")),
        render_kw={"maxlength": TITLE_MAX, "autocomplete": "off"},
    )
    demand = TextAreaField(
        _l("What is demanded"),
        filters=[bare],
        description=_l("Two or three sentences that somebody can say yes or no to."),
        validators=_required(DEMAND_MAX, _l("Say what is demanded.")),
        render_kw={"maxlength": DEMAND_MAX, "rows": 4},
    )
    text = TextAreaField(
        _l("Why"),
        filters=[bare],
        description=_l("What happens today, whom it harms, what would change."),
        validators=_required(TEXT_MAX, _l("Say why.")),
        render_kw={"maxlength": TEXT_MAX, "rows": 10},
    )
    addressee = StringField(
        _l("To whom"),
        description=_l("A platform, a client, a ministry, the co-operative itself."),
        validators=_required(ADDRESSEE_MAX, _l("Say to whom it is addressed.")),
        render_kw={"maxlength": ADDRESSEE_MAX, "autocomplete": "off"},
    )
    evidence = FigureField(_l("Published figures that it rests on"), coerce=str)

    def __init__(self, sent: Any = None, **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        self.evidence.choices = [(figure.code, _(figure.says)) for figure in FIGURES]
        self.evidence.data = self.evidence.data or []

    def validate(self, extra_validators: Any = None) -> bool:
        """Blanks are no answer."""
        for field in (self.title, self.demand, self.text, self.addressee):
            if field.data is not None and not field.data.strip():
                field.raw_data = []
        return bool(super().validate(extra_validators))

    def validate_evidence(self, field: Any) -> None:
        """A petition that cites everything cites nothing."""
        if len(field.data) > MOST_EVIDENCE:
            raise ValidationError(_("Choose at most %(most)s figures.", most=MOST_EVIDENCE))

    def wording(self) -> dict[str, str]:
        """The fields that a new version may change, tidied as they are signed."""
        said = {name: self[name].data or "" for name in ("title", "demand", "text", "addressee")}
        said["title"] = " ".join(plain(said["title"]).split())
        said["addressee"] = " ".join(plain(said["addressee"]).split())
        return tidy(said) | {"evidence": " ".join(each.code for each in cited(self.evidence.data))}


class DraftForm(WordingForm):
    """A new petition."""

    platform = StringField(
        _l("Platform"),
        description=_l("If it is about one platform."),
        validators=[Length(max=NAME_MAX)],
        render_kw={"maxlength": NAME_MAX, "autocomplete": "off", "list": "platforms"},
    )
    client = StringField(
        _l("Client"),
        description=_l("If it is about those for whom the work was done."),
        validators=[Length(max=NAME_MAX)],
        render_kw={"maxlength": NAME_MAX, "autocomplete": "off"},
    )
    language = SelectField(_l("Language of the text"))

    def __init__(self, sent: Any = None, *, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        self.language.choices = [(code, spoken(code).name) for code in languages]
        self.language.data = self.language.data or languages[0]

    def draft(self) -> Text:
        """The petition's text, tidied as it is signed."""
        typed = {name: plain(self[name].data or "") for name in ("platform", "client")}
        about = {name: " ".join(text.split()) for name, text in typed.items()}
        return Text(**self.wording(), **about, language=self.language.data)


class AmendForm(WordingForm):
    """Another wording, and why; `version` is the one that it changes."""

    version = HiddenField()
    reason = TextAreaField(
        _l("Why change it"),
        filters=[bare],
        validators=[Length(max=REASON_MAX)],
        render_kw={"maxlength": REASON_MAX, "rows": 3},
    )

    def why(self) -> str:
        """The reason, tidied as it is signed."""
        return tidy({"reason": self.reason.data or ""})["reason"]


class CommentForm(ActForm):
    """A contribution to the debate, perhaps an answer to another one."""

    text = TextAreaField(
        _l("What you want to say"),
        filters=[bare],
        validators=_required(COMMENT_MAX, _l("Write something first.")),
        render_kw={"maxlength": COMMENT_MAX, "rows": 5},
    )
    reply_to = HiddenField()

    def fields_said(self) -> dict[str, str]:
        """What is said, tidied as it is signed."""
        return tidy({"text": self.text.data or "", "reply_to": self.reply_to.data or ""})

    def validate_text(self, field: Any) -> None:
        """Blanks are no contribution."""
        if not (field.data or "").strip():
            raise ValidationError(_("Write something first."))
