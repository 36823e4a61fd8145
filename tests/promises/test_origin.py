"""No other site can send a form here in a visitor's name; our own pages can, with no script."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import browser
from tests.promises.test_audiences import DOORS, Door
from tests.reports.sending import ANSWERS, new_submission, on_one_engine

CHANGES = [door for door in DOORS if door.method != "GET"]
FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://eve.example"},
    {"Origin": "http://localhost.eve.example"},
    {"Origin": "http://localhost:81"},
]
FROM_HERE = [
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    {"Origin": "http://localhost"},
    {"Origin": "null"},
    {},
]


@on_one_engine
@pytest.mark.parametrize("door", CHANGES, ids=lambda door: f"{door.method} {door.endpoint}")
def test_no_change_is_taken_from_another_site(app: Flask, door: Door) -> None:
    for headers in FROM_ELSEWHERE:
        answer = browser(app).open(door.address, method=door.method, headers=headers)
        assert answer.status_code == 403, headers


@on_one_engine
@pytest.mark.parametrize("headers", FROM_HERE, ids=str)
def test_our_own_form_is_taken(client: FlaskClient, headers: dict[str, str]) -> None:
    said = ANSWERS | {"submission": new_submission(client), "step": "send"}
    assert client.post("/reports/new", data=said, headers=headers).status_code == 201


@on_one_engine
def test_the_refusal_says_what_to_do(client: FlaskClient) -> None:
    answer = client.post("/reports/new", headers=FROM_ELSEWHERE[0])
    assert "Open the page here and send it again" in answer.text
