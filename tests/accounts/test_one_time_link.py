import random
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.accounts import demo
from coop.web.clock import today
from tests.accounts.seats import invitation, is_signed_in, join
from tests.conftest import Clock, browser
from tests.pages import Page
from tests.shell import run


@pytest.fixture
def link(app: Flask) -> str:
    """A one-time link into Olu's demonstration seat, as `make run` prints it."""
    with app.app_context():
        demo.demo(source=random.Random(1), today=today())
    return printed_link(app)


def printed_link(app: Flask) -> str:
    printed = run(app, "sign-in-link", "--role", "organizer")
    assert printed.exit_code == 0, printed
    return printed.output.splitlines()[0].removeprefix("http://127.0.0.1:8000")


def follow(client: FlaskClient, link: str) -> int:
    form = Page(client.get(link).text).form(link)
    return client.post(link, data=form.fields).status_code


def test_a_one_time_link_signs_in(client: FlaskClient, link: str) -> None:
    assert follow(client, link) == 303
    assert is_signed_in(client)
    assert "organizer" in client.get("/me/").text


def test_its_command_says_whose_wallet_that_seat_has(app: Flask, link: str) -> None:
    told = run(app, "sign-in-link", "--role", "organizer").output
    assert "the same made-up seat each time" in told
    assert "`flask invite`" in told


def test_looking_does_not_spend_it(client: FlaskClient, link: str) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert follow(client, link) == 303


def test_it_spends_once(app: Flask, client: FlaskClient, link: str) -> None:
    eve = browser(app)
    fields = Page(eve.get(link).text).form(link).fields
    follow(client, link)
    assert eve.post(link, data=fields).status_code == 410
    assert eve.get(link).status_code == 410
    assert not is_signed_in(eve)


def test_without_its_token_the_form_spends_nothing(client: FlaskClient, link: str) -> None:
    assert client.post(link).status_code == 400
    assert follow(client, link) == 303


def test_it_is_over_after_a_day(client: FlaskClient, link: str, clock: Clock) -> None:
    clock.time += timedelta(days=2)
    assert client.get(link).status_code == 410


def test_upkeep_forgets_links_whose_days_are_over(app: Flask, link: str, clock: Clock) -> None:
    clock.time += timedelta(days=2)
    assert run(app, "upkeep").exit_code == 0
    clock.time -= timedelta(days=2)
    assert browser(app).get(link).status_code == 410


def test_a_real_seat_has_no_such_link(app: Flask) -> None:
    join(browser(app), invitation(app, "organizer"))
    made = run(app, "sign-in-link", "--role", "organizer")
    assert made.exit_code == 1
    assert "no demonstration seat" in made.output


def test_the_invite_command_prints_a_link_that_joins(app: Flask, client: FlaskClient) -> None:
    printed = run(app, "invite", "--role", "organizer")
    link = printed.output.splitlines()[0].removeprefix("http://127.0.0.1:8000")
    join(client, link)
    assert "You sit here as organizer" in client.get("/me/").text
