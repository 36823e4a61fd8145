"""The tokens' part of /api/v1: the open scopes, each with its place in the ledger."""

import json
from typing import Any

from flask import Blueprint, Flask, Response, jsonify

from coop.ledger import queries as ledger
from coop.ledger.rules import SIGNER, Inclusion, head_key
from coop.lib import base64url
from coop.tokens import queries
from coop.tokens.rules import PublicScope
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.settings import config

bp = Blueprint("tokens_api", __name__, url_prefix="/api/v1")


def init_app(app: Flask) -> None:
    """Open the address."""
    app.register_blueprint(bp)


@bp.get("/scopes")
@anyone
@limited("120 per minute", what="scopes")
def scopes() -> Response:
    """Every scope whose tokens can be drawn: descriptor, key, and the proof of its leaf."""
    head = ledger.head()
    found = queries.open_scopes(today=today()) if head else []
    proofs = ledger.inclusions([scope.leaf for scope in found], head.size) if head else {}
    # A scope opened since the head was read comes with the next asking.
    proven = [_as_json(scope, proofs[scope.leaf]) for scope in found if scope.leaf in proofs]
    key = base64url.encode(head_key(config().key(SIGNER)))
    return jsonify({"head": head.as_json() | {"key": key} if head else None, "scopes": proven})


def _as_json(scope: PublicScope, proof: Inclusion) -> dict[str, Any]:
    return {
        "code": scope.code,
        "kind": scope.kind,
        "subject": scope.subject,
        "title": json.loads(scope.descriptor).get("title"),
        "slots": scope.slots,
        "opens_on": scope.opens_on.isoformat(),
        "closes_on": scope.closes_on.isoformat(),
        "leaf_text": proof.text,
        "position": proof.position,
        "path": [each.hex() for each in proof.path],
    }
