"""From a draft to a kept promise: a member's way through the house, by its doors only."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.tokens import service as tokens
from coop.tokens.client import acting, petitioning
from coop.web.clock import today
from coop.web.settings import config
from tests.accounts.seats import seated
from tests.conftest import Clock, browser
from tests.console.test_petitions import answer, deliver
from tests.console.test_petitions import send as record
from tests.pages import Page
from tests.petitions.conftest import same_key
from tests.reports.sending import on_one_engine
from tests.shell import run
from tests.wallet.players import Player, player

MEMBERS, SECONDS = 12, 5
CHOICES = ["yes"] * 7 + ["no"] * 3 + ["abstain"]
WORDS = {
    "title": "Pay for delivered work",
    "demand": "Every refusal is explained within two weeks.",
    "text": "Many of us did a task as it was asked and were never paid.",
    "addressee": "Clickworker",
}


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coop.tokens.sealing.generate", same_key)


@pytest.fixture
def people(app: Flask) -> list[Player]:
    """Members whose seats are old enough to vote."""
    with app.app_context():
        tokens.upkeep(today(), config())
    return [player(app) for _ in range(MEMBERS)]


def later(app: Flask, clock: Clock, days: int, people: Sequence[Player] = ()) -> None:
    """Some days on, after that night's upkeep; members open their seats again."""
    clock.time += timedelta(days=days)
    assert run(app, "upkeep").exit_code == 0
    for person in people:
        person.house = player(app, seat_id=person.seat_id).house
        person.draw()


def words(app: Flask, address: str) -> str:
    """What anybody reads there."""
    return Page(browser(app).get(address).text).words


def written(people: list[Player]) -> str:
    """The petition of the first of them, seconded by five."""
    author = people[0]
    author.draw()
    code = petitioning.draft(author.house, author.wallet, WORDS)
    for person in people[:SECONDS]:
        person.draw()
        petitioning.second(person.house, person.wallet, code)
    return code


def voted(app: Flask, clock: Clock, people: list[Player]) -> str:
    """The same, debated, voted and counted."""
    code = written(people)
    speaker = people[3]
    speaker.draw()
    petitioning.comment(speaker.house, speaker.wallet, code, "Two weeks are long enough.")
    later(app, clock, 8, people)
    for person, choice in zip(people, CHOICES, strict=False):
        acting.cast(person.house, person.wallet, code, choice)
    later(app, clock, 7)
    return code


def answered(olu: FlaskClient, code: str) -> None:
    """Olu delivers it, records the answer, and that its promise was kept."""
    day = {"happened_on": "2026-12-08"}
    assert deliver(olu, code, **day).status_code == 303
    assert answer(olu, code, **day).status_code == 303
    assert record(olu, code, end="kept", **day).status_code == 303


def test_a_petition_goes_from_a_draft_to_a_kept_promise(
    app: Flask, clock: Clock, people: list[Player]
) -> None:
    code = voted(app, clock, people)
    page = words(app, f"/petitions/{code}")
    assert "Yes: 7. No: 3. Abstained: 1." in page
    assert "The organizers deliver it by" in page
    answered(seated(app, "organizer"), code)
    page = words(app, f"/petitions/{code}")
    assert "What was promised was done." in page
    assert "Nobody: it is over" in page
    assert "Two weeks are long enough." in words(app, f"/petitions/{code}/debate")


@on_one_engine
def test_before_the_close_the_page_tells_no_result(
    app: Flask, clock: Clock, people: list[Player]
) -> None:
    code = written(people)
    later(app, clock, 8, people)
    for person in people:
        acting.cast(person.house, person.wallet, code, "yes")
    later(app, clock, 1)
    page = words(app, f"/petitions/{code}")
    assert "12 ballots lay in the box on December 2, 2026." in page
    assert "Yes:" not in page
    told = browser(app).get(f"/api/v1/petitions/{code}").json
    assert told["result"] is None
