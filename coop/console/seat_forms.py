"""What an organizer's browser may send to give a role."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from coop.accounts.role_queries import WITH_ROLE
from coop.accounts.rules import ROLE_NAMES
from coop.web.forms import SignedInForm


class GiveForm(SignedInForm):
    """The code that a member shows, and the role; sent twice, the second time to confirm."""

    code = StringField(
        _l("The member's code"),
        description=_l("Twelve signs, which the member makes under “My seat” and reads to you."),
        validators=[InputRequired(_l("Type the code.")), Length(max=60)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    role = RadioField(_l("Role"), validators=[InputRequired(_l("Choose a role."))])
    confirmed = HiddenField()

    def __init__(self, sent: Any = None, **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        self.role.choices = [(role, _(ROLE_NAMES[role])) for role in WITH_ROLE]
