"""A script comes back with a receipt: reads, updates, replies, withdraws."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.counting import counted
from tests.reports.sending import (
    NEVER_ISSUED,
    bearing,
    come_back,
    filed,
    on_one_engine,
    report,
    send_json,
)

PROBLEM = "application/problem+json"


def errors(answer: Any) -> dict[str, list[str]]:
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM), answer.text
    told: dict[str, list[str]] = answer.get_json()["errors"]
    return told


def test_the_receipt_opens_all_that_is_kept(client: FlaskClient, databases: object) -> None:
    receipt = send_json(client).get_json()["receipt"]
    told = client.get("/api/v1/reports/mine", **bearing(receipt)).get_json()
    assert told["testimony"] == "They refused it all."
    assert (told["week"], told["amount"], told["currency"]) == ("2026-W46", "3.60", "USD")
    assert told["facts"] == {"reason_given": "none"}


def test_the_outcome_is_updated(app: Flask, client: FlaskClient) -> None:
    change = {"outcome": "partly_paid", "recovered": "1.20"}
    answer = client.patch("/api/v1/reports/mine", json=change, **bearing(filed(client)))
    assert answer.get_json() | change == answer.get_json()


def test_what_a_script_does_not_name_stays(app: Flask, client: FlaskClient) -> None:
    receipt = filed(client, outcome="partly_paid")
    client.patch("/api/v1/reports/mine", json={"recovered": "1"}, **bearing(receipt))
    assert (report(app).outcome, report(app).recovered_minor) == ("partly_paid", 100)


def test_null_takes_an_answer_back(app: Flask, client: FlaskClient) -> None:
    receipt = filed(client, outcome="partly_paid")
    client.patch("/api/v1/reports/mine", json={"outcome": None}, **bearing(receipt))
    assert report(app).outcome is None


def test_a_reply_reaches_the_conversation(client: FlaskClient, databases: object) -> None:
    receipt = filed(client)
    answer = client.patch("/api/v1/reports/mine", json={"reply": "Yes."}, **bearing(receipt))
    assert answer.get_json()["replies"] == [{"by": "worker", "on": "2026-11-23", "text": "Yes."}]


@on_one_engine
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"outcome": "happy"}, "outcome"),
        ({"recovered": "much"}, "recovered"),
        ({"recovered": 1.2}, "recovered"),
        ({"reply": "a" * 5_001}, "reply"),
        ({"testimony": "Other words."}, "testimony"),
    ],
)
def test_an_update_that_cannot_be_is_refused_by_name(
    client: FlaskClient, change: dict[str, Any], name: str
) -> None:
    answer = client.patch("/api/v1/reports/mine", json=change, **bearing(filed(client)))
    assert set(errors(answer)) == {name}


@on_one_engine
def test_more_than_was_owed_cannot_come_back(client: FlaskClient) -> None:
    change = {"recovered": "100"}
    answer = client.patch("/api/v1/reports/mine", json=change, **bearing(filed(client)))
    assert "more than the report says was owed" in answer.get_json()["detail"]


def test_a_report_is_withdrawn(client: FlaskClient, databases: object) -> None:
    receipt = filed(client)
    assert client.delete("/api/v1/reports/mine", **bearing(receipt)).status_code == 204
    assert come_back(client, receipt).status_code == 404


@on_one_engine
@pytest.mark.parametrize("header", ["", "Receipt", "Bearer x", "Basic eDp5", "Receipt \xe9"])
def test_no_receipt_opens_nothing(client: FlaskClient, header: str) -> None:
    answer = client.get("/api/v1/reports/mine", headers={"Authorization": header})
    assert (answer.status_code, answer.mimetype) == (404, PROBLEM)


@on_one_engine
def test_guessing_is_slowed_down(client: FlaskClient) -> None:
    answers = [client.get("/api/v1/reports/mine", **bearing(NEVER_ISSUED)) for _ in range(121)]
    assert {answer.status_code for answer in answers} == {404, 429}


@on_one_engine
def test_the_taxonomy_asks_the_database_nothing(client: FlaskClient) -> None:
    client.get("/api/v1/grievances")
    with counted() as asked:
        client.get("/api/v1/grievances")
    assert asked == []


@on_one_engine
def test_reading_ones_own_report_asks_three_questions(client: FlaskClient) -> None:
    receipt = filed(client)
    client.get("/api/v1/reports/mine", **bearing(receipt))
    with counted() as asked:
        client.get("/api/v1/reports/mine", **bearing(receipt))
    assert len(asked) == 3, asked
