"""What an organizer's browser may send of a platform: which one a name means, or a new one."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from coop.lib.countries import COUNTRIES
from coop.platforms.models import Platform
from coop.platforms.rules import KINDS_OF_WORK, NAME_MAX, NewPlatform
from coop.web.forms import SignedInForm


class MapForm(SignedInForm):
    """Which platform a typed name means: one of the catalogue, or a new one."""

    platform = SelectField(_l("Platform of the catalogue"))
    name = StringField(_l("Name of the new platform"), validators=[Length(max=NAME_MAX)])
    kind_of_work = SelectField(_l("Work it gives"))

    def __init__(self, sent: Any = None, *, platforms: Sequence[Platform], **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        named = [(platform.slug, platform.name) for platform in platforms]
        self.platform.choices = [("", _("Choose one")), *named]
        self.kind_of_work.choices = _kinds_of_work()
        self.platform.data = self.platform.data or ""
        self.kind_of_work.data = self.kind_of_work.data or self.kind_of_work.choices[0][0]

    def validate_platform(self, field: Any) -> None:
        """One of the two is said."""
        self.name.data = (self.name.data or "").strip()
        if not field.data and not self.name.data:
            raise ValidationError(_("Choose a platform, or name a new one."))


class PlatformForm(SignedInForm):
    """A platform to be added to the catalogue."""

    name = StringField(
        _l("Name"), validators=[InputRequired(_l("Write its name.")), Length(max=NAME_MAX)]
    )
    kind_of_work = SelectField(_l("Work it gives"))
    aliases = TextAreaField(
        _l("Other names"), description=_l("One per line."), validators=[Length(max=2_000)]
    )
    countries = StringField(
        _l("Countries"),
        description=_l("Two letters each, such as FR IN KE."),
        validators=[Length(max=800)],
    )

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent)
        self.kind_of_work.choices = _kinds_of_work()

    def validate_countries(self, field: Any) -> None:
        """Each is a country's code."""
        unknown = [code for code in self._codes(field) if code not in COUNTRIES]
        if unknown:
            raise ValidationError(_("Not a country: %(codes)s.", codes=", ".join(unknown[:5])))

    def validate_aliases(self, field: Any) -> None:
        """Each is short enough for a name."""
        if any(len(line) > NAME_MAX for line in (field.data or "").splitlines()):
            raise ValidationError(_("A name has at most %(most)s characters.", most=NAME_MAX))

    def draft(self) -> NewPlatform:
        """The platform as the catalogue takes it."""
        aliases = (line.strip() for line in (self.aliases.data or "").splitlines())
        return NewPlatform(
            name=(self.name.data or "").strip(),
            kind_of_work=self.kind_of_work.data,
            countries=tuple(dict.fromkeys(self._codes(self.countries))),
            aliases=tuple(alias for alias in aliases if alias),
        )

    @staticmethod
    def _codes(field: Any) -> list[str]:
        return (field.data or "").upper().replace(",", " ").split()


def _kinds_of_work() -> list[tuple[str, str]]:
    return [(code, _(name)) for code, name in KINDS_OF_WORK.items()]
