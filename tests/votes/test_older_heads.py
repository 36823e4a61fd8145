"""A ledger's past: whoever saved a head of it finds that a board's ledger grew from it, or not."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.ledger import queries as ledger
from coop.ledger.rules import signed_head
from coop.lib import verifier
from coop.web.clock import today
from coop.web.settings import config
from tests.votes.boxes import CODE, close, open_vote, voted

Head = dict[str, Any]


def saved(app: Flask, client: FlaskClient) -> Head:
    """The head as anyone keeps it."""
    head: Head = client.get("/api/v1/ledger/head").json
    return head


def proof(client: FlaskClient, first: int, second: int) -> dict[str, Any]:
    """The proof that the house gives for two sizes."""
    asked = {"from": first, "to": second}
    answer: dict[str, Any] = client.get("/api/v1/ledger/consistency", query_string=asked).json
    return answer


@pytest.fixture
def heads(app: Flask, client: FlaskClient) -> tuple[Head, dict[str, Any]]:
    """A head saved while the vote was open, and the board that came of it."""
    box = voted(app, ["yes", "no"])
    older = saved(app, client)
    with app.app_context():
        open_vote("OTHER0000000")
        close(box)
    return older, json.loads(client.get(f"/api/v1/petitions/{CODE}/board").data)


def test_a_board_grew_from_an_older_head(
    client: FlaskClient, heads: tuple[Head, dict[str, Any]]
) -> None:
    older, board = heads
    assert older["size"] < board["head"]["size"]
    given = proof(client, older["size"], board["head"]["size"])
    verifier.check_older_head(board, older, given)


def test_the_same_head_needs_no_proof(heads: tuple[Head, dict[str, Any]]) -> None:
    board = heads[1]
    verifier.check_older_head(board, board["head"], {"path": []})


def test_a_past_that_was_rewritten_is_found(
    app: Flask, client: FlaskClient, heads: tuple[Head, dict[str, Any]]
) -> None:
    older, board = heads
    with app.app_context():
        other = signed_head(
            older["size"], b"x" * 32, day=today(), signer=config().key("ledger heads")
        )
        assert ledger.head() is not None
    seen = other.as_json() | {"key": older["key"]}
    given = proof(client, older["size"], board["head"]["size"])
    with pytest.raises(verifier.Fault, match="its past was rewritten"):
        verifier.check_older_head(board, seen, given)


@pytest.mark.parametrize("name", ["root", "size", "day", "signature", "key"])
def test_a_saved_head_that_was_changed_is_none(
    client: FlaskClient, heads: tuple[Head, dict[str, Any]], name: str
) -> None:
    older, board = heads
    changed = {
        "root": "00" * 32,
        "size": older["size"] + 1,
        "day": "2026-01-01",
        "signature": board["ballots"][0]["signature"],
        "key": board["ballots"][0]["nonce"],
    }
    given = proof(client, older["size"], board["head"]["size"])
    with pytest.raises(verifier.Fault):
        verifier.check_older_head(board, older | {name: changed[name]}, given)


def test_a_proof_of_something_else_is_none(heads: tuple[Head, dict[str, Any]]) -> None:
    older, board = heads
    for path in ([], ["00" * 32], ["00" * 32] * 3):
        with pytest.raises(verifier.Fault):
            verifier.check_older_head(board, older, {"path": path})


def test_a_longer_head_is_said_to_be_longer(heads: tuple[Head, dict[str, Any]]) -> None:
    older, board = heads
    board["head"], newer = older, board["head"]
    with pytest.raises(verifier.Fault, match="download the board again"):
        verifier.check_older_head(board, newer, {"path": []})
