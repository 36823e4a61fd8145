"""Rooms: opened, closed, slowed; proposals decided; what members flagged."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from coop.chat import opening, proposals, proposing, queries
from coop.chat.refusals import NoSuchRoom
from coop.chat.rules import KINDS, Room
from coop.console.forms import ButtonForm
from coop.console.room_forms import CauseForm, KeepsForm, OpenForm, SlowForm
from coop.lib.refusals import Refusal
from coop.moderation.rules import REASONS
from coop.web.audiences import moderators, organizers
from coop.web.clock import today
from coop.web.paging import page_asked
from coop.web.refusals import said
from coop.web.settings import config

bp = Blueprint("rooms", __name__, url_prefix="/rooms")
CLOSED_SHOWN, WAITING_SHOWN = 20, 50


@bp.get("")
@moderators
def listed() -> Any:
    """The rooms, the proposals that wait, and how much was flagged."""
    page = page_asked()
    waiting, more_waiting = proposals.proposals(by_interest=True, size=WAITING_SHOWN)
    rooms, more = queries.rooms(page=page)
    closed, _more = queries.rooms(state="closed", size=CLOSED_SHOWN)
    return render_template(
        "console/rooms.html",
        kinds=KINDS,
        rooms=rooms,
        closed=closed,
        proposals=waiting,
        more_proposals=more_waiting,
        flagged=queries.flagged_count(),
        is_organizer=_is_organizer(),
        page=page,
        more=more,
    )


@bp.get("/flags")
@moderators(records="list_flags")
def flags() -> Any:
    """Messages that members flagged, those that wait longest first."""
    page = page_asked()
    rows, more = queries.flagged(page=page)
    rooms = queries.rooms_of(row.slug for row in rows)
    return render_template(
        "console/flags.html", rows=rows, rooms=rooms, reasons=REASONS, page=page, more=more
    )


@bp.get("/open")
@organizers
def blank() -> Any:
    """The form of a new room, filled from a proposal where one is named."""
    form = OpenForm(languages=config().languages)
    code = request.args.get("proposal", "")
    if code:
        wish = proposals.proposal(code)
        form.proposal.data, form.title.data = code, wish.name[:80]
        form.language.data, form.country.data = wish.language, wish.country or ""
        form.kind.data = "platform" if wish.platform_id else "theme"
        form.platform.data = wish.name if wish.platform_id else ""
    return _open_page(form)


@bp.post("/open")
@organizers(records="change_room")
def open_one() -> Any:
    """Open a room, and decide the proposal that it answers."""
    form = OpenForm(request.form, languages=config().languages)
    if not form.validate():
        return _open_page(form), 422
    try:
        if form.proposal.data:
            proposals.check_waiting(form.proposal.data)
        room = opening.open_room(form.room(), today=today(), config=config())
    except Refusal as refusal:
        form.title.errors = [said(refusal)]
        return _open_page(form), refusal.status
    if form.proposal.data:
        proposing.decide_proposal(form.proposal.data, opened_as=room.slug, cause="", today=today())
    flash(_("The room is open. Members find it as soon as their wallets have drawn its right."))
    return redirect(url_for("console.rooms.one", slug=room.slug), 303)


@bp.get("/proposals/<code>/decline")
@organizers
def declining(code: str) -> Any:
    """The form that says why a proposed room is not opened."""
    return _decline_page(code, CauseForm())


@bp.post("/proposals/<code>/decline")
@organizers(records="change_room")
def decline(code: str) -> Any:
    """Decline a proposal for a reason."""
    form = CauseForm(request.form)
    if not form.validate():
        return _decline_page(code, form), 422
    proposing.decide_proposal(code, opened_as=None, cause=form.said(), today=today())
    flash(_("The proposal is declined."))
    return redirect(url_for("console.rooms.listed"), 303)


@bp.get("/<slug>")
@moderators
def one(slug: str) -> Any:
    """One room: how it stands, and what can be changed of it."""
    return _page(queries.room(slug))


@bp.post("/<slug>/slow")
@moderators(records="change_room")
def slow(slug: str) -> Any:
    """Set or end slow mode."""
    room, form = queries.room(slug), SlowForm(request.form)
    if not form.validate():
        return _page(room, slow_form=form), 422
    opening.set_slow(slug, form.slow_seconds.data)
    return _changed(slug)


@bp.post("/<slug>/keeps")
@organizers(records="change_room")
def keeps(slug: str) -> Any:
    """Set how many days messages are kept."""
    room, form = queries.room(slug), KeepsForm(request.form)
    if not form.validate():
        return _page(room, keeps_form=form), 422
    opening.set_keeps(slug, form.keeps_days.data)
    return _changed(slug)


@bp.post("/<slug>/close")
@organizers(records="change_room")
def close(slug: str) -> Any:
    """Close a room for a reason; it can be read for as long as it keeps messages."""
    room, form = queries.room(slug), CauseForm(request.form)
    if not form.validate():
        return _page(room, cause_form=form), 422
    opening.close_room(slug, cause=form.said(), today=today())
    return _changed(slug)


@bp.post("/<slug>/reopen")
@organizers(records="change_room")
def reopen(slug: str) -> Any:
    """Open a closed room again."""
    if not ButtonForm(request.form).validate():
        return redirect(url_for("console.rooms.one", slug=slug), 303)
    if queries.room(slug).kind == "petition":
        raise NoSuchRoom  # a debate that is over is not begun again
    opening.reopen(slug)
    return _changed(slug)


def _changed(slug: str) -> Any:
    flash(_("Changed. It holds from the next message on."))
    return redirect(url_for("console.rooms.one", slug=slug), 303)


def _page(
    room: Room,
    *,
    slow_form: SlowForm | None = None,
    keeps_form: KeepsForm | None = None,
    cause_form: CauseForm | None = None,
) -> str:
    return render_template(
        "console/room.html",
        room=room,
        kinds=KINDS,
        slow_form=slow_form or SlowForm(data={"slow_seconds": room.slow_seconds}),
        keeps_form=keeps_form or KeepsForm(data={"keeps_days": room.keeps_days}),
        cause_form=cause_form or CauseForm(),
        button_form=ButtonForm(),
        is_organizer=_is_organizer(),
    )


def _open_page(form: OpenForm) -> str:
    return render_template("console/open_room.html", form=form)


def _decline_page(code: str, form: CauseForm) -> str:
    return render_template(
        "console/decline_room.html", proposal=proposals.proposal(code), form=form
    )


def _is_organizer() -> bool:
    return bool(current_user.role == "organizer")
