"""What every way of signing in ends in: a new session, and the page that was asked for."""

from typing import Any

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user

from coop.accounts import factor_service
from coop.accounts.freshness import Shown, note_shown
from coop.accounts.keys import keys_of
from coop.accounts.queries import member_of_session
from coop.web.clock import now, today
from coop.web.language import own_path
from coop.web.settings import config


def enter(session_key: str, address: str | None, *, shown: Shown = "phrase") -> Any:
    """Sign this browser in and lead it to the page it asked for, if that is a member's page."""
    renew(session_key)
    note_shown(shown)
    flash(_("You are signed in."))
    return redirect(members_page(address), 303)


def passed(address: str | None, *, told: str = "") -> Any:
    """A factor was shown: this session counts as proven, under a new key, and goes on."""
    keys = keys_of(config())
    renew(factor_service.pass_factor(current_user.session_key, keys=keys, now=now()))
    note_shown("factor")
    if told:
        flash(told)
    return redirect(members_page(address), 303)


def renew(session_key: str) -> None:
    """Let the cookie hold this session's key, and nothing of what it held before."""
    # A session that existed before signing in is not carried over: it may have been planted.
    session.clear()
    digest = keys_of(config()).session(session_key)
    login_user(member_of_session(session_key, digest, today=today()))
    # Flask-Login notes a hash of the address and browser here, used or not.
    session.pop("_id", None)


def members_page(address: str | None) -> str:
    """The address if it is a page of members, else one's own seat."""
    wanted = own_path(address or "")
    return wanted if wanted.startswith("/me/") else url_for("accounts.seat")
