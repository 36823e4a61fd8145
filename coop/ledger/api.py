"""The ledger's part of /api/v1: heads and proofs (RFC 9162), for whoever checks us."""

from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request

from coop.ledger import queries
from coop.ledger.asking import digest_of, size_of
from coop.ledger.rules import SIGNER, Inclusion, NoSuchLeaf, NothingYet, head_key
from coop.lib.base64url import encode
from coop.web.audiences import anyone
from coop.web.settings import config

bp = Blueprint("ledger_api", __name__, url_prefix="/api/v1/ledger")


def init_app(app: Flask) -> None:
    """Open the addresses."""
    app.register_blueprint(bp)


@bp.get("/head")
@anyone
def head() -> Any:
    """The newest signed head, and the key that checks it."""
    newest = queries.head()
    if newest is None:
        raise NothingYet
    answer = jsonify(newest.as_json() | {"key": encode(head_key(config().key(SIGNER)))})
    # May be kept, and is asked for again each time: a head that is late hides what it should show.
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.set_etag(f"{newest.size}-{newest.root.hex()}")
    return answer.make_conditional(request)


@bp.get("/proof")
@anyone
def proof() -> Response:
    """Where `leaf` stands, and the path from it to the head, or to the one of `size` leaves.

    In no cache: whose report a commitment is, is nobody's to find on a phone.
    """
    digest = digest_of(request.args.get("leaf", ""))
    size = request.args.get("size")
    if size is None:
        return jsonify(as_json(queries.inclusion(digest)))
    found = queries.inclusions([digest], size_of(size))
    if digest not in found:
        raise NoSuchLeaf
    return jsonify(as_json(found[digest]))


@bp.get("/consistency")
@anyone
def consistency() -> Response:
    """The path that shows the ledger of `from` leaves to be the beginning of that of `to`."""
    first = size_of(request.args.get("from", ""))
    second = size_of(request.args.get("to", ""))
    path = queries.consistency(first, second)
    answer = jsonify({"from": first, "to": second, "path": [step.hex() for step in path]})
    # Between two sizes there is one proof, and it never changes.
    answer.headers["Cache-Control"] = "public, max-age=86400, immutable"
    return answer


def as_json(found: Inclusion) -> dict[str, object]:
    """A proof as the API shows it; a public leaf with the text that its digest is made of."""
    said: dict[str, object] = {
        "leaf": found.digest.hex(),
        "position": found.position,
        "size": found.size,
        "path": [step.hex() for step in found.path],
    }
    return said if found.text is None else said | {"text": found.text}
