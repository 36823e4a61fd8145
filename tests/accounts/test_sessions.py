"""Where a seat is signed in: how many browsers, since which day, and nothing else."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.accounts.keys import keys_of
from coop.accounts.models import Seat
from coop.accounts.service import open_session
from coop.db import db
from coop.web.clock import today
from coop.web.settings import config
from tests.accounts.seats import is_signed_in, seated, seated_with_words, sign_in
from tests.conftest import Clock, browser
from tests.pages import Page

ONE = "/me/sign-out/one"


@pytest.fixture
def phrase(app: Flask, client: FlaskClient) -> str:
    """Bea's seven words; she is signed in on `client`."""
    return seated_with_words(app, client)


@pytest.fixture
def other(app: Flask, phrase: str) -> FlaskClient:
    """Bea's other browser."""
    signed_in = browser(app)
    sign_in(signed_in, phrase)
    return signed_in


def handles(client: FlaskClient) -> list[str]:
    return re.findall(r'name="session" value="(\w+)"', client.get("/me/").text)


def sign_one_out(client: FlaskClient, handle: str) -> int:
    form = Page(client.get("/me/").text).form(ONE).fields
    return client.post(ONE, data=form | {"session": handle}).status_code


def test_alone_it_says_this_one(client: FlaskClient, phrase: str) -> None:
    assert "On one browser, this one." in client.get("/me/").text


def test_two_browsers_are_counted_and_this_one_is_marked(
    client: FlaskClient, other: FlaskClient
) -> None:
    words = Page(client.get("/me/").text).words
    assert "On 2 browsers." in words
    assert words.count("November 23, 2026 December 7, 2026 this browser") == 1


def test_the_day_is_shown(client: FlaskClient, phrase: str, app: Flask, clock: Clock) -> None:
    clock.time += timedelta(days=1)
    sign_in(browser(app), phrase)
    words = Page(client.get("/me/").text).words
    assert "November 23, 2026" in words
    assert "November 24, 2026" in words


def test_one_other_browser_is_signed_out(client: FlaskClient, other: FlaskClient) -> None:
    (handle,) = handles(client)
    assert sign_one_out(client, handle) == 303
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_eve_signs_nobody_else_out(app: Flask, client: FlaskClient, other: FlaskClient) -> None:
    (beas,) = handles(client)
    eve_phrase_seat = browser(app)
    eve_phrase = seated_with_words(app, eve_phrase_seat)
    sign_in(browser(app), eve_phrase)
    sign_one_out(eve_phrase_seat, beas)
    assert is_signed_in(other)


@pytest.mark.parametrize("handle", ["", "zz", "0" * 64, "é"])
def test_a_strange_handle_signs_nobody_out(
    client: FlaskClient, other: FlaskClient, handle: str
) -> None:
    assert sign_one_out(client, handle) == 303
    assert is_signed_in(other)


def test_without_its_token_nobody_is_signed_out(client: FlaskClient, other: FlaskClient) -> None:
    (handle,) = handles(client)
    assert client.post(ONE, data={"session": handle}).status_code == 400
    assert is_signed_in(other)


def test_at_most_twenty_are_listed(app: Flask) -> None:
    bea = seated(app)
    with app.app_context():
        [seat_id] = db.session.scalars(select(Seat.id))
        for _ in range(21):
            open_session(seat_id, keys=keys_of(config()), today=today())
    assert len(handles(bea)) == 19


def test_a_page_of_a_session_never_shows_its_key(app: Flask) -> None:
    bea = seated(app)
    page = bea.get("/me/").text
    with bea.session_transaction("/me/") as session:
        assert session["_user_id"] not in page
