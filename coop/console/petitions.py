"""Adopted petitions: their delivery, the answer, and whether a promise was kept."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from coop.console.forms import ButtonForm
from coop.console.petition_forms import FORMS, RecordForm
from coop.lib.refusals import Refusal
from coop.petitions import listing, outcomes, queries
from coop.petitions.attachments import FILE_MAX
from coop.petitions.models import Petition
from coop.petitions.places import place
from coop.petitions.presenting import next_step, state_name, stillness
from coop.petitions.rules import UNDONE, MoveRefused, State
from coop.web.audiences import organizers
from coop.web.clock import today
from coop.web.formfile import read_form
from coop.web.refusals import said
from coop.web.settings import config

bp = Blueprint("petitions", __name__, url_prefix="/petitions")
WAITING: tuple[State, ...] = ("adopted", "delivered", "answered")
OVER: tuple[State, ...] = ("kept", "broken")


@bp.get("")
@organizers
def listed() -> Any:
    """What waits for organizers, and what was recorded before."""
    after = place(request.args.get("after", ""))
    rows, following = listing.shelf(WAITING, after=after)
    over, _more = listing.shelf(OVER, size=listing.FEW)
    return render_template(
        "console/petitions.html",
        rows=rows,
        over=over,
        following=following,
        next_step=next_step,
        stillness=stillness,
        today=today(),
    )


@bp.get("/<code>")
@organizers
def one(code: str) -> Any:
    """One petition, what was recorded of it, and the form of what comes next."""
    found = queries.petition(code)
    return _page(found, _form(found, None))


@bp.post("/<code>")
@organizers(records="record_petition")
def record(code: str) -> Any:
    """Record the delivery, the answer, or what came of a promise."""
    found = queries.petition(code)
    # A file beyond the bound is read and dropped, so that all that was typed comes back.
    sent, file = read_form("file", most=FILE_MAX, bound=max(config().max_upload, FILE_MAX))
    made = next((made for state, made in FORMS.items() if state == sent.get("from")), None)
    if made is None:
        raise MoveRefused
    form = made(sent, today=today(), file=file)
    if not form.validate():
        form.ask_for_file_again()
        return _page(found, form), form.status
    try:
        outcomes.record(code, form.outcome(), today=today(), config=config())
    except Refusal as refusal:
        form.form_errors.append(said(refusal))
        form.ask_for_file_again()
        return _page(found, form), refusal.status
    flash(_("Recorded. Everyone reads it on the petition's page."))
    return redirect(url_for("console.petitions.one", code=code), 303)


@bp.post("/<code>/undo")
@organizers(records="record_petition")
def undo(code: str) -> Any:
    """Take back what was recorded today."""
    form = ButtonForm(request.form)
    if not form.validate():
        return redirect(url_for("console.petitions.one", code=code), 303)
    state = outcomes.undo(code, today=today(), config=config())
    flash(_("Taken back. The petition is again: %(state)s.", state=state_name(state)))
    return redirect(url_for("console.petitions.one", code=code), 303)


def _form(found: Petition, sent: Any) -> RecordForm | None:
    made = FORMS.get(found.state)
    records = queries.records(found.code)
    if made is None or (found.state == "answered" and not records["answered"].promise):
        return None
    return made(sent, today=today(), data={"party": _party(found)})


def _party(found: Petition) -> str:
    return queries.version(found.code, found.version).addressee


def _page(found: Petition, form: RecordForm | None) -> str:
    records = queries.records(found.code)
    latest = records.get(found.state)
    return render_template(
        "console/petition.html",
        petition=found,
        form=form,
        button_form=ButtonForm(),
        records=records,
        state=state_name(found.state),
        next_step=next_step(found, today(), records),
        still=stillness(found, today()),
        may_undo=found.state in UNDONE and latest is not None and latest.recorded_on == today(),
    )
