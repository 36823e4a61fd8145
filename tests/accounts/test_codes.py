"""One-time codes: set up with one typed back, shown once a day and browser, removed."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.accounts.factor_models import TotpFactor
from coop.db import db
from tests.accounts.factors import CHECK, CODES, code_now, send_code, set_up_codes, shown_secret
from tests.accounts.seats import seated, seated_with_words, sign_in
from tests.conftest import Clock, browser
from tests.counting import counted
from tests.pages import Page

REMOVAL = f"{CODES}/remove"


@pytest.fixture
def phrase(app: Flask, client: FlaskClient) -> str:
    """Olu's seven words; she is signed in, and has no factor yet."""
    return seated_with_words(app, client, "organizer")


def factor(app: Flask) -> TotpFactor | None:
    with app.app_context():
        return db.session.scalar(select(TotpFactor))


def test_without_a_factor_the_console_leads_to_where_one_is_added(
    client: FlaskClient, phrase: str
) -> None:
    answer = client.get("/me/console/reports?kind=dismissal", follow_redirects=True)
    assert answer.request.path == "/me/factors"
    assert "The console opens once you have added one of these." in Page(answer.text).words


def test_with_the_codes_set_up_it_goes_on_to_the_page_asked_for(
    app: Flask, client: FlaskClient, phrase: str
) -> None:
    page = client.get("/me/console/", follow_redirects=True).text
    link = re.search(r'href="(/me/factors/codes\?next=[^"]+)"', page)
    assert link is not None
    html = client.get(link[1]).text
    fields = Page(html).form(CODES).fields | {"code": code_now(app, shown_secret(html))}
    assert client.post(CODES, data=fields).location == "/me/console/"


def test_nothing_is_kept_before_a_code_is_typed_back(
    app: Flask, client: FlaskClient, phrase: str
) -> None:
    client.get(CODES)
    assert factor(app) is None


def test_a_wrong_code_typed_back_shows_the_same_secret_again(
    app: Flask, client: FlaskClient, phrase: str
) -> None:
    html = client.get(CODES).text
    fields = Page(html).form(CODES).fields | {"code": "000 000"}
    answer = client.post(CODES, data=fields)
    assert answer.status_code == 422
    assert shown_secret(answer.text) == shown_secret(html)
    assert factor(app) is None


def test_each_showing_has_a_secret_of_its_own(client: FlaskClient, phrase: str) -> None:
    assert shown_secret(client.get(CODES).text) != shown_secret(client.get(CODES).text)


def test_the_qr_code_says_what_the_text_says(client: FlaskClient, phrase: str) -> None:
    html = client.get(CODES).text
    address = re.search(r'href="(otpauth://[^"]+)"', html)
    assert address is not None
    read = pyotp.parse_uri(address[1].replace("&amp;", "&"))
    assert (read.secret, read.issuer) == (shown_secret(html), "Porte-Voix")
    assert "<svg" in html


def test_after_the_phrase_a_code_opens_the_console(app: Flask, phrase: str, clock: Clock) -> None:
    client, elsewhere = browser(app), browser(app)
    sign_in(client, phrase)
    secret = set_up_codes(app, client)
    clock.time += timedelta(minutes=1)
    sign_in(elsewhere, phrase)
    answer = send_code(elsewhere, code_now(app, secret), next="/me/console/platforms")
    assert answer.location == "/me/console/platforms"
    assert elsewhere.get("/me/console/platforms").status_code == 200


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_clock_half_a_minute_off_gets_in(
    app: Flask, client: FlaskClient, phrase: str, clock: Clock, seconds: int
) -> None:
    secret = set_up_codes(app, client)
    clock.time += timedelta(minutes=5)
    assert send_code(client, code_now(app, secret, seconds=seconds)).status_code == 303


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_clock_a_minute_off_does_not(
    app: Flask, client: FlaskClient, phrase: str, clock: Clock, seconds: int
) -> None:
    secret = set_up_codes(app, client)
    clock.time += timedelta(minutes=5)
    answer = send_code(client, code_now(app, secret, seconds=seconds))
    assert answer.status_code == 422
    assert "the clock of your phone may be wrong" in answer.text


def test_spaces_and_figures_of_another_script_are_read(
    app: Flask, client: FlaskClient, phrase: str, clock: Clock
) -> None:
    secret = set_up_codes(app, client)
    clock.time += timedelta(minutes=5)
    code = code_now(app, secret)
    typed = "".join(chr(0x06F0 + int(figure)) for figure in code)
    assert send_code(client, f" {typed[:3]} {typed[3:]} ").status_code == 303


def test_the_factor_counts_until_the_day_after(
    app: Flask, client: FlaskClient, phrase: str, clock: Clock
) -> None:
    set_up_codes(app, client)
    clock.time += timedelta(days=1)
    assert client.get("/me/console/").status_code == 200
    clock.time += timedelta(days=1)
    assert client.get("/me/console/").location.startswith(CHECK)


def test_the_secret_is_kept_sealed(app: Flask, client: FlaskClient, phrase: str) -> None:
    secret = set_up_codes(app, client)
    kept = factor(app)
    assert kept is not None
    assert len(kept.sealed_secret) == 48
    assert pyotp.TOTP(secret).byte_secret() not in kept.sealed_secret


def test_a_seat_has_one_set_of_codes(app: Flask, client: FlaskClient, phrase: str) -> None:
    set_up_codes(app, client)
    answer = client.get(CODES)
    assert answer.status_code == 409
    assert "has one-time codes already" in answer.text


def test_removing_closes_the_console_in_every_browser(
    app: Flask, client: FlaskClient, phrase: str, clock: Clock
) -> None:
    secret = set_up_codes(app, client)
    other = browser(app)
    sign_in(other, phrase)
    clock.time += timedelta(minutes=1)
    send_code(other, code_now(app, secret))
    client.post(REMOVAL, data=Page(client.get(REMOVAL).text).form(REMOVAL).fields)
    assert factor(app) is None
    assert [c.get("/me/console/").status_code for c in (client, other)] == [303, 303]


def test_removing_asks_for_a_fresh_code(
    app: Flask, client: FlaskClient, phrase: str, clock: Clock
) -> None:
    secret = set_up_codes(app, client)
    form = Page(client.get(REMOVAL).text).form(REMOVAL)
    clock.time += timedelta(minutes=11)
    assert client.post(REMOVAL, data=form.fields).location.startswith(CHECK)
    assert factor(app) is not None
    answer = send_code(client, code_now(app, secret), next=REMOVAL)
    assert answer.location == REMOVAL
    assert client.get(REMOVAL).status_code == 200


def test_a_member_is_not_offered_what_opens_nothing(app: Flask) -> None:
    assert "One-time codes" not in Page(seated(app).get("/me/factors").text).words


def test_whoever_has_a_role_is_shown_the_desk_code(client: FlaskClient, phrase: str) -> None:
    assert re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", Page(client.get("/me/factors").text).words)


def test_the_guard_asks_the_database_nothing_more(
    app: Flask, client: FlaskClient, phrase: str
) -> None:
    set_up_codes(app, client)
    client.get("/me/console/")
    with counted() as statements:
        client.get("/me/console/")
    asked_of_members = [s for s in statements if "seat" in s or "factor" in s or "passkey" in s]
    assert len(asked_of_members) == 1, asked_of_members


def test_the_page_of_factors_asks_three_questions(
    app: Flask, client: FlaskClient, phrase: str
) -> None:
    client.get("/me/factors")
    with counted() as statements:
        client.get("/me/factors")
    assert len(statements) == 3, statements
