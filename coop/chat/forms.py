"""What a browser may send of rooms: filters of the list, a proposal, a button that a key signs."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from coop.chat.proposing import Wish
from coop.chat.rules import CAUSE_MAX
from coop.lib.countries import country_names
from coop.lib.plaintext import plain
from coop.platforms.rules import NAME_MAX
from coop.tokens.forms import ActForm, bare
from coop.web.language import spoken

FORM = "room"


class WishForm(ActForm):
    """A room that a member would like to have."""

    name = StringField(
        _l("What the room is about"),
        description=_l("A platform, a kind of work, a question that many have."),
        validators=[InputRequired(_l("Say what the room is about.")), Length(max=NAME_MAX)],
        render_kw={"maxlength": NAME_MAX, "autocomplete": "off", "list": "platforms"},
    )
    country = SelectField(_l("Country"), description=_l("If it is about one country."))
    language = SelectField(_l("Language of the room"))
    why = TextAreaField(
        _l("Why"),
        description=_l("Who would come, and what you would talk about."),
        filters=[bare],
        validators=[InputRequired(_l("Say in a sentence why.")), Length(max=CAUSE_MAX)],
        render_kw={"maxlength": CAUSE_MAX, "rows": 3},
    )

    def __init__(self, sent: Any = None, *, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        self.language.choices = [(code, spoken(code).name) for code in languages]
        self.language.data = self.language.data or languages[0]
        names = country_names(str(get_locale() or "en"))
        self.country.choices = [("", _("Every country")), *names]
        self.country.data = self.country.data or ""

    def validate_name(self, field: Any) -> None:
        """Signs that cannot be seen are no name."""
        if not plain(field.data or "").strip():
            raise ValidationError(_("Say what the room is about."))

    def wish(self) -> Wish:
        """The proposal, tidied as it is signed."""
        return Wish(
            name=" ".join(plain(self.name.data or "").split()),
            country=self.country.data or "",
            language=self.language.data,
            why=plain(self.why.data or "").strip(),
        )
