"""A newcomer writes to the organizers, comes back to read, and the message goes with the answer."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from coop.accounts import joining_rules, newcomer_service
from coop.accounts.newcomer_models import Newcomer
from coop.config import Joining
from coop.db import db
from tests.accounts.newcomers import (
    MESSAGE,
    ask,
    codes,
    joining_by,
    press,
    seat_count,
    waiting_page,
)
from tests.accounts.seats import is_signed_in, join, seated
from tests.conftest import Clock, browser
from tests.counting import counted
from tests.pages import Page
from tests.shell import run

CONSOLE = "/me/console/joining"


@pytest.fixture
def newcomer(app: Flask) -> FlaskClient:
    """Ana, who has written to the organizers."""
    joining_by(app, "approval")
    client = browser(app)
    assert ask(client, message=MESSAGE).status_code == 303
    return client


def decide(olu: FlaskClient, **said: str) -> TestResponse:
    form = next(f for f in Page(olu.get(CONSOLE).text).forms if f.action.startswith(CONSOLE))
    form.fields.pop("approve", None)
    return olu.post(form.action, data={"csrf_token": form.fields["csrf_token"]} | said)


def newcomers(app: Flask) -> list[Newcomer]:
    with app.app_context():
        return list(db.session.scalars(select(Newcomer)))


def test_an_organizer_says_yes_and_the_seat_opens(app: Flask, newcomer: FlaskClient) -> None:
    assert decide(seated(app, "organizer"), approve="yes").status_code == 303
    join(newcomer, newcomer.get("/me/join/waiting").location)
    assert is_signed_in(newcomer)


def test_the_organizer_reads_the_message(app: Flask, newcomer: FlaskClient) -> None:
    assert MESSAGE in seated(app, "organizer").get(CONSOLE).text


def test_all_members_see_that_it_was_read_and_decided(app: Flask, newcomer: FlaskClient) -> None:
    olu, bea = seated(app, "organizer"), seated(app)
    decide(olu, approve="yes")
    words = Page(bea.get("/me/access").text).words
    assert "read messages of people who ask to join" in words
    assert "decided on a request to join" in words


def test_until_then_it_waits(newcomer: FlaskClient) -> None:
    assert "Your message waits to be read" in waiting_page(newcomer).words


@pytest.mark.parametrize("reason", joining_rules.DECLINE_REASONS)
def test_a_no_comes_with_its_reason(app: Flask, newcomer: FlaskClient, reason: str) -> None:
    decide(seated(app, "organizer"), decline="yes", reason=reason)
    words = waiting_page(newcomer).words
    assert joining_rules.DECLINE_REASONS[reason] in words
    assert seat_count(app) == 1


def test_who_asked_already_is_led_back_and_not_asked_anew(
    app: Flask, newcomer: FlaskClient
) -> None:
    assert Page(browser(app).get("/me/join").text).form("/me/join")
    page = newcomer.get("/me/join").text
    assert "You asked already in this browser" in page
    assert "/me/join/waiting" in page
    assert 'action="/me/join"' not in page
    decide(seated(app, "organizer"), approve="yes")
    assert "You asked already in this browser" in newcomer.get("/me/join").text
    join(newcomer, newcomer.get("/me/join/waiting").location)
    assert 'action="/me/join"' in newcomer.get("/me/join").text


def test_what_is_taken_back_may_be_asked_anew(newcomer: FlaskClient) -> None:
    press(newcomer, "/me/join/waiting", "/me/join/waiting/take-back")
    page = newcomer.get("/me/join").text
    assert "You asked already" not in page
    assert 'action="/me/join"' in page


def test_a_no_needs_a_reason(app: Flask, newcomer: FlaskClient) -> None:
    answer = decide(seated(app, "organizer"), decline="yes")
    assert answer.status_code == 422
    assert "Choose a reason" in answer.text
    assert "Your message waits" in waiting_page(newcomer).words


def test_a_reason_of_ones_own_is_refused(app: Flask, newcomer: FlaskClient) -> None:
    olu = seated(app, "organizer")
    assert decide(olu, decline="yes", reason="I know her").status_code == 422


@pytest.mark.parametrize("said", [{"approve": "yes"}, {"decline": "yes", "reason": "too_little"}])
def test_the_message_is_wiped_when_it_is_decided(
    app: Flask, newcomer: FlaskClient, said: dict[str, str]
) -> None:
    decide(seated(app, "organizer"), **said)
    assert [row.message for row in newcomers(app) if row.message] == []


def test_what_another_organizer_decided_is_not_decided_again(
    app: Flask, newcomer: FlaskClient
) -> None:
    olu, other = seated(app, "organizer"), seated(app, "organizer")
    page = Page(other.get(CONSOLE).text)
    form = next(f for f in page.forms if f.action.startswith(CONSOLE))
    decide(olu, decline="yes", reason="too_little")
    answer = other.post(
        form.action,
        data={"csrf_token": form.fields["csrf_token"], "approve": "yes"},
        follow_redirects=True,
    )
    assert "no longer waits" in answer.text
    assert newcomer.get("/me/join/waiting").status_code == 200


def test_a_declined_newcomer_asks_again(app: Flask, newcomer: FlaskClient) -> None:
    decide(seated(app, "organizer"), decline="yes", reason="too_little")
    press(newcomer, "/me/join/waiting", "/me/join/waiting/take-back")
    assert ask(newcomer, message="I transcribe calls, four hours a day.").status_code == 303
    assert len(newcomers(app)) == 1


def test_a_waiting_code_brings_the_newcomer_back(app: Flask, newcomer: FlaskClient) -> None:
    (kept,) = codes(newcomer)
    elsewhere = browser(app)
    press(elsewhere, "/me/join/waiting", "/me/join/waiting", code=kept)
    assert "Your message waits to be read" in waiting_page(elsewhere).words


def test_a_wrong_waiting_code_is_said(app: Flask, client: FlaskClient) -> None:
    press(client, "/me/join/waiting", "/me/join/waiting", code="0000-0000-0000")
    answer = client.get("/me/join/waiting")
    assert answer.status_code == 404
    assert "Nothing waits under this code" in answer.text
    assert Page(answer.text).form("/me/join/waiting").fields["code"] == "0000-0000-0000"


def test_what_points_to_the_newcomer_is_warned_of_first(app: Flask, client: FlaskClient) -> None:
    joining_by(app, "approval")
    said = "Write to me at ana@example.org."
    answer = ask(client, message=said)
    assert answer.status_code == 200
    assert "This is an e-mail address." in answer.text
    assert said in answer.text
    assert newcomers(app) == []


def test_it_may_be_sent_all_the_same(app: Flask, client: FlaskClient) -> None:
    joining_by(app, "approval")
    answer = ask(client, message="Write to me at ana@example.org.", as_it_is="yes")
    assert answer.status_code == 303
    assert len(newcomers(app)) == 1


@pytest.mark.parametrize(
    ("message", "words"),
    [("", "Write a few words"), ("a" * 501, "500 letters at most")],
)
def test_what_is_missing_or_too_long_is_said(
    app: Flask, client: FlaskClient, message: str, words: str
) -> None:
    joining_by(app, "approval")
    answer = ask(client, message=message)
    assert answer.status_code == 422
    assert words in answer.text
    assert newcomers(app) == []


def test_five_hundred_letters_are_taken(app: Flask, client: FlaskClient) -> None:
    joining_by(app, "approval")
    assert ask(client, message="é" * 500).status_code == 303


def test_upkeep_wipes_a_message_that_nobody_read(
    app: Flask, newcomer: FlaskClient, clock: Clock
) -> None:
    clock.time += timedelta(days=31)
    run(app, "upkeep")
    assert newcomers(app) == []


def test_where_another_way_is_set_no_message_is_taken(app: Flask, client: FlaskClient) -> None:
    joining_by(app, "approval")
    form = Page(client.get("/me/join").text).form("/me/join").fields
    joining_by(app, "invitation")
    assert client.post("/me/join", data=form | {"message": MESSAGE}).status_code == 409
    assert newcomers(app) == []


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("invitation", "a member gives you a link"),
        ("vouching", "two members vouch for each newcomer"),
        ("approval", "the organizers decide"),
    ],
)
def test_the_page_says_how_one_joins_here(
    app: Flask, client: FlaskClient, way: Joining, words: str
) -> None:
    joining_by(app, way)
    assert words in Page(client.get("/me/join").text).words


def test_so_many_wait_that_no_other_is_taken(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newcomer_service, "UNPROVEN_MOST", 1)
    joining_by(app, "approval")
    assert ask(browser(app), message=MESSAGE).status_code == 303
    answer = ask(client, message=MESSAGE)
    assert answer.status_code == 503
    assert "ask a member whom you know" in answer.text


def test_the_console_pages_its_messages(app: Flask) -> None:
    joining_by(app, "approval")
    for number in range(21):
        client = browser(app)
        client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        ask(client, message=f"{MESSAGE} {number}")
    olu = seated(app, "organizer")
    assert olu.get(CONSOLE).text.count('class="said"') == 20
    assert olu.get(f"{CONSOLE}?page=2").text.count('class="said"') == 1


def test_an_empty_list_says_what_will_stand_there(app: Flask) -> None:
    assert "Nobody waits." in seated(app, "organizer").get(CONSOLE).text


def test_the_list_asks_the_database_three_questions(app: Flask, newcomer: FlaskClient) -> None:
    olu = seated(app, "organizer")
    olu.get(CONSOLE)
    with counted() as statements:
        olu.get(CONSOLE)
    assert len(statements) == 3, statements


def test_a_message_is_no_page(app: Flask, client: FlaskClient) -> None:
    joining_by(app, "approval")
    ask(client, message="<script>alert(1)</script>")
    assert "<script>alert" not in seated(app, "organizer").get(CONSOLE).text
