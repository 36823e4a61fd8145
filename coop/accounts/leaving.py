"""Leaving the co-operative: what is lost is said first, and then nothing of the seat is left."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user, logout_user

from coop.accounts import leaving_service, queries
from coop.accounts.forms import LeaveForm
from coop.web.audiences import anyone, members

bp = Blueprint("leaving", __name__)


@bp.get("/leave")
@members
def leave() -> str:
    """What leaving means, and the box that says it is meant."""
    return _page(LeaveForm())


@bp.post("/leave")
@members
def close_seat() -> Any:
    """Close the seat and wipe everything about it."""
    form = LeaveForm(request.form)
    if not form.validate():
        return _page(form), 422
    leaving_service.leave(current_user.seat_id, nobody=uuid.uuid4())
    logout_user()
    session.clear()
    return redirect(url_for("accounts.leaving.left"), 303)


@bp.get("/left")
@anyone
def left() -> str:
    """The seat is closed."""
    return render_template("accounts/left.html")


def _page(form: LeaveForm) -> str:
    is_last = current_user.role == "organizer" and queries.organizer_count() == 1
    return render_template("accounts/leave.html", form=form, is_last=is_last)
