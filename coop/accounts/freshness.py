"""Whether something was shown just now, kept in the member's own cookie and nowhere else.

Adding or removing a factor asks for more than an open session: whoever finds a phone lying open
could otherwise make themselves a key to it.
"""

from datetime import timedelta
from typing import Any, Literal

from flask import redirect, request, session, url_for
from flask_login import current_user

from coop.web import clock

Shown = Literal["phrase", "factor"]

FRESH = timedelta(minutes=10)
NAME = "shown"


def note_shown(what: Shown) -> None:
    """Remember in this browser's cookie that the phrase or a factor was shown now."""
    session[NAME] = [what, int(clock.now().timestamp())]


def is_fresh(*, has_factor: bool) -> bool:
    """Whether enough was shown within ten minutes.

    For those with a role who have a factor, only a factor is enough: whoever learns their phrase
    must not be able to add a factor of their own.
    """
    what, at = session.get(NAME) or ("", 0)
    is_recent = 0 <= clock.now().timestamp() - at <= FRESH.total_seconds()
    return is_recent and (what == "factor" or phrase_is_enough(has_factor=has_factor))


def phrase_is_enough(*, has_factor: bool) -> bool:
    """Whether the phrase, typed again, may add and remove factors of this seat."""
    return current_user.role == "member" or not has_factor


def asked_again() -> Any:
    """Leads to the page that asks, and from there back to this one."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.factors.check", next=here), 303)
