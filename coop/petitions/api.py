"""The petitions' part of /api/v1: the list, and one petition with its versions and its result."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, jsonify, request, url_for

from coop.lib import base64url
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.petitions import listing, queries
from coop.petitions.models import Petition, Record, Version
from coop.petitions.places import place
from coop.petitions.rules import STATES, TURNS
from coop.platforms import queries as platforms
from coop.platforms.rules import SLUG
from coop.tokens.rules import scope_code
from coop.votes import queries as votes
from coop.votes.rules import Result
from coop.web.audiences import anyone

bp = Blueprint("petitions_api", __name__, url_prefix="/api/v1/petitions")


class NoSuchState(Refusal):
    """The filter names a state that petitions do not have."""

    status = 400
    sentence = N_("A petition has no such state. The states are: %(states)s.")


def init_app(app: Flask) -> None:
    """Open the addresses."""
    app.register_blueprint(bp)


@bp.get("")
@anyone
def every() -> Response:
    """The petitions, the latest to move on first; `state`, `platform`, `client`, `after`."""
    state = request.args.get("state", "")
    if state and state not in STATES:
        raise NoSuchState(states=", ".join(STATES))
    slug = request.args.get("platform", "")
    about = platforms.platform(slug) if SLUG.fullmatch(slug) else None
    if slug and about is None:
        return jsonify({"petitions": [], "next": None})
    wanted = listing.Filter(about.id if about else None, request.args.get("client", "").strip())
    states = (state,) if state else tuple(each for each in STATES if each != "withdrawn")
    rows, following = listing.shelf(states, wanted, after=place(request.args.get("after", "")))
    kept = {k: v for k, v in request.args.items() if k in ("state", "platform", "client") and v}
    kept["after"] = str(following)
    more = f"{url_for('petitions_api.every')}?{urlencode(kept)}" if following else None
    return jsonify({"petitions": [_summary(row) for row in rows], "next": more})


@bp.get("/<code>")
@anyone
def one(code: str) -> Response:
    """One petition: text, state, dates, versions, digests and leaves; its result once closed."""
    found = queries.petition(code)
    versions = queries.versions(code)
    frozen = queries.evidence(code)
    result = votes.result(scope_code("vote", code))
    records = queries.records(code)
    return jsonify(
        _summary(found)
        | {
            "text": versions[-1].said.fields if found.state != "withdrawn" else None,
            "key": base64url.encode(found.nonce),
            "states": {k: v.isoformat() for k, v in queries.entered(code).items()},
            "versions": _versions(versions),
            "evidence": frozen.figures if frozen else None,
            "evidence_leaf": frozen.leaf.hex() if frozen else None,
            "records": {state: _record(row) for state, row in records.items()},
            "result": _result(result) if result else None,
        }
    )


def _summary(row: Petition) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "state": row.state,
        "turn": TURNS[row.state],
        "version": row.version,
        "published_on": row.published_on.isoformat(),
        "since": row.since_on.isoformat(),
        "due": row.due_on.isoformat() if row.due_on else None,
        "seconds": row.seconds_shown,
        "seconds_needed": row.seconds_needed,
        "page": url_for("petitions.petition", code=row.code),
    }


def _versions(versions: list[Version]) -> list[dict[str, Any]]:
    return [
        {
            "number": each.number,
            "published_on": each.published_on.isoformat(),
            "digest": each.digest,
            "leaf": each.leaf.hex(),
            "act": each.act,
            "salt": each.salt.hex(),
        }
        for each in versions
    ]


def _result(result: Result) -> dict[str, Any]:
    return {
        "outcome": result.outcome,
        "yes": result.yes,
        "no": result.no,
        "abstain": result.abstain,
        "ballots": result.ballots,
        "issued": result.issued,
        "roll": result.rule.roll,
        "quorum": result.rule.quorum,
        "majority": result.rule.majority,
    }


def _record(row: Record) -> dict[str, Any]:
    return {
        "on": row.happened_on.isoformat(),
        "party": row.party,
        "text": row.text,
        "promise": row.promise,
        "due": row.due_on.isoformat() if row.due_on else None,
        "source": row.source,
        "file": _file(row),
        "salt": row.salt.hex() if row.salt else None,
        "leaf": row.leaf.hex() if row.leaf else None,
    }


def _file(row: Record) -> dict[str, Any] | None:
    if row.file is None:
        return None
    return {
        "name": row.file.name,
        "type": row.file.kind.type,
        "size": row.file.size,
        "sha256": row.file.digest.hex(),
        "url": url_for(
            "petitions.files.file", code=row.petition_code, state=row.state, name=row.file.name
        ),
    }
