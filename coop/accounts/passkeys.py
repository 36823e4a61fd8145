"""The pages of passkeys: adding, removing, showing one as a factor, signing in by one alone."""

import hmac
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from coop.accounts import ceremonies, factor_queries, factor_service
from coop.accounts.entrance import enter, passed
from coop.accounts.factor_forms import NewPasskeyForm, PasskeyForm
from coop.accounts.factor_models import Passkey
from coop.accounts.factor_rules import LABEL_MAX, NoSuchPasskey, NotThisPasskey, factor_expiry
from coop.accounts.forms import ButtonForm
from coop.accounts.freshness import asked_again, is_fresh
from coop.accounts.keys import keys_of
from coop.accounts.passkey_answers import (
    challenge_for,
    handle_for,
    made_passkey,
    shown_passkey,
    this_site,
)
from coop.accounts.service import open_session
from coop.lib.refusals import Refusal
from coop.web.audiences import anyone, members
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.settings import config
from coop.web.submission import StaleForm

bp = Blueprint("passkeys", __name__, url_prefix="/passkeys")


@bp.get("/new")
@members
def new() -> Any:
    """What a passkey is, a word to know it by, and the button that makes one."""
    if not _is_fresh():
        return asked_again()
    return render_template("accounts/new_passkey.html", form=NewPasskeyForm(next=_next()))


@bp.get("/new/options")
@members
def creation() -> Any:
    """What the page's script tells the browser to make."""
    known = factor_queries.passkeys_of(current_user.seat_id)
    challenge = challenge_for("add", current_user.session_key)
    label = request.args.get("label", "").strip()[:LABEL_MAX] or _("my seat")
    return jsonify(
        ceremonies.creation_options(
            this_site(),
            handle=handle_for(known, challenge),
            label=label,
            challenge=challenge,
            known=[each.credential_id for each in known],
        )
    )


@bp.post("/new")
@members
@limited("20 per minute", what="passkey")
def add() -> Any:
    """Keep the passkey that the browser made."""
    if not _is_fresh():
        return asked_again()
    form = NewPasskeyForm(request.form)
    if not form.validate():
        return render_template("accounts/new_passkey.html", form=form), 422
    known = factor_queries.passkeys_of(current_user.seat_id)
    try:
        made, challenge = made_passkey(form, current_user.session_key)
        handle, label = handle_for(known, challenge), (form.label.data or "").strip()
        factor_service.add_passkey(current_user.seat_id, made, handle=handle, label=label)
    except Refusal as refusal:
        form.form_errors.append(_(refusal.sentence))
        return render_template("accounts/new_passkey.html", form=form), refusal.status
    told = _("The passkey is added. It signs you in without the seven words; they still work.")
    return passed(form.next.data or url_for("accounts.factors.listed"), told=told)


@bp.get("/<mark>/remove")
@members
def ask_removal(mark: str) -> Any:
    """What removing a passkey means, and the button that does it."""
    if not _is_fresh():
        return asked_again()
    chosen = _own(mark)
    return render_template("accounts/remove_passkey.html", form=ButtonForm(), passkey=chosen)


@bp.post("/<mark>/remove")
@members
def remove(mark: str) -> Any:
    """Forget a passkey; it opens nothing any more."""
    if not ButtonForm(request.form).validate():
        raise StaleForm
    if not _is_fresh():
        return asked_again()
    factor_service.remove_passkey(current_user.seat_id, _own(mark).credential_id)
    flash(_("The passkey is removed. Delete it on your phone or key too."))
    return redirect(url_for("accounts.factors.listed"), 303)


@bp.get("/check/options")
@members
def request_check() -> Any:
    """What the script asks of one of this seat's passkeys."""
    known = factor_queries.passkeys_of(current_user.seat_id)
    challenge = challenge_for("check", current_user.session_key)
    credentials = [each.credential_id for each in known]
    return jsonify(ceremonies.request_options(this_site(), challenge=challenge, known=credentials))


@bp.post("/check")
@members
@limited("20 per minute", what="passkey")
def check() -> Any:
    """Let a passkey of this seat count as its factor."""
    form = PasskeyForm(request.form)
    try:
        shown = shown_passkey(form, "check", current_user.session_key)
        if shown.seat_id != current_user.seat_id:
            raise NotThisPasskey
    except Refusal as refusal:
        flash(_(refusal.sentence), "error")
        return redirect(url_for("accounts.factors.check", next=form.next.data or None), 303)
    return passed(form.next.data)


@bp.get("/sign-in/options")
@anyone
@limited("60 per minute", what="passkey options")
def request_sign_in() -> Any:
    """What the script asks of any passkey of this site: which seat it is, nobody knows yet."""
    challenge = challenge_for("sign in", session.get("csrf", ""))
    return jsonify(ceremonies.request_options(this_site(), challenge=challenge, known=()))


@bp.post("/sign-in")
@anyone
@limited("20 per minute", what="passkey")
def sign_in() -> Any:
    """Sign in by a passkey alone: what it shows counts as the phrase and as the factor."""
    form = PasskeyForm(request.form)
    try:
        shown = shown_passkey(form, "sign in", session.get("csrf", ""), needs_handle=True)
    except Refusal as refusal:
        flash(_(refusal.sentence), "error")
        return redirect(url_for("accounts.sign_in", next=form.next.data or None), 303)
    key = open_session(
        shown.seat_id, keys=keys_of(config()), today=today(), factor_until=factor_expiry(today())
    )
    return enter(key, form.next.data, shown="factor")


def _own(mark: str) -> Passkey:
    for passkey in factor_queries.passkeys_of(current_user.seat_id):
        if hmac.compare_digest(passkey.mark, mark):
            return passkey
    raise NoSuchPasskey


def _is_fresh() -> bool:
    seat_id = current_user.seat_id
    has_any = factor_queries.has_codes(seat_id) or bool(factor_queries.passkeys_of(seat_id))
    return is_fresh(has_factor=has_any)


def _next() -> str:
    return request.args.get("next", "")
