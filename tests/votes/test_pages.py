"""The page where one votes and the board, in each of their states."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.votes import service
from coop.web.settings import config
from tests.conftest import Clock, browser
from tests.counting import counted
from tests.pages import Page
from tests.reports.sending import on_one_engine
from tests.votes.boxes import CODE, close, open_vote, voted

VOTE, BOARD = f"/petitions/{CODE}/vote", f"/petitions/{CODE}/board"
DAY = timedelta(days=1)


def words(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.text).words


@on_one_engine
def test_an_open_vote_says_until_when_and_what_it_needs(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        open_vote(quorum=20)
    said = words(client, VOTE)
    assert "open until the end of November 29, 2026" in said
    assert "It needs at least 20 ballots to be valid." in said
    assert "more yes than no" in said


@on_one_engine
def test_the_turnout_is_said_with_its_day(app: Flask, client: FlaskClient, clock: Clock) -> None:
    voted(app, ["yes", "no", "no"], quorum=20)
    with app.app_context():
        service.upkeep(clock.time.date(), config())
    said = words(client, VOTE)
    assert "3 ballots, of 20 needed" in said
    assert "As counted on November 23, 2026." in said


@on_one_engine
def test_no_page_tells_a_result_before_the_close(app: Flask, client: FlaskClient) -> None:
    voted(app, ["yes", "no", "no"])
    assert "There is no board before the close." in words(client, BOARD)


@on_one_engine
def test_the_page_says_why_voting_needs_a_script(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        open_vote()
    assert "Voting needs JavaScript." in words(client, VOTE)
    assert "signed on your phone with a key that never leaves it" in words(client, VOTE)


@on_one_engine
def test_a_vote_to_come_says_when(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with app.app_context():
        open_vote(opens=clock.time.date() + DAY)
    assert "It begins on November 24, 2026." in words(client, VOTE)


@on_one_engine
def test_a_vote_that_is_over_leads_to_its_board(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    with app.app_context():
        open_vote()
    clock.time += 7 * DAY
    assert "The vote is closed." in words(client, VOTE)
    assert "closed and not counted yet" in words(client, BOARD)


@on_one_engine
def test_the_last_hour_is_known_to_the_page(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with app.app_context():
        open_vote(days=1)
    assert 'data-to-last-hour="39600"' in client.get(VOTE).text
    clock.time = clock.time.replace(hour=23, minute=30)
    assert 'data-to-last-hour="0"' in client.get(VOTE).text


def test_the_board_says_the_result_with_its_rule(app: Flask, client: FlaskClient) -> None:
    box = voted(app, ["yes", "yes", "no", "abstain"])
    with app.app_context():
        close(box)
    said = words(client, BOARD)
    assert "Adopted 2 said yes and 1 said no. The rule was: more yes than no. It is met." in said
    assert "Ballots on the board 4" in said
    assert "Tokens issued 4" in said
    assert "Members on the roll 100" in said
    assert "as it must be" in said


@on_one_engine
@pytest.mark.parametrize(
    ("choices", "rule", "sentence"),
    [
        (["yes", "no"], {}, "Not adopted 1 said yes and 1 said no."),
        (["yes"], {"quorum": 20}, "1 of 100 members voted, and at least 20% of them had to."),
        (["yes", "abstain"], {"majority": "absolute"}, "yes from more than half of all ballots"),
        (["yes"], {"majority": "two_thirds"}, "yes from at least two thirds"),
    ],
)
def test_the_rule_is_applied_in_words(
    app: Flask, client: FlaskClient, choices: list[str], rule: dict, sentence: str
) -> None:
    box = voted(app, choices, **rule)
    with app.app_context():
        close(box)
    assert sentence in words(client, BOARD)


@on_one_engine
def test_every_ballot_is_listed_page_by_page(app: Flask, client: FlaskClient) -> None:
    box = voted(app, ["yes"] * 30)
    with app.app_context():
        close(box)
    first = client.get(BOARD).text
    following = Page(first).words.count("Yes")
    link = first.split('rel="next" href="')[1].split('"')[0]
    rest = client.get(link).text
    assert following + Page(rest).words.count("Yes") >= 30
    assert first.count('<td class="code"') == 25
    assert rest.count('<td class="code"') == 5


@on_one_engine
@pytest.mark.parametrize("address", [VOTE, BOARD])
def test_a_page_costs_few_questions(app: Flask, client: FlaskClient, address: str) -> None:
    box = voted(app, ["yes"] * 3)
    client.get("/")  # whether this is a demonstration is asked once a minute
    with counted() as statements:
        client.get(address)
    assert len(statements) == 2
    with app.app_context():
        close(box)
    with counted() as statements:
        client.get(address)
    assert len(statements) <= 3


@on_one_engine
@pytest.mark.parametrize("page", ["vote", "board"])
def test_there_is_no_page_for_no_vote(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/petitions/NOSUCHVOTE00/{page}")
    assert answer.status_code == 404
    assert "There is no vote at this address." in Page(answer.text).words


@on_one_engine
def test_both_pages_speak_french(app: Flask) -> None:
    box = voted(app, ["yes"])
    ana = browser(app, "fr")
    assert "L’urne" not in words(ana, VOTE)
    assert "Le vote est ouvert jusqu’à la fin du 29 novembre 2026" in words(ana, VOTE)
    with app.app_context():
        close(box)
    assert "Adoptée" in words(ana, BOARD)
