"""What is stored opens nothing, and the session goes nowhere but under /me/."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.db import BASES, engine
from tests.accounts.seats import invitation, join, seated, set_cookies, without_tokens
from tests.conftest import browser

OUTSIDE = ["/", "/platforms", "/platforms/none", "/privacy", "/healthz", "/language/fr", "/me"]


def stored_values(app: Flask) -> Iterator[object]:
    """Every value of every row of both databases."""
    with app.app_context():
        for name, base in BASES.items():
            with engine(name).connect() as connection:
                for table in base.metadata.sorted_tables:
                    for row in connection.execute(select(table)):
                        yield from row


def test_a_phrase_is_stored_nowhere(app: Flask, client: FlaskClient) -> None:
    phrase = join(client, invitation(app))
    said = b"\0".join(
        value if isinstance(value, bytes) else str(value).encode() for value in stored_values(app)
    )
    assert phrase.encode() not in said
    assert not [word for word in phrase.split() if len(word) > 4 and word.encode() in said]


def test_no_link_or_session_key_is_stored(app: Flask, client: FlaskClient) -> None:
    used, waiting = invitation(app), invitation(app)
    join(client, used)
    with client.session_transaction("/me/") as session:
        key = session["_user_id"]
    for value in stored_values(app):
        for secret in (key, used.rsplit("/", 1)[-1], waiting.rsplit("/", 1)[-1]):
            assert secret not in str(value)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_browser_sends_no_session_outside_the_members_pages(app: Flask, address: str) -> None:
    bea = seated(app)
    sent: list[str] = []
    wsgi = app.wsgi_app
    app.wsgi_app = lambda environ, start: (  # type: ignore[method-assign]  # listens in
        sent.append(environ.get("HTTP_COOKIE", "")),
        wsgi(environ, start),
    )[1]
    bea.get(address)
    assert sent == [""]


@pytest.mark.parametrize("address", OUTSIDE)
def test_no_session_is_set_outside_the_members_pages(app: Flask, address: str) -> None:
    cookies = set_cookies(seated(app).get(address))
    assert not [cookie for cookie in cookies if cookie.startswith("seat=")]


@pytest.mark.parametrize("address", OUTSIDE[:-2])
def test_a_session_forced_on_a_page_outside_is_not_read(app: Flask, address: str) -> None:
    bea = seated(app)
    cookie = bea.get_cookie("seat", path="/me/")
    assert cookie is not None
    ana = browser(app)
    forced = browser(app).get(address, headers={"Cookie": f"seat={cookie.value}"})
    assert without_tokens(forced.text) == without_tokens(ana.get(address).text)
    assert not set_cookies(forced)


def test_eve_cannot_make_a_session_of_her_own(app: Flask) -> None:
    seated(app)
    eve = browser(app)
    eve.set_cookie("seat", "eyJfdXNlcl9pZCI6ImEifQ.aaaa.bbbb", path="/me/")
    assert eve.get("/me/").status_code == 303


def test_pages_of_members_are_kept_in_no_cache(app: Flask) -> None:
    assert seated(app).get("/me/").headers["Cache-Control"] == "no-store"


def test_the_page_of_the_phrase_is_kept_in_no_cache(app: Flask, client: FlaskClient) -> None:
    link = invitation(app)
    assert client.get(link).headers["Cache-Control"] == "no-store"
