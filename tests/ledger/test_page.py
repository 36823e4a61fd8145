"""The ledger's page: in words, in both languages, with a look-up that stays out of addresses."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.ledger.asking import position_of
from coop.ledger.queries import PAGE
from coop.ledger.rules import Leaf
from tests.conftest import browser
from tests.counting import counted
from tests.ledger.leaves import append, scope, sent, wait
from tests.pages import Page
from tests.reports.sending import on_one_engine

twenty = pytest.mark.usefixtures("twenty")


def look_up(client: FlaskClient, leaf: str) -> tuple[int, str]:
    """Press "Look it up": the status, and the words of the page."""
    answer = client.post("/ledger", data={"leaf": leaf})
    return answer.status_code, Page(answer.text).words


@on_one_engine
def test_an_empty_ledger_says_what_will_come(client: FlaskClient) -> None:
    words = Page(client.get("/ledger").text).words
    assert "Nothing stands in the ledger yet." in words
    assert "No petition and no vote has added a leaf yet." in words


@twenty
def test_the_page_shows_the_head(client: FlaskClient) -> None:
    head = client.get("/api/v1/ledger/head").get_json()
    words = Page(client.get("/ledger").text).words
    for said in (head["root"], head["key"], "20 leaves in the ledger", "November 24, 2026"):
        assert said in words


@twenty
def test_public_leaves_are_listed_in_words_newest_first(client: FlaskClient) -> None:
    words = Page(client.get("/ledger").text).words
    places = [words.index(f"Key for one-time rights: survey-{n} ") for n in range(13, -1, -1)]
    assert places == sorted(places)


@on_one_engine
def test_each_kind_has_its_words(app: Flask, client: FlaskClient) -> None:
    contents = {
        "petition": {"petition": "ABC", "version": 2, "text": "0" * 64},
        "evidence": {"petition": "ABC", "version": 2, "figures": []},
        "record": {"petition": "ABC", "state": "delivered", "said": "0" * 64, "file": None},
        "taken_back": {"petition": "ABC", "state": "delivered", "record": "0" * 64},
        "result": {"scope": "vote-ABC"},
        "key": {"purpose": "ballot receipts"},
        "something else": {},
    }
    with app.app_context():
        append(*(Leaf(kind, content, bytes(16)) for kind, content in contents.items()))
    words = Page(client.get("/ledger").text).words
    for sentence in (
        "Text of petition ABC, version 2",
        "What petition ABC cites",
        "What became of petition ABC",
        "Taken back the same day: what had become of petition ABC",
        "Result of the vote: vote-ABC",
        "A key of this house: ballot receipts",
        "something else",
    ):
        assert sentence in words


@on_one_engine
def test_what_a_leaf_says_is_never_markup(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        append(Leaf("petition", {"petition": "<script>", "version": "<b>"}, bytes(16)))
    assert "<script>," not in client.get("/ledger").text


@on_one_engine
def test_long_lists_are_paged(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        append(*map(scope, range(PAGE + 5)))
    first = client.get("/ledger").text
    assert first.count("Its proof") == PAGE
    assert "before=5#public" in first
    second = client.get("/ledger?before=5").text
    assert second.count("Its proof") == 5
    assert "before=" not in second
    assert "The list ends before this page." in client.get("/ledger?before=0").text


@twenty
@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, ""])
def test_a_page_that_cannot_be_is_the_first(client: FlaskClient, before: str) -> None:
    assert client.get(f"/ledger?before={before}").text.count("Its proof") == 14


@twenty
def test_a_commitment_is_found_with_its_proof(client: FlaskClient) -> None:
    digest = sent("Ana")[0].hex()
    proof = client.get(f"/api/v1/ledger/proof?leaf={digest}").get_json()
    status, words = look_up(client, digest)
    assert status == 200
    assert "It stands in the ledger." in words
    assert "A worker sent" in words
    assert all(step in words for step in proof["path"])


@twenty
@pytest.mark.parametrize("change", [str.upper, lambda hexed: f" {hexed[:20]} {hexed[20:]}\n"])
def test_a_commitment_copied_badly_is_still_found(client: FlaskClient, change) -> None:
    assert look_up(client, change(sent("Ana")[0].hex()))[0] == 200


@twenty
@pytest.mark.parametrize("typed", ["3", " 3 ", "0003"])
def test_a_leaf_is_found_by_its_number(client: FlaskClient, typed: str) -> None:
    status, words = look_up(client, typed)
    assert status == 200
    assert "It is leaf 3, counted from 0" in words
    assert "Key for one-time rights: survey-3" in words


@pytest.mark.parametrize("typed", ["1,234", "1 234", "1\u202f234", "1.234"])
def test_a_number_may_be_typed_as_the_page_shows_it(typed: str) -> None:
    assert position_of(typed) == 1234


@twenty
@pytest.mark.parametrize("typed", ["20", "9" * 18])
def test_a_number_beyond_the_last_leaf_is_of_none(client: FlaskClient, typed: str) -> None:
    status, words = look_up(client, typed)
    assert (status, "Nothing in the ledger has this number." in words) == (404, True)


@twenty
def test_a_public_leaf_is_found_by_its_address(client: FlaskClient) -> None:
    words = Page(client.get(f"/ledger?leaf={scope(3).digest.hex()}").text).words
    assert "It stands in the ledger." in words
    assert "Key for one-time rights: survey-3" in words


@on_one_engine
def test_what_waits_says_from_which_day_it_stands(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        wait(*sent("Ana"))
    status, words = look_up(client, sent("Ana")[0].hex())
    assert (status, "from November 24, 2026" in words) == (200, True)


@twenty
def test_an_unknown_number_says_what_to_do(client: FlaskClient) -> None:
    status, words = look_up(client, "0" * 64)
    assert (status, "Nothing in the ledger has this number." in words) == (404, True)


@on_one_engine
@pytest.mark.parametrize("typed", ["", "xyz", "0" * 65, "é" * 64])
def test_what_is_no_number_comes_back_with_a_word(client: FlaskClient, typed: str) -> None:
    answer = client.post("/ledger", data={"leaf": typed})
    page = Page(answer.text)
    assert (answer.status_code, "64 signs" in page.words) == (422, True)
    assert page.form("/ledger").fields["leaf"] == typed


@twenty
def test_the_page_costs_few_queries(client: FlaskClient) -> None:
    with counted() as statements:
        client.get("/ledger")
    assert len(statements) <= 3
    with counted() as statements:
        client.post("/ledger", data={"leaf": sent("Ana")[0].hex()})
    assert len(statements) <= 6


@twenty
def test_the_page_speaks_french(app: Flask) -> None:
    words = Page(browser(app, "fr").get("/ledger").text).words
    assert "Le registre" in words
    assert "24 novembre 2026" in words
