"""The two pages of a vote: where one votes, and where anyone checks the count."""

import json
from typing import Any

from flask import Blueprint, Flask, Response, render_template, request

from coop.config import ROOT
from coop.lib import base64url
from coop.tokens import queries as tokens
from coop.tokens.rules import FEWEST_ISSUED, NoSuchScope, PublicScope
from coop.votes import presenting, queries
from coop.votes.rules import CHOICES, WORDS, NoSuchVote, rule_of, scope_of
from coop.web.audiences import anyone
from coop.web.clock import now

bp = Blueprint("votes", __name__)
SHOWN = 25


def init_app(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(bp)


@bp.get("/petitions/<code>/vote")
@anyone
def vote(code: str) -> str:
    """Draw, choose, check, cast, keep the proof; all of it on the phone."""
    scope, descriptor = _vote(code)
    rule = rule_of(descriptor)
    return render_template(
        "votes/vote.html",
        **_about(scope, descriptor),
        turnout=queries.turnout(scope.code),
        needed=presenting.quorum_count(rule),
        majority=presenting.rule_in_words(rule),
        fewest=FEWEST_ISSUED,
    )


@bp.get("/petitions/<code>/board")
@anyone
def board(code: str) -> str:
    """The result with its rule applied, every ballot, and how to check them oneself."""
    scope, descriptor = _vote(code)
    result = queries.result(scope.code)
    if result is None:
        return render_template("votes/board_later.html", **_about(scope, descriptor))
    after = _nonce(request.args.get("after", ""))
    ballots = queries.ballots(scope.code, after=after, limit=SHOWN + 1)
    heading, sentence = presenting.outcome_in_words(result)
    return render_template(
        "votes/board.html",
        **_about(scope, descriptor),
        result=result,
        heading=heading,
        sentence=sentence,
        majority=presenting.rule_in_words(result.rule),
        faults=presenting.FAULTS,
        ballots=[each.as_json() for each in ballots[:SHOWN]],
        after=after,
        following=base64url.encode(ballots[SHOWN - 1].nonce) if len(ballots) > SHOWN else None,
    )


@bp.get("/verifier.py")
@anyone
def verifier() -> Response:
    """The one file that checks a downloaded board, for those who trust no page of ours."""
    path = ROOT / "coop" / "lib" / "verifier.py"
    answer = Response(path.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="verifier.py"'
    return answer


def _vote(code: str) -> tuple[PublicScope, dict[str, Any]]:
    try:
        scope = tokens.scope(scope_of(code))
    except NoSuchScope as error:
        raise NoSuchVote from error
    return scope, json.loads(scope.descriptor)


def _about(scope: PublicScope, descriptor: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": scope.subject,
        "scope": scope,
        "title": descriptor["title"],
        "rule": rule_of(descriptor),
        "times": presenting.times(scope, now=now()),
        "choices": CHOICES,
        "words": WORDS,
    }


def _nonce(text: str) -> bytes:
    try:
        return base64url.decode(text)[:32]
    except ValueError:
        return b""
