"""After close: the result, the board, its downloads, and that they can be recounted."""

import csv
import io
import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.ledger import queries as ledger
from coop.lib import verifier
from coop.votes import queries, service
from coop.web.settings import config
from tests.conftest import Clock
from tests.counting import counted
from tests.reports.sending import on_one_engine
from tests.votes.boxes import CODE, Box, close, open_vote, send, voted

BOARD = f"/api/v1/petitions/{CODE}/board"
CHOICES = ["yes"] * 7 + ["no"] * 3 + ["abstain"]


@pytest.fixture
def box(app: Flask) -> Box:
    """A vote in which eleven voted."""
    return voted(app, CHOICES)


@pytest.fixture
def closed(app: Flask, box: Box) -> Box:
    """The same, closed and counted."""
    with app.app_context():
        close(box)
    return box


def downloaded(client: FlaskClient) -> dict[str, object]:
    answer = client.get(BOARD)
    assert answer.status_code == 200
    return json.loads(answer.data)


def test_the_result_is_what_was_chosen(app: Flask, closed: Box) -> None:
    with app.app_context():
        result = queries.result(closed.scope.code)
    assert result
    assert (result.yes, result.no, result.abstain, result.outcome) == (7, 3, 1, "adopted")
    assert (result.ballots, result.issued, result.rule.roll) == (11, 11, 100)


def test_the_board_holds_for_anyone_outside(client: FlaskClient, closed: Box) -> None:
    verdict = verifier.verify(downloaded(client))
    assert (verdict.faults, verdict.bad_ballots) == ([], {})
    assert (verdict.outcome, verdict.counts) == ("adopted", {"yes": 7, "no": 3, "abstain": 1})


def test_the_result_is_a_leaf_of_the_ledger(app: Flask, client: FlaskClient, closed: Box) -> None:
    text = downloaded(client)["result"]["leaf"]
    with app.app_context():
        proof = ledger.inclusion(verifier.sha256(text.encode()))
        head = ledger.head()
    assert head and proof.leads_to(head.root)


def test_counting_again_changes_nothing(app: Flask, client: FlaskClient, closed: Box) -> None:
    before = client.get(BOARD).data
    with app.app_context():
        service.upkeep(closed.scope.closes_on + timedelta(days=9), config())
    assert client.get(BOARD).data == before


def test_no_result_and_no_board_before_the_close(client: FlaskClient, box: Box) -> None:
    addresses = (BOARD, f"{BOARD}.csv", f"{BOARD}/ballots", f"/api/v1/petitions/{CODE}/result")
    assert [client.get(address).status_code for address in addresses] == [409] * 4


def test_a_ballot_after_the_count_is_not_taken(
    app: Flask, client: FlaskClient, clock: Clock, box: Box
) -> None:
    late = box.voter()
    with app.app_context():
        close(box)
        with pytest.raises(service.ScopeClosed):
            service.cast(late.ballot(), box.scope, today=box.scope.closes_on)
        assert queries.ballot_count(box.scope.code) == len(CHOICES)


def test_a_ballot_that_comes_while_counting_is_counted(
    app: Flask, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, go_through = box.voter(), service.go_through

    def slowly(scope):
        found = go_through(scope)
        if late is not None and late.ballot() not in sent:
            sent.append(late.ballot())
            service.cast(late.ballot(), box.scope, today=box.scope.closes_on)
        return found

    sent: list[object] = []
    monkeypatch.setattr(service, "go_through", slowly)
    with app.app_context():
        close(box)
        result = queries.result(box.scope.code)
    assert result and result.ballots == len(CHOICES) + 1


def test_the_csv_has_every_ballot(client: FlaskClient, closed: Box) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{BOARD}.csv").text)))
    ballots = [{k: str(v) for k, v in each.items()} for each in downloaded(client)["ballots"]]
    assert rows == ballots


@pytest.mark.parametrize("page", [1, 4, 11, 12])
def test_the_pages_make_up_the_board(
    client: FlaskClient, closed: Box, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = downloaded(client)["ballots"]
    monkeypatch.setattr(queries, "PAGE", page)
    found, after = [], ""
    while after is not None:
        answer = client.get(f"{BOARD}/ballots", query_string={"after": after}).json
        found += answer["ballots"]
        after = answer["next"]
    assert found == whole


def test_ballots_stand_in_the_order_of_their_nonces(client: FlaskClient, closed: Box) -> None:
    nonces = [
        verifier.unbase64(each["nonce"], 32, "nonce") for each in downloaded(client)["ballots"]
    ]
    assert nonces == sorted(nonces)


@on_one_engine
@pytest.mark.parametrize("address", [BOARD, f"{BOARD}.csv", f"{BOARD}/ballots"])
def test_what_is_counted_is_kept_by_caches_for_ever(
    client: FlaskClient, closed: Box, address: str
) -> None:
    first = client.get(address)
    assert "immutable" in first.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@on_one_engine
def test_a_page_of_the_board_costs_three_questions(client: FlaskClient, closed: Box) -> None:
    with counted() as statements:
        client.get(f"{BOARD}/ballots")
    assert len(statements) == 3


@on_one_engine
def test_the_whole_board_is_read_page_by_page(
    client: FlaskClient, closed: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 4)
    with counted() as statements:
        client.get(BOARD)
    assert len([each for each in statements if "LIMIT" in each and "FROM ballots" in each]) == 4


@on_one_engine
def test_the_turnout_moves_once_a_day(app: Flask, client: FlaskClient, clock: Clock) -> None:
    box = voted(app, ["yes", "no"])

    def turnout_after_upkeep() -> int:
        with app.app_context():
            service.upkeep(clock.time.date(), config())
            found = queries.turnout(box.scope.code)
        assert found
        return found.ballots

    first = turnout_after_upkeep()
    send(client, box.voter().ballot())
    same_day = turnout_after_upkeep()
    clock.time += timedelta(days=1)
    assert (first, same_day, turnout_after_upkeep()) == (2, 2, 3)


@on_one_engine
def test_a_vote_in_which_nobody_voted_is_counted_too(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        close(open_vote(), issued=10)
    verdict = verifier.verify(downloaded(client))
    assert (verdict.holds, verdict.outcome) == (True, "no_quorum")


@on_one_engine
def test_a_vote_whose_key_still_lives_is_not_counted(app: Flask, box: Box) -> None:
    with app.app_context():
        service.upkeep(box.scope.closes_on + timedelta(days=1), config())
        assert queries.result(box.scope.code) is None
