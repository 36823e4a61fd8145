"""The sum against floods: for one sending, for a day, and never needed to be heard."""

import base64
import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.reports.sending import new_submission, on_one_engine, press, report, solved

pytestmark = on_one_engine


def test_a_sum_for_another_sending_does_not_count(app: Flask, client: FlaskClient) -> None:
    mine, other = new_submission(client), new_submission(client)
    press(client, "send", mine, altcha=solved(client, other))
    assert report(app).standing == "waiting"


def test_a_sum_is_good_for_a_day(app: Flask, client: FlaskClient, clock: Clock) -> None:
    key = new_submission(client)
    altcha = solved(client, key)
    clock.time += timedelta(hours=24)
    press(client, "send", key, altcha=altcha)
    assert report(app).standing == "counted"


def test_a_sum_of_yesterday_does_not_count(app: Flask, client: FlaskClient, clock: Clock) -> None:
    key = new_submission(client)
    altcha = solved(client, key)
    clock.time += timedelta(hours=24, seconds=1)
    press(client, "send", key, altcha=altcha)
    assert report(app).standing == "waiting"


def altered(altcha: str, **changes: object) -> str:
    """A solved challenge whose signed parameters say something else."""
    body = json.loads(base64.b64decode(altcha))
    body["challenge"]["parameters"] |= changes
    return base64.b64encode(json.dumps(body).encode()).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"cost": 1},
        {"keyPrefix": ""},
        {"nonce": "00" * 16},
        {"data": None},
        {"data": {"submission": "x", "until": 10**12}},
        {"data": {"submission": "x", "until": "never"}},
        {"algorithm": "none"},
        {"cost": 10**12},
    ],
    ids=str,
)
def test_an_altered_sum_does_not_count(
    app: Flask, client: FlaskClient, changes: dict[str, object]
) -> None:
    key = new_submission(client)
    press(client, "send", key, altcha=altered(solved(client, key), **changes))
    assert report(app).standing == "waiting"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"challenge": 5, "solution": 5}',
        '{"challenge": {"parameters": {}, "signature": 5}, "solution": {}}',
        '{"challenge": {"parameters": null, "signature": null}, "solution": null}',
        '{"challenge": ' * 100,
        "[" * 2_000,
    ],
)
def test_a_nonsense_sum_breaks_nothing(app: Flask, client: FlaskClient, body: str) -> None:
    answer = press(client, "send", altcha=base64.b64encode(body.encode()).decode())
    assert answer.status_code == 201
    assert report(app).standing == "waiting"


def test_a_solution_that_was_guessed_does_not_count(app: Flask, client: FlaskClient) -> None:
    key = new_submission(client)
    body = json.loads(base64.b64decode(solved(client, key)))
    body["solution"]["derivedKey"] = "00" * 32
    press(client, "send", key, altcha=base64.b64encode(json.dumps(body).encode()).decode())
    assert report(app).standing == "waiting"
