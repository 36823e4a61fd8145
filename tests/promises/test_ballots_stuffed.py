"""The operator puts ballots into the box by hand, or takes one back: both show."""

import dataclasses
import json
import secrets
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from coop.db import writing
from coop.lib import verifier
from coop.tokens.rules import Act
from coop.votes import queries
from coop.votes.models import StoredBallot
from tests.node import node
from tests.pages import Page
from tests.votes.boxes import CODE, Box, close, open_vote, send, voted
from tests.votes.test_recount import outside

BOARD = f"/api/v1/petitions/{CODE}/board"
CHOICES = ["yes"] * 4 + ["no"] * 6


@pytest.fixture
def box(app: Flask) -> Box:
    """A vote that ends four to six."""
    return voted(app, CHOICES)


def put_by_hand(act: Act) -> None:
    """What whoever holds the database can always do."""
    with writing("voice") as session:
        session.add(
            StoredBallot(
                scope_code=act.scope,
                nonce=act.nonce,
                prefix=act.prefix,
                token=act.token,
                choice=act.body["choice"],
                seq=act.body["seq"],
                signature=act.signature,
            )
        )


def verdict_of(client: FlaskClient) -> verifier.Verdict:
    return verifier.verify(json.loads(client.get(BOARD).data))


def page_of(client: FlaskClient) -> str:
    return Page(client.get(f"/petitions/{CODE}/board").text).words


def test_a_ballot_without_a_token_is_published_and_not_counted(
    app: Flask, client: FlaskClient, box: Box
) -> None:
    made_up = dataclasses.replace(box.voter(), token=secrets.token_bytes(256))
    with app.app_context():
        put_by_hand(made_up.ballot("yes"))
        close(box, issued=len(CHOICES))
        result = queries.result(box.scope.code)
    assert result
    assert (result.yes, result.no, result.invalid, result.outcome) == (4, 6, 1, "rejected")
    assert "1 row on the board has no valid token" in page_of(client)
    assert "There are more ballots than tokens were issued." in page_of(client)
    verdict = verdict_of(client)
    assert list(verdict.bad_ballots.values()) == ["its token was not signed by this vote's key"]


def test_ballots_beyond_the_tokens_issued_make_the_vote_void(
    app: Flask, client: FlaskClient, box: Box
) -> None:
    # The operator kept the private key and signed three tokens for nobody.
    with app.app_context():
        for _ in range(3):
            put_by_hand(box.voter().ballot("yes"))
        close(box, issued=len(CHOICES))
        result = queries.result(box.scope.code)
    assert result
    assert (result.ballots, result.issued, result.outcome) == (13, 10, "void")
    assert not result.is_adopted
    assert "These sums do not hold." in page_of(client)
    assert "There are 13 ballots, but only 10 tokens were issued." in verdict_of(client).faults


def test_tokens_beyond_the_roll_make_the_vote_void(
    app: Flask, client: FlaskClient, box: Box
) -> None:
    with app.app_context():
        close(box, issued=101)
        result = queries.result(box.scope.code)
    assert result
    assert result.outcome == "void"
    assert "More tokens were issued than members were on the roll." in page_of(client)


def test_a_choice_flipped_in_the_database_is_not_counted(
    app: Flask, client: FlaskClient, box: Box
) -> None:
    with app.app_context():
        with writing("voice") as session:
            session.execute(update(StoredBallot).values(choice="yes"))
        close(box)
        result = queries.result(box.scope.code)
    assert result
    assert (result.yes, result.no, result.invalid) == (4, 0, 6)
    assert not verdict_of(client).holds


def found(board: dict, nonce: str) -> dict | None:
    return next((each for each in board["ballots"] if each["nonce"] == nonce), None)


def fate(board: dict, receipt: dict) -> str:
    """What the board's page says of a receipt."""
    asked = {"receipt": receipt, "found": found(board, receipt["nonce"])}
    return node("recount.mjs", {"fates": [asked]})["fates"][0]


@pytest.fixture
def receipt(app: Flask, client: FlaskClient, box: Box) -> dict:
    """The receipt of a member who voted no, and then yes."""
    bea = box.voters[9]
    return send(client, bea.ballot("yes", 1)).json


def published(app: Flask, client: FlaskClient, box: Box) -> dict:
    with app.app_context():
        close(box)
    return json.loads(client.get(BOARD).data)


def test_a_ballot_that_stands_is_found(
    app: Flask, client: FlaskClient, box: Box, receipt: dict
) -> None:
    board = published(app, client, box)
    assert fate(board, receipt) == "stands"
    assert verifier.check_receipt(board, receipt) == "The ballot of this receipt stands: yes."


def test_a_revote_that_was_rolled_back_shows(
    app: Flask, client: FlaskClient, box: Box, receipt: dict
) -> None:
    earlier = box.voters[9].ballot("no", 0)
    with app.app_context():
        with writing("voice") as session:
            session.execute(delete(StoredBallot).where(StoredBallot.nonce == earlier.nonce))
        put_by_hand(earlier)
    board = published(app, client, box)
    # The board holds in itself: only who kept the receipt can tell.
    assert verifier.verify(board).holds
    assert fate(board, receipt) == "rolled-back"
    with pytest.raises(verifier.Fault, match="rolled back"):
        verifier.check_receipt(board, receipt)


def test_a_ballot_that_was_taken_out_shows(
    app: Flask, client: FlaskClient, box: Box, receipt: dict
) -> None:
    with app.app_context(), writing("voice") as session:
        session.execute(delete(StoredBallot).where(StoredBallot.nonce == box.voters[9].nonce))
    board = published(app, client, box)
    assert fate(board, receipt) == "missing"
    with pytest.raises(verifier.Fault, match="missing"):
        verifier.check_receipt(board, receipt)


def test_a_later_ballot_of_the_same_token_is_said_to_be_later(
    app: Flask, client: FlaskClient, box: Box, receipt: dict
) -> None:
    send(client, box.voters[9].ballot("abstain", 2))
    board = published(app, client, box)
    assert fate(board, receipt) == "later"
    assert "later ballot" in verifier.check_receipt(board, receipt)


def test_a_receipt_of_another_vote_says_nothing_against_this_one(
    app: Flask, client: FlaskClient, box: Box, tmp_path: Path
) -> None:
    with app.app_context():
        other = open_vote("OTHERVOTE123")
    receipt = send(client, other.voter().ballot("yes")).json
    board = published(app, client, box)
    with pytest.raises(verifier.SaysNothing, match="of another vote, vote-OTHERVOTE123"):
        verifier.check_receipt(board, receipt)
    (tmp_path / "receipt.json").write_text(json.dumps(receipt))
    done = outside(tmp_path, board, "--receipt", "receipt.json")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Everything holds" in done.stdout
    assert "This receipt is of another vote" in done.stdout
    # It makes no board sound, either.
    board["ballots"].pop()
    done = outside(tmp_path, board, "--receipt", "receipt.json")
    assert (done.returncode, "THIS BOARD DOES NOT HOLD." in done.stdout) == (1, True)


@pytest.mark.parametrize("name", ["choice", "nonce", "scope", "seq", "receipt"])
def test_a_receipt_that_was_changed_is_none(
    app: Flask, client: FlaskClient, box: Box, receipt: dict, name: str
) -> None:
    board = published(app, client, box)
    other = next(one for one in board["ballots"] if one["nonce"] != receipt["nonce"])
    changed = {"seq": 7, "nonce": other["nonce"]}.get(name, "no")
    with pytest.raises(verifier.Fault):
        verifier.check_receipt(board, receipt | {name: changed})
