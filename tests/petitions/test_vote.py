"""The vote opens by itself, with roll, text and evidence frozen; then its result counts."""

import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from coop.db import writing
from coop.ledger.queries import inclusion
from coop.petitions import opening, queries, service
from coop.petitions.figures import cited, evidence_leaf
from coop.petitions.models import Evidence
from coop.tokens import queries as tokens
from coop.votes.rules import Result, Rule
from coop.votes.signing import keys_of, receipts_leaf
from coop.wallet import queries as wallet
from coop.web.clock import today
from coop.web.settings import config
from tests.conftest import Clock
from tests.pages import Page
from tests.petitions.acting import (
    TEXT,
    Written,
    days_pass,
    debated,
    housekeeping,
    petition,
    seats,
    voting,
)

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def written(client: FlaskClient, clock: Clock) -> Written:
    """A petition whose vote is open."""
    seats(12)
    return voting(client, clock)


class Killed(Exception):
    """The process ended here."""


def test_the_descriptor_says_all_that_counting_needs(written: Written) -> None:
    scope = tokens.scope(f"vote-{written.code}")
    said = json.loads(scope.descriptor)
    assert said == {
        "kind": "vote",
        "subject": written.code,
        "slots": 1,
        "title": TEXT.title,
        "text": TEXT.digest,
        "version": 1,
        "options": ["yes", "no", "abstain"],
        "opens": "2026-12-01",
        "closes": "2026-12-07",
        "eligible_since": "2026-11-01",
        "roll": 12,
        "quorum": 20,
        "majority": "simple",
    }


def test_the_key_of_receipts_stands_in_the_ledger_before_the_vote(written: Written) -> None:
    key = inclusion(receipts_leaf(keys_of(config())).digest)
    assert key.position < inclusion(tokens.scope(f"vote-{written.code}").leaf).position


def test_the_petition_and_its_vote_close_on_the_same_day(written: Written) -> None:
    assert petition(written.code).due_on == tokens.scope(f"vote-{written.code}").closes_on


def test_a_seat_of_less_than_thirty_days_is_not_on_the_roll(
    client: FlaskClient, clock: Clock
) -> None:
    seats(12)
    seats(5, days=21)
    written = voting(client, clock)
    roll = wallet.roll(f"vote-{written.code}")
    assert roll is not None
    assert roll.size == 12


def test_what_it_rests_on_is_frozen_with_a_leaf(client: FlaskClient, written: Written) -> None:
    frozen = queries.evidence(written.code)
    assert frozen is not None
    figures = [figure.as_json() for figure in cited(["done-unpaid"])]
    leaf = evidence_leaf(written.code, 1, figures, frozen.salt)
    assert frozen.figures == figures
    assert frozen.leaf == leaf.digest
    assert inclusion(frozen.leaf).text == leaf.text.decode()
    assert "Frozen on December 1, 2026" in client.get(f"/petitions/{written.code}").text


def test_the_page_shows_what_was_frozen_whatever_is_said_later(
    client: FlaskClient, written: Written
) -> None:
    with writing("voice") as session:
        row = session.get_one(Evidence, written.code)
        row.figures = [row.figures[0] | {"value": "31%"}]
    page = Page(client.get(f"/petitions/{written.code}").text).words
    assert "31%" in page
    assert "30%" not in page


def test_what_cites_nothing_freezes_nothing(client: FlaskClient, clock: Clock) -> None:
    seats(12)
    written = voting(client, clock, replace(TEXT, evidence=""))
    assert queries.evidence(written.code) is None


def test_the_page_leads_to_the_vote_and_shows_no_result(
    client: FlaskClient, written: Written
) -> None:
    page = client.get(f"/petitions/{written.code}").text
    assert f'href="/petitions/{written.code}/vote"' in page
    assert "The vote closes on December 7, 2026" in page
    assert "/board" not in page


def test_a_crash_between_roll_and_scope_is_completed_by_the_next_upkeep(
    client: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats(12)
    written = debated(client)

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_scope", die)
        with pytest.raises(Killed):
            days_pass(clock, 8)
    frozen = wallet.roll(f"vote-{written.code}")
    assert frozen is not None
    assert petition(written.code).state == "debated"
    assert tokens.find_scope(f"vote-{written.code}") is None
    seats(9, days=50)
    days_pass(clock, 1)
    scope = tokens.scope(f"vote-{written.code}")
    assert (scope.roll_size, scope.eligible_since) == (frozen.size, frozen.eligible_since)
    assert petition(written.code).state == "voting"


def test_a_crash_within_the_opening_leaves_neither_vote_nor_evidence(
    client: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats(12)
    written = debated(client)

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(opening, "move", die)
        with pytest.raises(Killed):
            days_pass(clock, 8)
    assert tokens.find_scope(f"vote-{written.code}") is None
    assert queries.evidence(written.code) is None
    days_pass(clock, 1)
    assert petition(written.code).state == "voting"


def test_upkeep_twice_opens_one_vote(client: FlaskClient, written: Written) -> None:
    before = tokens.scope(f"vote-{written.code}")
    housekeeping()
    service.upkeep(today(), config())
    assert tokens.scope(f"vote-{written.code}") == before


RULE = Rule(roll=12, quorum=20, majority="simple")


@pytest.mark.parametrize(
    ("outcome", "state", "words"),
    [
        ("adopted", "adopted", "The organizers deliver it by"),
        ("rejected", "rejected", "The vote did not adopt it."),
        ("no_quorum", "rejected", "The vote did not adopt it."),
        ("void", "lapsed", "Anybody may write it anew."),
    ],
)
def test_it_goes_on_as_the_vote_was_counted(  # noqa: PLR0917 - pytest names its arguments
    client: FlaskClient,
    written: Written,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    outcome: str,
    state: str,
    words: str,
) -> None:
    counted = Result(RULE, 6, 1, 1, 0, 12, outcome)  # type: ignore[arg-type]  # of the table above
    monkeypatch.setattr(service.votes, "result", lambda _code: counted)
    days_pass(clock, 6)
    assert petition(written.code).state == "voting"
    days_pass(clock, 1)
    assert petition(written.code).state == state
    page = Page(client.get(f"/petitions/{written.code}").text).words
    assert words in page
    assert "Yes: 6. No: 1. Abstained: 1." in page


def test_until_it_is_counted_the_page_says_so(
    client: FlaskClient, written: Written, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.votes, "result", lambda _code: None)
    days_pass(clock, 7)
    assert petition(written.code).state == "voting"
    page = Page(client.get(f"/petitions/{written.code}").text).words
    assert "Its ballots are counted within a day" in page


def test_a_vote_in_which_nobody_voted_is_not_adopted(written: Written, clock: Clock) -> None:
    days_pass(clock, 8)
    assert petition(written.code).state == "rejected"
