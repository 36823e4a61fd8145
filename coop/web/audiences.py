"""Who may open a page: each route carries exactly one of these, and a test looks for it.

The session is read under /me/ only; `anyone` never touches it. Who the member is comes from
Flask-Login, and what an organizer reads is recorded before it is shown. A role is not enough
for the console: whoever learnt a phrase still lacks the second factor.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import current_app, redirect, request, url_for
from flask_login import current_user

from coop.lib.refusals import Refusal
from coop.lib.words import N_

View = TypeVar("View", bound=Callable[..., Any])
RECORDER = "coop.record_access"

ROLES = ("member", "moderator", "organizer")
MODERATING = ("moderator", "organizer")


class NotYourRole(Refusal):
    """A member asks for a page of another role."""

    status = 403
    sentence = N_(
        "This page is for those whom the co-operative gave another role. "
        "Your own pages are under “My seat”."
    )


def anyone(view: View) -> View:
    """Open to all, with no session: nothing here can know who is signed in."""
    return _marked(view, "anyone")


def members(view: View) -> View:
    """Open to every member who is signed in."""
    return _guarded(view, "members", roles=ROLES, records=None)


def moderators(view: View | None = None, *, records: str | None = None) -> Any:
    """Open to moderators and organizers whose session has passed a second factor.

    `records` names the act that the access log keeps, before the view.
    """
    if view is None:
        return lambda inner: _guarded(inner, "moderators", roles=MODERATING, records=records)
    return _guarded(view, "moderators", roles=MODERATING, records=records)


def organizers(view: View | None = None, *, records: str | None = None) -> Any:
    """Open to organizers whose session has passed a second factor.

    `records` names the act that the access log keeps, before the view.
    """
    if view is None:
        return lambda inner: _guarded(inner, "organizers", roles=("organizer",), records=records)
    return _guarded(view, "organizers", roles=("organizer",), records=records)


def _guarded(view: View, audience: str, *, roles: tuple[str, ...], records: str | None) -> View:
    @wraps(view)
    def let_in(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return redirect(url_for("accounts.sign_in", next=_here()), 303)
        if current_user.role not in roles:
            raise NotYourRole
        if audience != "members" and not current_user.has_passed_factor:
            return redirect(url_for("accounts.factors.check", next=_here()), 303)
        if records is not None:
            current_app.extensions[RECORDER](current_user, records)
        return view(*args, **kwargs)

    return _marked(cast(View, let_in), audience)


def _here() -> str | None:
    """Where to go after signing in: the page asked for, unless it was a form being sent."""
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _marked(view: View, audience: str) -> View:
    view.audience = audience  # type: ignore[attr-defined]  # read by the test of all routes
    return view
