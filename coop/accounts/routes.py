"""The members' doors: join, sign in, one's own seat, the access log."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, logout_user

from coop.accounts import (
    factors,
    invitations,
    joining,
    leaving,
    newcomers,
    passkeys,
    proving,
    queries,
    role_code_page,
    service,
    vouching,
)
from coop.accounts.entrance import enter
from coop.accounts.forms import ButtonForm, SignInForm, require
from coop.accounts.keys import digest_of, digest_of_unproven, keys_of
from coop.accounts.queries import Member
from coop.accounts.rules import (
    ACTS,
    ROLE_NAMES,
    LinkIsSpent,
    NoSuchPhrase,
    NotAPhrase,
    check_words,
)
from coop.web.audiences import RECORDER, anyone, members
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.paging import page_asked
from coop.web.refusals import said
from coop.web.settings import config

bp = Blueprint("accounts", __name__, url_prefix="/me")
for behind in (
    newcomers,
    joining,
    invitations,
    vouching,
    leaving,
    proving,
    factors,
    passkeys,
    role_code_page,
):
    bp.register_blueprint(behind.bp)


def init_app(app: Flask) -> None:
    """Let Flask-Login find the seat of a session, and the audiences find the access log."""
    app.register_blueprint(bp)
    login = LoginManager()
    # Its "session protection" compares a hash of the address and browser, which we never keep.
    login.session_protection = None
    login.user_loader(_member)
    # No template asks who is signed in: a page outside /me/ could not know, and must not try.
    login.init_app(app, add_context_processor=False)
    app.extensions[RECORDER] = _record


def _member(session_key: str) -> Member | None:
    digest = keys_of(config()).session(session_key)
    return queries.member_of_session(session_key, digest, today=today())


def _record(member: Member, act: str) -> None:
    service.record_access(member.seat_id, act, today=today())


@bp.get("/")
@members
def seat() -> str:
    """One's own seat: the role, the doors that it opens, its sessions, signing out."""
    own = keys_of(config()).session(current_user.session_key)
    return render_template(
        "accounts/seat.html",
        role=ROLE_NAMES[current_user.role],
        is_organizer=current_user.role == "organizer",
        is_moderator=current_user.role == "moderator",
        sessions=queries.open_sessions(current_user.seat_id, own, today=today()),
        way=config().joining,
        form=ButtonForm(),
    )


@bp.get("/sign-in")
@anyone
def sign_in() -> Any:
    """The one field that opens a seat."""
    if current_user.is_authenticated:
        return redirect(url_for("accounts.seat"), 303)
    form = SignInForm(next=request.args.get("next", ""))
    proving.renewed(form)
    return render_template("accounts/sign_in.html", form=form)


@bp.post("/sign-in")
@anyone
def check_phrase() -> Any:
    """Sign in with the phrase; the form comes back with the reason where it opens nothing."""
    form = SignInForm(request.form)
    is_proven = proving.is_proven(form)
    if not is_proven:
        proving.slow_down("sign in without the sum")
    proving.renewed(form)
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    phrase = form.phrase.data or ""
    try:
        check_words(phrase)
        digest = (digest_of if is_proven else digest_of_unproven)(phrase, config())
        key = service.sign_in(digest, keys=keys_of(config()), today=today())
    except (NotAPhrase, NoSuchPhrase) as refusal:
        form.phrase.errors = [said(refusal)]
        return render_template("accounts/sign_in.html", form=form), refusal.status
    return enter(key, form.next.data)


@bp.get("/sign-in/<secret>")
@anyone
def one_time_link(secret: str) -> str:
    """The door of a one-time link: a button, so that a preview does not spend it."""
    if not queries.is_sign_in_link(keys_of(config()).link(secret), today=today()):
        raise LinkIsSpent
    return render_template("accounts/one_time_link.html", form=ButtonForm(), secret=secret)


@bp.post("/sign-in/<secret>")
@anyone
@limited("20 per minute", what="one-time link")
def follow_link(secret: str) -> Any:
    """Spend the one-time link and sign in."""
    require(ButtonForm(request.form))
    key = service.follow_sign_in_link(secret, keys=keys_of(config()), today=today())
    return enter(key, None, shown="factor")


@bp.post("/sign-out")
@members
def sign_out() -> Any:
    """Forget this session, or all of this seat's."""
    require(ButtonForm(request.form))
    if request.form.get("everywhere"):
        service.sign_out_everywhere(current_user.seat_id)
    else:
        service.sign_out(current_user.session_key, keys=keys_of(config()))
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/sign-out/one")
@members
def sign_out_one() -> Any:
    """Forget one other session of this seat."""
    require(ButtonForm(request.form))
    service.sign_out_one(current_user.seat_id, request.form.get("session", ""))
    flash(_("That browser is signed out."))
    return redirect(url_for("accounts.seat"), 303)


@bp.get("/access")
@members
def access() -> str:
    """What organizers read and exported: the day, the act, how often; never which report."""
    page = page_asked()
    days, more = queries.access_log(page=page)
    return render_template(
        "accounts/access.html",
        days=days,
        acts=ACTS,
        organizers=queries.organizer_count(),
        page=page,
        more=more,
    )
