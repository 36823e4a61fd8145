"""Petitions for scripts: the list, one petition with its versions, its result once closed."""

import pytest
from flask.testing import FlaskClient

from coop.ledger.queries import inclusion
from coop.lib import base64url
from coop.petitions import api, listing, queries
from coop.petitions.texts import Text, version_leaf
from coop.votes.rules import Result, Rule
from tests.petitions.acting import TEXT, debated, publish, seats
from tests.petitions.test_lists import put

pytestmark = pytest.mark.usefixtures("inside")
ADDRESS = "/api/v1/petitions"


def test_the_list_is_paged_and_none_is_lost(client: FlaskClient) -> None:
    total = listing.PAGE + 3
    codes = {put(since=number // 4) for number in range(total)}
    first = client.get(ADDRESS).json
    assert len(first["petitions"]) == listing.PAGE
    second = client.get(first["next"]).json
    assert second["next"] is None
    assert {each["code"] for each in (*first["petitions"], *second["petitions"])} == codes


def test_the_list_can_be_of_one_state(client: FlaskClient) -> None:
    put("voting", "Yes")
    put("kept", "No")
    found = client.get(f"{ADDRESS}?state=voting").json["petitions"]
    assert [each["title"] for each in found] == ["Yes"]


def test_a_state_that_is_none_is_a_problem(client: FlaskClient) -> None:
    answer = client.get(f"{ADDRESS}?state=open")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


def test_an_unknown_petition_is_a_problem(client: FlaskClient) -> None:
    answer = client.get(f"{ADDRESS}/{'0' * 12}")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_one_petition_says_text_state_dates_and_versions(client: FlaskClient) -> None:
    written = publish(client)
    told = client.get(f"{ADDRESS}/{written.code}").json
    assert told["text"] == TEXT.fields
    assert (told["state"], told["turn"], told["since"]) == ("seconding", "members", "2026-11-23")
    assert told["due"] == "2026-12-23"
    assert set(told["states"]) == {"draft", "seconding"}
    assert told["key"] == base64url.encode(written.author.nonce)
    assert told["result"] is None


def test_a_versions_leaf_can_be_made_from_what_is_told(client: FlaskClient) -> None:
    written = publish(client)
    told = client.get(f"{ADDRESS}/{written.code}").json
    (version,) = told["versions"]
    text = Text(**told["text"])
    salt = bytes.fromhex(version["salt"])
    leaf = version_leaf(written.code, version["number"], text.digest, version["act"], salt)
    assert leaf.digest.hex() == version["leaf"]
    assert inclusion(leaf.digest).text == leaf.text.decode()


def test_the_number_of_seconders_is_that_of_the_last_upkeep(client: FlaskClient) -> None:
    seats(7)
    written = debated(client)
    assert queries.petition(written.code).seconds_count == 5
    assert client.get(f"{ADDRESS}/{written.code}").json["seconds"] == 0


def test_the_result_is_told_once_counted(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = put("rejected")
    counted = Result(Rule(20, 20, "simple"), 3, 4, 1, 0, 12, "rejected")
    monkeypatch.setattr(api.votes, "result", lambda _code: counted)
    assert client.get(f"{ADDRESS}/{code}").json["result"] == {
        "outcome": "rejected",
        "yes": 3,
        "no": 4,
        "abstain": 1,
        "ballots": 8,
        "issued": 12,
        "roll": 20,
        "quorum": 20,
        "majority": "simple",
    }
