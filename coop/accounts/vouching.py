"""The member's side of vouching: the code that a newcomer shows is confirmed here."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from coop.accounts import newcomer_service
from coop.accounts.forms import VouchForm
from coop.accounts.joining_rules import (
    VOUCHES_NEEDED,
    VOUCHING,
    AnotherWay,
    NoSuchNewcomer,
    NoVouchLeft,
    brings_from,
    may_bring,
)
from coop.accounts.keys import keys_of
from coop.lib.codes import grouped, normalised_code
from coop.web.audiences import members
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.settings import config

bp = Blueprint("vouching", __name__, url_prefix="/vouch")


@bp.get("")
@members
def vouch() -> str:
    """What vouching means, and the field for the code; a scanned code is filled in already."""
    return _page(VouchForm(data={"code": request.args.get("code", "")[:60]}))


@bp.post("")
@members
@limited("20 per minute", "100 per hour", what="vouch")
def confirm() -> Any:
    """Confirm the newcomer who shows this code."""
    if config().joining != VOUCHING:
        raise AnotherWay
    form = VouchForm(request.form)
    if not form.validate():
        return _page(form), 422
    typed = grouped(normalised_code(form.code.data or ""))
    member = current_user._get_current_object()
    try:
        count = newcomer_service.vouch(member, typed, keys=keys_of(config()), today=today())
    except (NoSuchNewcomer, NoVouchLeft) as refusal:
        form.code.errors = [_(refusal.sentence)]
        return _page(form), refusal.status
    if count < VOUCHES_NEEDED:
        flash(_("You vouch for this newcomer. One other member must confirm the same code."))
    else:
        flash(_("Two members vouch for this newcomer, whose seat can open now."))
    return redirect(url_for("accounts.vouching.vouch"), 303)


def _page(form: VouchForm) -> str:
    return render_template(
        "accounts/vouch.html",
        form=form,
        way=config().joining,
        may_vouch=may_bring(current_user.opened_on, today=today()),
        vouches_from=brings_from(current_user.opened_on),
    )
