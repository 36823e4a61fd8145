"""Messages of people who ask to join, and the organizers' answer; the message goes with it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from coop.accounts import newcomer_queries, newcomer_service
from coop.accounts.forms import DecisionForm
from coop.accounts.joining_rules import NoSuchRequest
from coop.web.audiences import organizers
from coop.web.clock import today
from coop.web.paging import page_asked
from coop.web.settings import config
from coop.web.submission import StaleForm

bp = Blueprint("joining", __name__, url_prefix="/joining")


@bp.get("")
@organizers(records="read_joining")
def listed() -> str:
    """The messages that wait, each with its yes and its reasons for a no."""
    return _page(DecisionForm(), failed="")


@bp.post("/<handle>")
@organizers(records="decide_joining")
def decide(handle: str) -> Any:
    """Approve, or decline with a reason; either wipes the message."""
    form = DecisionForm(request.form)
    if "approve" in request.form:
        del form.reason
    if not form.validate():
        if form.csrf_token.errors:
            raise StaleForm
        return _page(form, failed=handle), 422
    try:
        if "approve" in request.form:
            newcomer_service.approve(handle, today=today())
            flash(_("Approved, and the message is wiped. The newcomer's code opens a seat now."))
        else:
            newcomer_service.decline(handle, form.reason.data, today=today())
            flash(_("Declined, and the message is wiped. The newcomer reads the reason."))
    except NoSuchRequest as refusal:
        flash(_(refusal.sentence), "error")
    return redirect(url_for("console.joining.listed"), 303)


def _page(form: DecisionForm, *, failed: str) -> str:
    page = page_asked()
    messages, more = newcomer_queries.messages(today=today(), page=page)
    return render_template(
        "console/joining.html",
        form=form,
        failed=failed,
        fresh=DecisionForm(),
        messages=messages,
        way=config().joining,
        page=page,
        more=more,
    )
