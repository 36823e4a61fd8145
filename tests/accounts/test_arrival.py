"""A member who follows a link of another site arrives signed in: by a step that asks from here."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.seats import is_signed_in, seated, set_cookies
from tests.conftest import browser
from tests.reports.sending import on_one_engine

pytestmark = on_one_engine
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
HERE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}


def led_to(html: str) -> str:
    """Where the step leads by itself."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', html)
    return unescape(found[1]) if found else ""


def test_the_step_leads_to_the_same_page(app: Flask) -> None:
    answer = browser(app).get("/me/access?page=2", headers=ELSEWHERE)
    assert answer.status_code == 200
    assert led_to(answer.text) == "/me/access?page=2&arrived=yes"


def test_the_step_has_a_link_for_whoever_is_not_led(app: Flask) -> None:
    answer = browser(app).get("/me/access?page=2", headers=ELSEWHERE)
    assert 'href="/me/access?page=2&amp;arrived=yes"' in answer.text


def test_the_step_sets_no_cookie_so_that_it_signs_nobody_out(app: Flask) -> None:
    assert set_cookies(browser(app).get("/me/", headers=ELSEWHERE)) == []
    assert set_cookies(browser(app).get("/me/sign-in", headers=ELSEWHERE)) == []


def test_bea_comes_from_a_link_and_is_signed_in(app: Flask) -> None:
    bea, without_cookie = seated(app), browser(app)
    answer = without_cookie.get("/me/access", headers=ELSEWHERE)
    there = bea.get(led_to(answer.text), headers=HERE)
    assert there.status_code == 200
    assert "What organizers read" in there.text
    assert is_signed_in(bea)


def test_who_has_no_seat_is_led_to_the_door(app: Flask) -> None:
    ana = browser(app)
    answer = ana.get(led_to(ana.get("/me/access", headers=ELSEWHERE).text), headers=HERE)
    assert answer.status_code == 303
    assert answer.location.startswith("/me/sign-in")


def test_nobody_is_sent_in_circles(app: Flask) -> None:
    ana = browser(app)
    answer = ana.get(led_to(ana.get("/me/sign-in", headers=ELSEWHERE).text), headers=ELSEWHERE)
    assert led_to(answer.text) == ""
    assert "Your seven words" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        HERE,
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
        {"Referer": "http://localhost/"},
        {},
    ],
    ids=str,
)
def test_who_comes_from_here_or_from_nowhere_takes_no_step(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert led_to(client.get("/me/sign-in", headers=headers).text) == ""


@pytest.mark.parametrize(
    "headers",
    [
        ELSEWHERE,
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"},
        {"Referer": "https://eve.example/page"},
    ],
    ids=str,
)
def test_who_comes_from_elsewhere_does(client: FlaskClient, headers: dict[str, str]) -> None:
    assert led_to(client.get("/me/sign-in", headers=headers).text)


def test_a_browser_that_brings_its_session_takes_no_step(app: Flask) -> None:
    assert "What organizers read" in seated(app).get("/me/access", headers=ELSEWHERE).text


def test_pages_outside_take_no_step(client: FlaskClient) -> None:
    assert led_to(client.get("/", headers=ELSEWHERE).text) == ""


@pytest.mark.parametrize(
    "address",
    [
        "/me//eve.example/",
        "/me/%0d%0aLocation:%20https://eve.example",
        "/me/\\eve.example",
        "/me/;url=https://eve.example",
        "/me/'\"><script>alert(1)</script>",
        "/me/?next=https://eve.example",
        "/me/?a=;url=https://eve.example",
    ],
)
def test_eve_cannot_send_anybody_elsewhere(client: FlaskClient, address: str) -> None:
    html = client.get(address, headers=ELSEWHERE).text
    there = led_to(html)
    assert there.startswith("/me/")
    assert ";" not in there
    assert not re.search(r"[\s\"'<>\\]", there)
    assert "<script>alert" not in html


def test_a_link_preview_reads_the_page_itself(client: FlaskClient) -> None:
    assert "Sign in" in client.get("/me/sign-in", headers={"User-Agent": "preview"}).text


def test_a_french_reader_is_told_in_french(app: Flask) -> None:
    assert "Un instant" in browser(app, "fr").get("/me/", headers=ELSEWHERE).text
