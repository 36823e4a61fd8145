"""A member's invitations: made, shown once, counted, taken back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from coop.accounts import invitation_service, newcomer_queries, proving
from coop.accounts.forms import ButtonForm, ProvenForm, require
from coop.accounts.joining_rules import (
    INVITATIONS_A_MONTH,
    AnotherWay,
    brings_from,
    may_bring,
    next_month,
)
from coop.accounts.keys import keys_of
from coop.lib import qr
from coop.web import once, submission
from coop.web.audiences import members
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.settings import config

bp = Blueprint("invitations", __name__, url_prefix="/invitations")


@bp.get("")
@members
def given() -> str:
    """How many are left this month, which are unused, and the button that makes one."""
    return _page()


@bp.post("")
@members
@limited("20 per hour", what="invitations")
def give() -> Any:
    """Make an invitation and show its link, this once."""
    form = ProvenForm(request.form)
    require(form)
    if config().joining != "invitation":
        raise AnotherWay
    key = submission.opened(proving.FORM, form.submission.data or "")
    if not once.is_first("an invitation", key):
        flash(_("That link was shown already. Take it back if you lost it, and make another."))
        return redirect(url_for("accounts.invitations.given"), 303)
    giver = current_user._get_current_object()
    secret = invitation_service.give_invitation(giver, keys=keys_of(config()), today=today())
    return _page(url_for("accounts.joining.join", secret=secret, _external=True))


@bp.post("/take-back")
@members
def take_back() -> Any:
    """Revoke an unused invitation."""
    require(ButtonForm(request.form))
    handle = request.form.get("invitation", "")
    invitation_service.take_back(current_user.seat_id, handle, today=today())
    flash(_("The invitation no longer opens anything. You may give another instead."))
    return redirect(url_for("accounts.invitations.given"), 303)


def _page(link: str = "") -> str:
    form = ProvenForm()
    proving.renewed(form)
    seat_id, opened_on = current_user.seat_id, current_user.opened_on
    return render_template(
        "accounts/invitations.html",
        form=form,
        way=config().joining,
        may_give=may_bring(opened_on, today=today()),
        gives_from=brings_from(opened_on),
        left=INVITATIONS_A_MONTH - newcomer_queries.given_count(seat_id, today=today()),
        of=INVITATIONS_A_MONTH,
        next_on=next_month(today()),
        unused=newcomer_queries.given_invitations(seat_id, today=today()),
        link=link,
        qr=qr.svg(link) if link else "",
    )
