"""The sum against floods at the members' doors: for one sending, for an hour, and only once.

A report sent twice counts once by itself. A guess at a phrase does not: so a solved sum is
remembered for as long as it would be good, where calls are counted, and never on a disk.
"""

from flask import Blueprint, Response, jsonify, request
from limits import RateLimitItemPerHour, parse

from coop.accounts.forms import ProvenForm
from coop.lib.words import N_
from coop.web import once, proof, submission
from coop.web.audiences import anyone
from coop.web.limits import TooOften, check, limited

bp = Blueprint("proving", __name__, url_prefix="/challenge")
FORM = "seat"
GOOD_FOR = 3600
# Whoever comes without the sum: as often as a person types, and fewer than with it.
_UNPROVEN = (parse("10 per minute"), parse("60 per hour"))
_REMEMBERED = RateLimitItemPerHour(1, 1)


class TooOftenUnproven(TooOften):
    """One caller tries more often than a person would, and does no sum."""

    sentence = N_(
        "That was too often in too short a time without the small sum that keeps floods away. "
        "Wait a minute and try again, or use a browser that runs JavaScript."
    )


@bp.get("")
@anyone
@limited("240 per minute", what="challenge at the door")
def challenge() -> Response:
    """A challenge (ALTCHA) for the submission key of a form under /me/."""
    key = request.args.get("submission", "")
    submission.opened(FORM, key)
    return jsonify({"submission": key} | proof.challenge(key, seconds=GOOD_FOR))


def renewed(form: ProvenForm) -> None:
    """Give the form a key of its own, for its first showing and for each further one."""
    form.submission.data = submission.new_key(FORM)
    form.altcha.data = ""


def is_proven(form: ProvenForm) -> bool:
    """Whether the sum of this sending is solved, and was not spent before."""
    key = form.submission.data or ""
    if not proof.is_solved(form.altcha.data or "", key):
        return False
    return once.is_first("a solved sum", key.encode(), span=_REMEMBERED)


def slow_down(what: str) -> None:
    """Count one more sending without the sum; raises TooOftenUnproven beyond a person's pace."""
    try:
        for rate in _UNPROVEN:
            check(rate, what)
    except TooOften as refusal:
        raise TooOftenUnproven from refusal
