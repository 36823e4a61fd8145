"""The newcomer's side: how one joins here, asking for it, and coming back to see."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from coop.accounts import newcomer_queries, newcomer_service, proving, queries
from coop.accounts.forms import AskForm, ButtonForm, ComeBackForm, require
from coop.accounts.joining_rules import (
    DECLINE_REASONS,
    VOUCHES_NEEDED,
    VOUCHING,
    AnotherWay,
    NobodyWaits,
    vouching_code,
    waiting_code,
)
from coop.accounts.keys import keys_of
from coop.lib import identity, qr
from coop.lib.codes import grouped, normalised_code
from coop.web import submission
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.settings import config

bp = Blueprint("newcomers", __name__, url_prefix="/join")
HELD = "waiting"


@bp.get("")
@anyone
def ask() -> str:
    """How this co-operative takes its members, and the first step where one may ask."""
    form = AskForm()
    proving.renewed(form)
    return _page(form, is_waiting=_is_waiting())


@bp.post("")
@anyone
@limited("60 per hour", what="ask to join")
def send() -> Any:
    """Begin to wait: for two members' word, or for the organizers'."""
    if config().joining == "invitation":
        raise AnotherWay
    form = AskForm(request.form)
    is_vouching = config().joining == VOUCHING
    if is_vouching:
        del form.message
    if not form.validate():
        return _page(form), 422
    warnings = [] if is_vouching else identity.warnings({"message": form.message.data})
    if warnings and not request.form.get("as_it_is"):
        return _page(form, warnings=warnings)
    return _wait(form)


def _wait(form: AskForm) -> Any:
    opened = submission.opened(proving.FORM, form.submission.data or "")
    is_proven = proving.is_proven(form)
    if not is_proven:
        proving.slow_down("ask to join without the sum")
    code = waiting_code(config().key("waiting codes"), opened)
    keys = keys_of(config())
    if config().joining == VOUCHING:
        newcomer_service.ask_for_vouches(code, _shown(code), keys=keys, today=today())
    else:
        newcomer_service.ask_organizers(
            code, form.message.data, is_proven=is_proven, keys=keys, today=today()
        )
    session[HELD] = code
    return redirect(url_for("accounts.newcomers.waiting"), 303)


@bp.get("/waiting")
@anyone
def waiting() -> Any:
    """How far it is: one of two, still unread, declined and why, or the door that is open."""
    code = session.get(HELD)
    if code is None:
        return render_template("accounts/come_back.html", form=ComeBackForm())
    digest = keys_of(config()).link(code)
    found = newcomer_queries.waiting(digest, today=today())
    if found is None:
        return _opened(code, digest)
    shown = _shown(code)
    link = url_for("accounts.vouching.vouch", code=shown, _external=True)
    return render_template(
        "accounts/waiting.html",
        form=ButtonForm(),
        waiting=found,
        needed=VOUCHES_NEEDED,
        shown=shown.split("-"),
        qr=qr.svg(link) if found.is_vouched else "",
        code=code,
        reason=DECLINE_REASONS.get(found.reason or ""),
    )


@bp.post("/waiting")
@anyone
@limited("20 per minute", "200 per hour", what="come back to join")
def come_back() -> Any:
    """Type the waiting code on another browser, or on another day."""
    form = ComeBackForm(request.form)
    if not form.validate():
        return render_template("accounts/come_back.html", form=form), 422
    session[HELD] = grouped(normalised_code(form.code.data or ""))
    return redirect(url_for("accounts.newcomers.waiting"), 303)


@bp.post("/waiting/take-back")
@anyone
@limited("20 per minute", what="take back")
def take_back() -> Any:
    """Forget this newcomer: the message, the code, and who confirmed it."""
    require(ButtonForm(request.form))
    newcomer_service.take_back(session.pop(HELD, ""), keys=keys_of(config()))
    flash(_("It is wiped. Nothing of you waits here."))
    return redirect(url_for("accounts.newcomers.ask"), 303)


def _opened(code: str, digest: bytes) -> Any:
    """Where nobody waits any more: the invitation that came of it, or the code typed wrongly."""
    if queries.role_offered(digest, today=today()) is not None:
        return redirect(url_for("accounts.joining.join", secret=code), 303)
    session.pop(HELD, None)
    form = ComeBackForm(data={"code": code})
    form.code.errors = [_(NobodyWaits.sentence)]
    return render_template("accounts/come_back.html", form=form), NobodyWaits.status


def _is_waiting() -> bool:
    """Whether this browser asked already, and waits or may come in."""
    code = session.get(HELD)
    if code is None:
        return False
    digest = keys_of(config()).link(code)
    if newcomer_queries.waiting(digest, today=today()) is not None:
        return True
    return queries.role_offered(digest, today=today()) is not None


def _shown(code: str) -> str:
    return vouching_code(config().key("vouching codes"), code)


def _page(
    form: AskForm,
    *,
    warnings: list[identity.Warning] | None = None,
    is_waiting: bool = False,
) -> str:
    return render_template(
        "accounts/ask.html",
        form=form,
        way=config().joining,
        warnings=warnings or [],
        is_waiting=is_waiting,
        not_found_here=identity.NOT_FOUND_HERE,
        needed=VOUCHES_NEEDED,
    )
