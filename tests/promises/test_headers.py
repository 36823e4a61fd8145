"""Every answer carries the headers that keep a page to itself, the refusals included."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.seats import seated
from tests.promises.test_audiences import DOORS, Door
from tests.reports.sending import come_back, filed, on_one_engine, press

GETS = [door for door in DOORS if door.method == "GET"]
EXACT = {
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", re.I)
ELSEWHERE = re.compile(r'(?:src|action|data)="(?:https?:)?//[^"]*"|<link[^>]+href="(?:https?:)?//')


def policy(answer_headers: object) -> dict[str, str]:
    """The Content-Security-Policy by its directives."""
    text = answer_headers["Content-Security-Policy"]  # type: ignore[index]
    return {name: " ".join(rest) for name, *rest in (part.split() for part in text.split(";"))}


@on_one_engine
@pytest.mark.parametrize("door", GETS, ids=lambda door: door.endpoint)
@pytest.mark.parametrize("name", EXACT)
def test_each_route_says(client: FlaskClient, door: Door, name: str) -> None:
    assert client.get(door.address).headers[name] == EXACT[name]


@on_one_engine
@pytest.mark.parametrize("door", GETS, ids=lambda door: door.endpoint)
def test_nothing_is_loaded_that_the_policy_does_not_name(client: FlaskClient, door: Door) -> None:
    said = policy(client.get(door.address).headers)
    assert said["default-src"] == "'none'"
    assert {said["script-src"], said["style-src"], said["connect-src"]} == {"'self'"}
    assert {said["base-uri"], said["frame-ancestors"]} == {"'none'"}
    assert "unsafe" not in " ".join(said.values())


@on_one_engine
@pytest.mark.parametrize("door", GETS, ids=lambda door: door.endpoint)
def test_no_page_is_kept(client: FlaskClient, door: Door) -> None:
    if door.endpoint == "site.favicon":
        assert "Set-Cookie" not in client.get(door.address).headers
        return
    assert client.get(door.address).headers["Cache-Control"] == "no-store"


@on_one_engine
@pytest.mark.parametrize("door", GETS, ids=lambda door: door.endpoint)
def test_no_page_has_inline_script_or_style_or_a_foreign_file(app: Flask, door: Door) -> None:
    page = seated(app, "organizer").get(door.address).text
    assert INLINE.findall(page) + ELSEWHERE.findall(page) == []


@on_one_engine
@pytest.mark.parametrize("step", ["check", "send", "edit"])
def test_no_answer_to_a_form_has_inline_script_or_style(client: FlaskClient, step: str) -> None:
    assert INLINE.findall(press(client, step).text) == []


@on_one_engine
@pytest.mark.parametrize("act", ["", "ask-withdraw"])
def test_no_page_behind_a_receipt_is_kept(client: FlaskClient, act: str) -> None:
    answer = come_back(client, filed(client), act)
    assert answer.headers["Cache-Control"] == "no-store"
    assert INLINE.findall(answer.text) == []


@on_one_engine
def test_over_tls_the_browser_is_told_to_stay_there(client: FlaskClient) -> None:
    answer = client.get("/", base_url="https://localhost/")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@on_one_engine
@pytest.mark.parametrize("address", ["/nothing", "/api/v1/nothing", "/me/console/nothing"])
def test_refusals_carry_them_too(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["Referrer-Policy"] == "no-referrer"
