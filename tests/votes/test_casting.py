"""A ballot is cast: which one stands, what is answered, what is refused."""

import dataclasses
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from flask.testing import FlaskClient

from coop.lib import base64url
from coop.votes.queries import ballots
from coop.votes.rules import Ballot, receipt_message
from tests.conftest import Clock
from tests.counting import counted
from tests.reports.sending import on_one_engine
from tests.votes.boxes import Box, Voter, open_vote, send


@pytest.fixture
def box(app: Flask) -> Box:
    with app.app_context():
        return open_vote()


@pytest.fixture
def bea(box: Box) -> Voter:
    return box.voter()


def standing(app: Flask, box: Box) -> list[tuple[str, int]]:
    """What lies in the box: choices and seqs."""
    with app.app_context():
        return [(each.choice, each.seq) for each in ballots(box.scope.code)]


def test_a_ballot_is_cast(app: Flask, client: FlaskClient, box: Box, bea: Voter) -> None:
    assert send(client, bea.ballot("no")).status_code == 201
    assert standing(app, box) == [("no", 0)]


def test_a_later_ballot_replaces_an_earlier_one(
    app: Flask, client: FlaskClient, box: Box, bea: Voter
) -> None:
    answers = [send(client, bea.ballot(*said)) for said in (("no", 0), ("yes", 1), ("abstain", 7))]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert standing(app, box) == [("abstain", 7)]


def test_the_same_ballot_again_is_the_same_ballot(
    app: Flask, client: FlaskClient, box: Box, bea: Voter
) -> None:
    first, second = (send(client, bea.ballot("yes")) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert standing(app, box) == [("yes", 0)]


@pytest.mark.parametrize("late", [("no", 2), ("no", 3)])
def test_a_lower_seq_or_another_choice_under_the_same_is_refused(
    app: Flask, client: FlaskClient, box: Box, bea: Voter, late: tuple[str, int]
) -> None:
    send(client, bea.ballot("yes", 3))
    refused = send(client, bea.ballot(*late))
    assert (refused.status_code, refused.json["seq"]) == (409, 3)
    assert standing(app, box) == [("yes", 3)]


def test_a_refusal_tells_how_to_go_on(client: FlaskClient, bea: Voter) -> None:
    send(client, bea.ballot("yes", 3))
    assert "vote again" in send(client, bea.ballot("no", 0)).json["detail"]


def test_a_receipt_is_signed_by_the_house(client: FlaskClient, box: Box, bea: Voter) -> None:
    act = bea.ballot("abstain", 4)
    answer = send(client, act).json
    ballot = Ballot(act.nonce, act.prefix, act.token, "abstain", 4, act.signature)
    key = Ed25519PublicKey.from_public_bytes(base64url.decode(answer["key"]))
    key.verify(base64url.decode(answer["receipt"]), receipt_message(box.scope.code, ballot))
    assert (answer["choice"], answer["seq"]) == ("abstain", 4)


@on_one_engine
def test_casting_asks_for_the_scope_and_writes_once(client: FlaskClient, bea: Voter) -> None:
    with counted() as statements:
        send(client, bea.ballot())
    assert [each.split()[0] for each in statements] == ["SELECT", "INSERT"]


@on_one_engine
def test_before_the_first_day_no_ballot_is_taken(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        later = open_vote(opens=Clock().time.date() + timedelta(days=1))
    assert send(client, later.voter().ballot()).status_code == 409


@on_one_engine
def test_the_last_day_belongs_to_the_vote(
    client: FlaskClient, clock: Clock, box: Box, bea: Voter
) -> None:
    clock.time = clock.time.replace(hour=23, minute=59) + timedelta(days=6)
    assert send(client, bea.ballot()).status_code == 201


@on_one_engine
def test_after_the_last_day_no_ballot_is_taken(
    client: FlaskClient, clock: Clock, box: Box, bea: Voter
) -> None:
    clock.time = clock.time.replace(hour=0, minute=0) + timedelta(days=7)
    assert send(client, bea.ballot()).status_code == 409


@on_one_engine
def test_a_ballot_for_no_vote_is_refused(client: FlaskClient, bea: Voter) -> None:
    assert send(client, bea.ballot(), code="NOSUCHVOTE00").status_code == 404


@on_one_engine
def test_a_ballot_for_another_vote_is_refused(app: Flask, client: FlaskClient, bea: Voter) -> None:
    with app.app_context():
        open_vote("OTHER0000000")
    assert send(client, bea.ballot(), code="OTHER0000000").status_code == 422


@on_one_engine
@pytest.mark.parametrize("body", [None, [], "x", {"act": "ballot"}, {"act": "ballot", "seq": 1.5}])
def test_what_is_no_ballot_is_refused(client: FlaskClient, bea: Voter, body: object) -> None:
    assert send(client, bea.ballot(), body=body).status_code == 422


@on_one_engine
def test_a_signed_second_is_no_ballot(client: FlaskClient, bea: Voter) -> None:
    second = bea.signed(dataclasses.replace(bea.ballot(), body={"act": "second"}))
    assert send(client, second).status_code == 422
