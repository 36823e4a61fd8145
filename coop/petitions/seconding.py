"""Buttons that a token's key signs: seconding; and for the author, accepting and withdrawing."""

from typing import Any

from flask import Blueprint, redirect, request, url_for

from coop.petitions import authoring, service
from coop.petitions.pages import act_of
from coop.tokens.forms import ActForm
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.limits import carries_act, limited
from coop.web.settings import config

bp = Blueprint("acts", __name__, url_prefix="/<code>")


@bp.post("/second")
@anyone
@limited("60 per minute", what="seconding", spares=carries_act)
def second(code: str) -> Any:
    """Support a petition with the token that a member has for it."""
    service.second(code, act_of(ActForm(request.form)), today=today(), config=config())
    return _back(code, "seconded")


@bp.post("/amendments/<amendment_code>/accept")
@anyone
@limited("60 per minute", what="petition", spares=carries_act)
def accept(code: str, amendment_code: str) -> Any:
    """Make an amendment the next version, by the author's key."""
    act = act_of(ActForm(request.form))
    authoring.accept(code, amendment_code, act, today=today(), config=config())
    return _back(code, "changed")


@bp.post("/withdraw")
@anyone
@limited("60 per minute", what="petition", spares=carries_act)
def withdraw(code: str) -> Any:
    """Take a petition back before its vote, by the author's key."""
    authoring.withdraw(code, act_of(ActForm(request.form)), today=today(), config=config())
    return _back(code, "withdrawn")


def _back(code: str, done: str) -> Any:
    return redirect(url_for("petitions.petition", code=code, done=done), 303)
