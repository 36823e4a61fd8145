"""A script files, comes back and withdraws; what no question asks for is refused by name."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.reports.sending import (
    ANSWERS,
    new_submission,
    on_one_engine,
    report,
    reports,
    send_json,
    solved,
)

PROBLEM = "application/problem+json"


def errors(answer: Any) -> dict[str, list[str]]:
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM), answer.text
    told: dict[str, list[str]] = answer.get_json()["errors"]
    return told


def test_a_script_that_did_its_sum_is_counted(app: Flask, client: FlaskClient) -> None:
    answer = send_json(client)
    assert answer.status_code == 201
    assert set(answer.get_json()) == {
        "receipt",
        "commitment",
        "day",
        "stands_in_ledger_from",
        "standing",
    }
    assert report(app).standing == "counted"


def test_the_answer_holds_the_commitment_that_is_kept(app: Flask, client: FlaskClient) -> None:
    assert send_json(client).get_json()["commitment"] == report(app).commitment.hex()


def test_a_retry_is_answered_with_the_same_receipt(app: Flask, client: FlaskClient) -> None:
    key = new_submission(client)
    first, second = (send_json(client, key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert len(reports(app)) == 1


def test_other_answers_under_one_key_conflict_and_show_the_receipt(client: FlaskClient) -> None:
    key = new_submission(client)
    receipt = send_json(client, key).get_json()["receipt"]
    answer = send_json(client, key, minutes=20)
    assert (answer.status_code, answer.mimetype) == (409, PROBLEM)
    assert answer.get_json()["receipt"] == receipt


@pytest.mark.parametrize("altcha", ["", "x", "e30=", "bnVsbA==", None, 5, {"a": 1}, "A" * 9_000])
@on_one_engine
def test_a_script_without_its_sum_is_refused(client: FlaskClient, altcha: Any) -> None:
    key = new_submission(client)
    answer = client.post("/api/v1/reports", json=ANSWERS | {"submission": key, "altcha": altcha})
    assert (answer.status_code, answer.mimetype) == (403, PROBLEM)
    assert "GET /api/v1/challenge" in answer.get_json()["detail"]


@on_one_engine
def test_a_sum_for_another_key_is_refused(client: FlaskClient) -> None:
    mine, other = new_submission(client), new_submission(client)
    assert send_json(client, mine, altcha=solved(client, other)).status_code == 403


@on_one_engine
def test_a_sum_is_good_for_a_day(client: FlaskClient, clock: Clock) -> None:
    key = new_submission(client)
    altcha = solved(client, key)
    clock.time = clock.time.replace(day=24, minute=1)
    answer = client.post("/api/v1/reports", json=ANSWERS | {"submission": key, "altcha": altcha})
    assert answer.status_code == 403


@on_one_engine
def test_a_challenge_names_the_key_it_is_for(client: FlaskClient) -> None:
    key = client.get("/api/v1/challenge").get_json()["submission"]
    assert send_json(client, key, is_rounded=True).status_code == 201


@on_one_engine
def test_no_challenge_is_made_for_a_strange_key(client: FlaskClient) -> None:
    assert client.get("/api/v1/challenge?submission=strange").status_code == 400


@on_one_engine
@pytest.mark.parametrize("strange", ["", "x", "é", 5, None, ["a"]])
def test_a_strange_key_files_nothing(app: Flask, client: FlaskClient, strange: Any) -> None:
    key = new_submission(client)
    answers = ANSWERS | {"submission": strange, "altcha": solved(client, key)}
    assert client.post("/api/v1/reports", json=answers).status_code == 403
    assert reports(app) == []


@on_one_engine
@pytest.mark.parametrize("name", ["worker", "address", "e_mail", "notice_days", "csrf_token"])
def test_what_no_question_asks_for_is_refused_by_name(client: FlaskClient, name: str) -> None:
    assert errors(send_json(client, **{name: "1"})) == {name: ["This is not asked for."]}


@on_one_engine
def test_own_facts_may_stand_under_facts(app: Flask, client: FlaskClient) -> None:
    send_json(client, facts={"reason_given": "quality"})
    assert report(app).facts["reason_given"] == "quality"


@on_one_engine
def test_facts_that_are_no_object_are_refused(client: FlaskClient) -> None:
    assert "facts" in errors(send_json(client, facts=["reason_given"]))


@on_one_engine
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", 3.57),
        ("amount", 1e300),
        ("amount", float("nan")),
        ("minutes", 97.0),
        ("minutes", True),
        ("platform", {"name": "MTurk"}),
        ("platform", ["MTurk", "Toloka"]),
        ("platform", True),
        ("is_rounded", "no"),
        ("may_quote", 1),
        ("reason_given", ["none"]),
    ],
)
def test_a_value_of_another_type_is_refused_by_name(
    client: FlaskClient, name: str, value: Any
) -> None:
    assert set(errors(send_json(client, **{name: value}))) == {name}


@on_one_engine
@pytest.mark.parametrize("code", ["nonsense", "", 5, None, {"a": 1}])
def test_an_unknown_kind_is_refused(client: FlaskClient, code: Any) -> None:
    assert send_json(client, kind=code).status_code == 422


@on_one_engine
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"[]", "application/json"),
        (b'"x"', "application/json"),
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b'{"a":' * 40_000, "application/json"),
        (b"[" * 100_000 + b"]" * 100_000, "application/json"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "application/json"),
        (b'{"testimony": "\\ud800"}', "application/json"),
        (b"{}", "text/plain"),
        (b"kind=other", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_object_is_refused(client: FlaskClient, body: bytes, kind: str) -> None:
    answer = client.post("/api/v1/reports", data=body, content_type=kind)
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)


@on_one_engine
def test_a_body_beyond_the_limit_is_refused(client: FlaskClient) -> None:
    body = b'{"testimony": "' + b"a" * 300_000 + b'"}'
    answer = client.post("/api/v1/reports", data=body, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (413, PROBLEM)


def test_a_null_sign_breaks_nothing(app: Flask, client: FlaskClient) -> None:
    send_json(client, testimony="a\x00b", platform="M\x00Turk")
    assert report(app).platform_typed == "MTurk"


@on_one_engine
def test_figures_are_rounded_unless_a_script_says_otherwise(
    app: Flask, client: FlaskClient
) -> None:
    send_json(client)
    assert report(app).amount_minor == 360


@on_one_engine
def test_a_script_may_send_exact_figures(app: Flask, client: FlaskClient) -> None:
    send_json(client, is_rounded=False)
    assert report(app).amount_minor == 357
