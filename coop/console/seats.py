"""Seats with a role: given by a member's code, taken away, and second factors reset.

Promise: nobody acts on their own seat, each act is confirmed, and stands in the access log that
all members read. Seats have no names here, but desk codes that their holders read out.
"""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from coop.accounts import desks, role_codes, role_queries, role_service
from coop.accounts.freshness import asked_again, is_fresh
from coop.accounts.models import Seat
from coop.accounts.role_rules import NotOnYourself
from coop.accounts.rules import ROLE_NAMES
from coop.console.forms import ButtonForm
from coop.console.seat_forms import GiveForm
from coop.lib.refusals import Refusal
from coop.web.audiences import organizers
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.paging import page_asked
from coop.web.settings import config
from coop.web.submission import StaleForm

bp = Blueprint("seats", __name__, url_prefix="/seats")


@bp.get("")
@organizers(records="list_seats")
def listed() -> Any:
    """Who holds a role, and who still lacks a second factor."""
    page = page_asked()
    found, more = role_queries.desks(key=_desk_key(), page=page)
    return render_template(
        "console/seats.html",
        desks=found,
        own=current_user.seat_id,
        roles=ROLE_NAMES,
        page=page,
        more=more,
    )


@bp.get("/give")
@organizers
def give() -> Any:
    """The form that takes a member's code."""
    if not is_fresh(has_factor=True):
        return asked_again()
    return render_template("console/give_role.html", form=GiveForm())


@bp.post("/give")
@organizers
@limited("10 per minute", what="give role")
def give_role() -> Any:
    """Show which seat it is, and once that is confirmed give it the role."""
    if not is_fresh(has_factor=True):
        return asked_again()
    form = GiveForm(request.form)
    if not form.validate():
        return render_template("console/give_role.html", form=form), 422
    try:
        seat = _seat_of_code(form.code.data or "")
        if not form.confirmed.data:
            words = {"role": ROLE_NAMES[form.role.data], "has": ROLE_NAMES[seat.role]}
            return render_template("console/confirm_role.html", form=form, **words)
        role_service.give_role(
            form.code.data or "",
            form.role.data,
            key=config().key(role_codes.PURPOSE),
            today=today(),
            by=current_user.seat_id,
        )
    except Refusal as refusal:
        form.code.errors = [_(refusal.sentence)]
        return render_template("console/give_role.html", form=form), refusal.status
    flash(_("The seat has its role. Its console opens once it has a second factor."))
    return redirect(url_for("console.seats.listed"), 303)


@bp.get("/<desk>/reset")
@organizers
def ask_reset(desk: str) -> Any:
    """What resetting a second factor means, and the button that does it."""
    return _ask("console/reset_factor.html", desk)


@bp.post("/<desk>/reset")
@organizers
@limited("10 per minute", what="reset factor")
def reset(desk: str) -> Any:
    """Forget a seat's second factors and end its sessions."""
    if not is_fresh(has_factor=True):
        return asked_again()
    role_service.reset_factor(_confirmed(desk).id, today=today(), by=current_user.seat_id)
    flash(_("The second factor of %(desk)s is reset, and its sessions are ended.", desk=desk))
    return redirect(url_for("console.seats.listed"), 303)


@bp.get("/<desk>/take")
@organizers
def ask_take(desk: str) -> Any:
    """What taking a role away means, and the button that does it."""
    return _ask("console/take_role.html", desk)


@bp.post("/<desk>/take")
@organizers
@limited("10 per minute", what="take role")
def take(desk: str) -> Any:
    """Make a seat a member's again."""
    if not is_fresh(has_factor=True):
        return asked_again()
    role_service.take_role(_confirmed(desk).id, today=today(), by=current_user.seat_id)
    flash(_("%(desk)s is a member's seat again.", desk=desk))
    return redirect(url_for("console.seats.listed"), 303)


def _ask(template: str, desk: str) -> Any:
    if not is_fresh(has_factor=True):
        return asked_again()
    seat = _other(desk)
    role = ROLE_NAMES[seat.role]
    return render_template(template, form=ButtonForm(), desk=desk, role=role)


def _confirmed(desk: str) -> Seat:
    if not ButtonForm(request.form).validate():
        raise StaleForm
    return _other(desk)


def _other(desk: str) -> Seat:
    seat = role_queries.seat_of_desk(desk, key=_desk_key())
    if seat.id == current_user.seat_id:
        raise NotOnYourself
    return seat


def _seat_of_code(typed: str) -> Seat:
    key = config().key(role_codes.PURPOSE)
    seat = role_codes.seat_of_role_code(typed, key=key, today=today())
    if seat.id == current_user.seat_id:
        raise NotOnYourself
    return seat


def _desk_key() -> bytes:
    return config().key(desks.PURPOSE)
