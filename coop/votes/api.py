"""The votes' part of /api/v1: casting a ballot, and the board with its downloads."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request, stream_with_context

from coop.lib import base64url
from coop.lib.refusals import Refusal
from coop.tokens import queries as tokens
from coop.tokens.acts import read_act
from coop.tokens.rules import NoSuchScope, PublicScope
from coop.votes import board, queries, service
from coop.votes.rules import Ballot, LaterBallotStands, NoSuchVote, NotABallot, scope_of
from coop.votes.signing import keys_of
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.errors import problem
from coop.web.jsonbody import json_body
from coop.web.limits import limited
from coop.web.refusals import said
from coop.web.settings import config

bp = Blueprint("votes_api", __name__, url_prefix="/api/v1/petitions/<code>")

# What is counted never changes: whoever has it need not ask again.
FOR_EVER = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    """Open the addresses."""
    app.register_blueprint(bp)


@bp.post("/ballots")
@anyone
@limited("240 per minute", what="ballots", spares=lambda: True)
def cast(code: str) -> Any:
    """Cast a ballot: an act signed by a token's key. Answers with the house's signature."""
    try:
        scope = _vote(code)
        act = read_act(json_body())
        if act.scope != scope.code:
            raise NotABallot
        ballot, is_new = service.cast(act, scope, today=today())
    except Refusal as refusal:
        return _refused(refusal)
    return jsonify(_receipt(scope, ballot)), 201 if is_new else 200


@bp.get("/result")
@anyone
@limited("120 per minute", what="board")
def result(code: str) -> Response:
    """The result and the vote's key as leaves of the ledger: the board without its ballots."""
    published = queries.published(_vote(code).code)
    return _unchanging(published.preamble, f"{published.board.hex()}-result", "application/json")


@bp.get("/board")
@anyone
@limited("60 per minute", what="board")
def whole_board(code: str) -> Response:
    """Every ballot, sorted by nonce, with all that is needed to check and to count them."""
    scope = _vote(code)
    published = queries.published(scope.code)
    text = board.as_json(scope.code, published.preamble)
    answer = _unchanging(text, f"{published.board.hex()}-json", "application/json")
    return _as_file(answer, f"board-{code}.json")


@bp.get("/board.csv")
@anyone
@limited("60 per minute", what="board")
def board_as_csv(code: str) -> Response:
    """Every ballot as a row."""
    scope = _vote(code)
    published = queries.published(scope.code)
    rows = board.as_csv(scope.code)
    answer = _unchanging(rows, f"{published.board.hex()}-csv", "text/csv; charset=utf-8")
    return _as_file(answer, f"board-{code}.csv")


@bp.get("/board/ballots")
@anyone
@limited("600 per minute", what="board page")
def board_page(code: str) -> Response:
    """A page of the board, for a recount on a phone: `next` is the nonce to ask `after`."""
    scope = _vote(code)
    published = queries.published(scope.code)
    after = _nonce(request.args.get("after", ""))
    some = queries.ballots(scope.code, after=after)
    following = base64url.encode(some[-1].nonce) if len(some) == queries.PAGE else None
    answer = jsonify({"ballots": [each.as_json() for each in some], "next": following})
    return _marked(answer, f"{published.board.hex()}-{after.hex()}")


def _vote(code: str) -> PublicScope:
    try:
        return tokens.scope(scope_of(code))
    except NoSuchScope as error:
        raise NoSuchVote from error


def _refused(refusal: Refusal) -> Response:
    """A problem with the refusal's own name, by which a phone knows whether to try again."""
    seq = {"seq": refusal.seq} if isinstance(refusal, LaterBallotStands) else {}
    sentence = said(refusal)
    return problem(refusal.status, sentence, reason=type(refusal).__name__, **seq)


def _receipt(scope: PublicScope, ballot: Ballot) -> dict[str, Any]:
    keys = keys_of(config())
    return {
        "receipt": base64url.encode(keys.receipt(scope.code, ballot)),
        "key": base64url.encode(keys.receipt_key),
        "scope": scope.code,
        "nonce": base64url.encode(ballot.nonce),
        "choice": ballot.choice,
        "seq": ballot.seq,
    }


def _nonce(text: str) -> bytes:
    try:
        return base64url.decode(text)[:32]
    except ValueError:
        return b""


def _unchanging(body: str | Iterator[bytes], tag: str, content_type: str) -> Response:
    streamed = body if isinstance(body, str) else stream_with_context(body)
    return _marked(Response(streamed, content_type=content_type), tag)


def _marked(answer: Response, tag: str) -> Response:
    answer.headers["Cache-Control"] = FOR_EVER
    answer.set_etag(tag)
    answer.make_conditional(request)
    return answer


def _as_file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
