"""A JSON body on its way through the same form as a browser's, and what it is refused for."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, SelectMultipleField

from coop.web.forms import Form

YES = "y"
Source = MultiDict[str, str] | Mapping[str, Any] | None


class ScriptForm(Form):
    """A form that a script may fill in too: what it cannot have meant is refused by name."""

    # What a script sent that no question asks for: said, never dropped in silence.
    not_asked: tuple[str, ...] = ()
    mistyped: tuple[str, ...] = ()

    def look_over(self, sent: Mapping[str, Any]) -> None:
        """Note the members that no question asks for, and those of a wrong type."""
        self.not_asked = tuple(name for name in sent if name not in self)
        self.mistyped = _mistyped(self, sent)

    def is_refused(self) -> bool:
        """Whether any answer is refused so far."""
        return bool(self.not_asked or self.mistyped or any(field.errors for field in self))

    def errors_as_json(self) -> dict[str, list[str]]:
        """The refusals by the names that the API uses."""
        refused = {
            str(name): [str(error) for error in errors] for name, errors in self.errors.items()
        }
        return refused | _not_read(self.not_asked, self.mistyped)


def as_form(body: Mapping[str, Any]) -> MultiDict[str, str]:
    """A JSON object as a browser would have sent it, so that both pass through one form."""
    pairs: list[tuple[str, str]] = []
    for name, value in flat(body).items():
        if value is None or value is False:
            continue
        values = value if isinstance(value, list) else [value]
        pairs += [(name, YES if each is True else str(each)) for each in values]
    return MultiDict(pairs)


def _mistyped(form: Form, sent: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        name for name, value in sent.items() if name in form and not _may_say(form[name], value)
    )


def _may_say(field: Field, value: Any) -> bool:
    """A box takes true or false, a list takes texts, the rest takes text or a whole number."""
    if value is None:
        return True
    if isinstance(field, BooleanField):
        return isinstance(value, bool)
    if isinstance(field, SelectMultipleField) and isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return isinstance(value, str | int) and not isinstance(value, bool)


def _not_read(not_asked: tuple[str, ...], mistyped: tuple[str, ...]) -> dict[str, list[str]]:
    """What a script is told of members that no form could have sent."""
    wrong_type = _(
        "Send this as text, as a whole number, or as true or false. Money is text: “3.50”."
    )
    return {name: [_("This is not asked for.")] for name in not_asked} | {
        name: [wrong_type] for name in mistyped
    }


def flat(body: Mapping[str, Any]) -> dict[str, Any]:
    """The object's members, with those of `facts` beside them: the codes never collide."""
    own = body.get("facts", {})
    if not isinstance(own, dict):
        return dict(body)
    return {name: value for name, value in body.items() if name != "facts"} | own
