"""The session lives under /me/: nowhere else is it read, not even for a stolen or forged cookie."""

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from tests.accounts.seats import seated
from tests.conftest import browser
from tests.promises.test_audiences import DOORS, Door
from tests.reports.sending import come_back, filed, on_one_engine, press

OUTSIDE = [door for door in DOORS if not door.address.startswith("/me/")]


class SessionRead(AssertionError):
    """Somebody opened the session where there is none."""


def seat_cookie(app: Flask) -> str:
    """The real cookie of an organizer who is signed in."""
    cookie = seated(app, "organizer").get_cookie("seat", path="/me/")
    assert cookie is not None
    return str(cookie.value)


@on_one_engine
@pytest.mark.parametrize("door", OUTSIDE, ids=lambda door: f"{door.method} {door.endpoint}")
def test_nothing_outside_me_reads_a_seats_cookie(
    app: Flask, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = seat_cookie(app)
    raised: list[str] = []

    def read(*_: object) -> None:
        raised.append(door.address)
        raise SessionRead

    monkeypatch.setattr(type(app.session_interface), "get_signing_serializer", read)
    eve = browser(app)
    eve.set_cookie("seat", cookie, path="/")
    eve.open(door.address, method=door.method)
    assert raised == []


@on_one_engine
@pytest.mark.parametrize("door", OUTSIDE, ids=lambda door: f"{door.method} {door.endpoint}")
def test_an_answer_outside_me_is_the_same_with_and_without_a_seat(app: Flask, door: Door) -> None:
    with_seat, without = seated(app, "organizer"), browser(app)
    with_seat.set_cookie("seat", seat_cookie(app), path="/")
    answers = [c.open(door.address, method=door.method).status_code for c in (with_seat, without)]
    assert answers[0] == answers[1]


@on_one_engine
@pytest.mark.parametrize("door", OUTSIDE, ids=lambda door: f"{door.method} {door.endpoint}")
def test_no_cookie_is_set_outside_me_but_the_language(client: FlaskClient, door: Door) -> None:
    set_cookies = client.open(door.address, method=door.method).headers.getlist("Set-Cookie")
    assert [c for c in set_cookies if not c.startswith("language=")] == []


@on_one_engine
def test_filing_and_coming_back_set_no_cookie(client: FlaskClient) -> None:
    answers = [press(client, "check"), press(client, "send"), come_back(client, filed(client))]
    assert [a.headers.getlist("Set-Cookie") for a in answers] == [[], [], []]


@on_one_engine
def test_the_language_cookie_says_nothing_but_the_language(client: FlaskClient) -> None:
    (cookie,) = client.get("/language/fr?next=/").headers.getlist("Set-Cookie")
    assert cookie.startswith("language=fr;")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


@on_one_engine
def test_writing_to_the_session_outside_me_raises(app: Flask) -> None:
    with app.test_request_context("/reports/new"), pytest.raises(RuntimeError):
        session["who"] = "Ana"


@on_one_engine
def test_the_seats_cookie_goes_to_me_only(app: Flask) -> None:
    cookie = seated(app, "member").get_cookie("seat", path="/me/")
    assert cookie is not None
    assert (cookie.path, cookie.http_only, cookie.same_site) == ("/me/", True, "Strict")
