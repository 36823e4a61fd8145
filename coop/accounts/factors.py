"""The pages of second factors: what a seat has, one-time codes, and showing a factor."""

import secrets
from typing import Any

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from coop.accounts import desks, factor_queries, factor_service, totp
from coop.accounts.entrance import members_page, passed
from coop.accounts.factor_forms import CodeForm, NewCodesForm, PasskeyForm, PhraseAgainForm
from coop.accounts.factor_rules import HasFactor, NotThisPhrase
from coop.accounts.forms import ButtonForm
from coop.accounts.freshness import asked_again, is_fresh, note_shown, phrase_is_enough
from coop.accounts.keys import digest_of
from coop.lib.refusals import Refusal
from coop.web.audiences import members
from coop.web.clock import now
from coop.web.limits import limited
from coop.web.once import is_first
from coop.web.settings import config
from coop.web.submission import StaleForm

bp = Blueprint("factors", __name__, url_prefix="/factors")
KEY = "one-time codes"


@bp.get("")
@members
def listed() -> str:
    """What this seat has: codes, passkeys, and what they are for."""
    has_role = current_user.role != "member"
    desk = desks.desk_code(current_user.seat_id, key=config().key(desks.PURPOSE))
    return render_template(
        "accounts/factors.html",
        has_role=has_role,
        desk=desk if has_role else None,
        has_codes=factor_queries.has_codes(current_user.seat_id),
        passkeys=factor_queries.passkeys_of(current_user.seat_id),
        next=_next(),
    )


@bp.get("/check")
@members
def check() -> Any:
    """Show a factor, or the phrase where that is enough."""
    has_any = _has_factor()
    if not has_any and is_fresh(has_factor=False):
        return redirect(url_for("accounts.factors.listed", next=_next()), 303)
    return _check_page(CodeForm(next=_next()))


@bp.post("/check")
@members
@limited("10 per minute", "60 per hour", what="one-time code")
def check_code() -> Any:
    """Let the six figures count, and go on to the page that was asked for."""
    form = CodeForm(request.form)
    if not form.validate():
        return _check_page(form), 422
    try:
        factor_service.check_code(
            current_user.seat_id,
            form.code.data or "",
            key=config().key(KEY),
            now=now(),
            is_first=_is_first_code,
        )
    except Refusal as refusal:
        form.code.errors = [_(refusal.sentence)]
        return _check_page(form), refusal.status
    return passed(form.next.data)


@bp.post("/check/phrase")
@members
@limited("10 per minute", "60 per hour", what="sign in")
def check_phrase() -> Any:
    """Take the phrase again, where that is enough."""
    form = PhraseAgainForm(request.form)
    if not phrase_is_enough(has_factor=_has_factor()):
        raise StaleForm
    if not form.validate():
        return _check_page(CodeForm(next=form.next.data), phrase=form), 422
    digest = digest_of(form.phrase.data or "", config())
    if not factor_queries.answers_to_phrase(current_user.seat_id, digest):
        form.phrase.errors = [_(NotThisPhrase.sentence)]
        return _check_page(CodeForm(next=form.next.data), phrase=form), NotThisPhrase.status
    note_shown("phrase")
    return redirect(members_page(form.next.data), 303)


@bp.get("/codes")
@members
def new_codes() -> Any:
    """A fresh secret for an app: stored nowhere before one of its codes is typed back."""
    if factor_queries.has_codes(current_user.seat_id):
        raise HasFactor
    if not is_fresh(has_factor=_has_factor()):
        return asked_again()
    secret = secrets.token_bytes(totp.SECRET_BYTES)
    sealed = totp.seal_for_page(
        secret, current_user.session_key, key=config().key(KEY), randbytes=secrets.token_bytes
    )
    return _codes_page(NewCodesForm(data={"sealed": sealed, "next": _next()}), secret)


@bp.post("/codes")
@members
@limited("10 per minute", "60 per hour", what="one-time code")
def add_codes() -> Any:
    """Keep the secret, once one of its codes shows that the app keeps it."""
    if not is_fresh(has_factor=_has_factor()):
        return asked_again()
    form, seat_id, key = NewCodesForm(request.form), current_user.seat_id, config().key(KEY)
    try:
        secret = totp.unseal_from_page(form.sealed.data or "", current_user.session_key, key=key)
    except totp.NotSealedHere as error:
        raise StaleForm from error
    if not form.validate():
        return _codes_page(form, secret), 422
    try:
        factor_service.spend_code(form.code.data or "", secret, now=now(), is_first=_is_first_code)
    except Refusal as refusal:
        form.code.errors = [_(refusal.sentence)]
        return _codes_page(form, secret), refusal.status
    sealed = totp.seal(secret, seat_id.bytes, key=key, randbytes=secrets.token_bytes)
    factor_service.add_codes(seat_id, sealed, now=now())
    listing = url_for("accounts.factors.listed")
    return passed(form.next.data or listing, told=_("One-time codes are set up."))


@bp.get("/codes/remove")
@members
def ask_removal() -> Any:
    """What removing the codes means, and the button that does it."""
    if not is_fresh(has_factor=True):
        return asked_again()
    return render_template("accounts/remove_codes.html", form=ButtonForm())


@bp.post("/codes/remove")
@members
def remove_codes() -> Any:
    """Forget the codes; the app's entry opens nothing any more."""
    if not ButtonForm(request.form).validate():
        raise StaleForm
    if not is_fresh(has_factor=True):
        return asked_again()
    factor_service.remove_codes(current_user.seat_id)
    flash(_("The one-time codes are removed. Delete the entry in your app too."))
    return redirect(url_for("accounts.factors.listed"), 303)


def _check_page(form: CodeForm, *, phrase: PhraseAgainForm | None = None) -> str:
    passkeys = factor_queries.passkeys_of(current_user.seat_id)
    has_codes = factor_queries.has_codes(current_user.seat_id)
    is_enough = phrase_is_enough(has_factor=has_codes or bool(passkeys))
    asked = form.next.data
    return render_template(
        "accounts/check.html",
        form=phrase or form,
        code_form=form if has_codes else None,
        passkey_form=PasskeyForm(next=asked) if passkeys else None,
        phrase_form=(phrase or PhraseAgainForm(next=asked)) if is_enough else None,
    )


def _codes_page(form: NewCodesForm, secret: bytes) -> str:
    address = totp.address_of(secret, issuer=config().name, name=_("my seat"))
    return render_template(
        "accounts/new_codes.html",
        form=form,
        groups=totp.groups_of(secret),
        qr=segno.make(address, error="m", micro=False).svg_inline(
            omitsize=True, svgclass=None, lineclass=None, title=_("QR code for your app")
        ),
        address=address,
    )


def _has_factor() -> bool:
    seat_id = current_user.seat_id
    return factor_queries.has_codes(seat_id) or bool(factor_queries.passkeys_of(seat_id))


def _is_first_code(name: bytes) -> bool:
    return is_first("one-time code", name)


def _next() -> str:
    return request.args.get("next", "")
