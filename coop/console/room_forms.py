"""What organizers and moderators may send of rooms: a new one, its pace, its end, a decision."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from coop.chat.rules import (
    CAUSE_MAX,
    KEEPS_DAYS,
    KEEPS_MOST,
    KINDS,
    SLOW_MOST,
    SLUG_MAX,
    TITLE_MAX,
    NewRoom,
)
from coop.lib.countries import country_names
from coop.platforms.queries import platform_named
from coop.platforms.rules import slug
from coop.web.forms import SignedInForm
from coop.web.language import spoken

# The others open by themselves: with the house, or with a petition's debate.
OPENED_BY_HAND = ("platform", "theme")


class SlowForm(SignedInForm):
    """How long one waits between two messages."""

    slow_seconds = IntegerField(
        _l("Slow mode: seconds between two messages"),
        description=_l("0 ends slow mode."),
        validators=[
            InputRequired(_l("Say a number.")),
            NumberRange(0, SLOW_MOST, _l("From 0 to 3600.")),
        ],
        render_kw={"inputmode": "numeric"},
    )


class KeepsForm(SignedInForm):
    """How many days messages are kept."""

    keeps_days = IntegerField(
        _l("Days for which messages are kept"),
        description=_l("Fewer days take effect at night, for good."),
        validators=[
            InputRequired(_l("Say a number.")),
            NumberRange(1, KEEPS_MOST, _l("From 1 to 365.")),
        ],
        render_kw={"inputmode": "numeric"},
    )


class CauseForm(SignedInForm):
    """A reason that everybody reads."""

    cause = StringField(
        _l("Reason, as everybody reads it"),
        validators=[InputRequired(_l("Say why.")), Length(max=CAUSE_MAX)],
        render_kw={"maxlength": CAUSE_MAX},
    )

    def said(self) -> str:
        """The reason on one row."""
        return " ".join((self.cause.data or "").split())


class OpenForm(SignedInForm):
    """A room to be opened; `proposal` is the code of the proposal that it answers, if any."""

    proposal = HiddenField()
    title = StringField(
        _l("Title"),
        description=_l("Its address is made from it, and both stand for good."),
        validators=[InputRequired(_l("Give it a title.")), Length(max=TITLE_MAX)],
        render_kw={"maxlength": TITLE_MAX},
    )
    kind = SelectField(_l("Kind"))
    language = SelectField(_l("Language of the room"))
    country = SelectField(_l("Country"))
    platform = StringField(
        _l("Platform"),
        description=_l("As it stands in the catalogue, if the room is about one."),
        validators=[Length(max=TITLE_MAX)],
    )
    keeps_days = IntegerField(
        _l("Days for which messages are kept"),
        default=KEEPS_DAYS,
        validators=[
            InputRequired(_l("Say a number.")),
            NumberRange(1, KEEPS_MOST, _l("From 1 to 365.")),
        ],
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, sent: Any = None, *, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        self.kind.choices = [(kind, _(KINDS[kind])) for kind in OPENED_BY_HAND]  # type: ignore[index]  # names of kinds
        self.kind.data = self.kind.data or OPENED_BY_HAND[0]
        self.language.choices = [(code, spoken(code).name) for code in languages]
        self.language.data = self.language.data or languages[0]
        names = country_names(str(get_locale() or "en"))
        self.country.choices = [("", _("Every country")), *names]
        self.country.data = self.country.data or ""

    def validate_platform(self, field: Any) -> None:
        """A room about a platform is about one of the catalogue."""
        if self.kind.data == "platform" and not field.data:
            raise ValidationError(_("Say which platform, or choose another kind."))
        if field.data and not platform_named(field.data):
            raise ValidationError(_("No platform of the catalogue goes by this name."))

    def room(self) -> NewRoom:
        """The room as it is opened; raises NameUnusable where no address can be made."""
        title = " ".join((self.title.data or "").split())
        platform = platform_named(self.platform.data) if self.platform.data else None
        return NewRoom(
            slug=self._slug(title),
            kind=self.kind.data,
            title=title,
            language=self.language.data,
            platform_id=platform.id if platform else None,
            country=self.country.data or None,
            keeps_days=self.keeps_days.data,
        )

    def _slug(self, title: str) -> str:
        """A platform may have a room for each language and country, all of the same title."""
        made = slug(title)
        if self.kind.data != "platform":
            return made
        place = "-".join(filter(None, (self.language.data, self.country.data))).lower()
        return f"{made[: SLUG_MAX - len(place) - 1].strip('-')}-{place}"
