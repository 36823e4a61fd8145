"""A kind that is added to the table appears everywhere at once."""

import sys
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.reports.facts import Money, Whole
from coop.reports.kind import PAY, Kind, Lost
from coop.reports.taxonomy import TAXONOMY
from tests.pages import Page
from tests.reports.sending import come_back, filed, on_one_engine, press, report, send_json, solved

pytestmark = on_one_engine

PARCEL = Kind(
    code="lost_parcel",
    heading=PAY,
    name="A lost parcel charged to the courier",
    in_short="Made up for this test.",
    asks=("minutes",),
    money_lost=Lost("parcel_charge"),
    facts=(
        Whole("parcels", "How many parcels?", minimum=1, maximum=9),
        Money("parcel_charge", "What were you charged?"),
    ),
)
SAID = {"kind": "lost_parcel", "parcels": "2", "parcel_charge": "8", "amount": ""}


@pytest.fixture(autouse=True)
def one_more_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the kind into the table, wherever the app reads it."""
    more = TAXONOMY.with_kind(PARCEL)
    for name, module in list(sys.modules.items()):
        if name.startswith("coop.") and getattr(module, "TAXONOMY", None) is TAXONOMY:
            monkeypatch.setattr(module, "TAXONOMY", more)


def told(**said: Any) -> dict[str, Any]:
    """The made-up kind's answers, without those that it does not ask for."""
    return SAID | {"reason_given": ""} | said


def test_it_can_be_chosen(app: Flask, client: FlaskClient) -> None:
    assert PARCEL.name in client.get("/reports/new").text


def test_its_questions_are_asked(client: FlaskClient) -> None:
    page = client.get("/reports/new?kind=lost_parcel").text
    assert "How many parcels?" in page
    assert 'max="9"' in page


def test_its_bounds_hold(client: FlaskClient) -> None:
    answer = press(client, "check", **told(parcels="10"))
    assert "Write a whole number from 1 to 9." in answer.text


def test_the_check_page_shows_its_answers(client: FlaskClient) -> None:
    words = Page(press(client, "check", **told()).text).words
    assert "How many parcels? 2" in words
    assert "What were you charged? $8.00" in words


def test_it_is_kept_with_what_follows_from_it(app: Flask, client: FlaskClient) -> None:
    press(client, "send", **told())
    assert report(app).facts == {"parcels": 2, "parcel_charge": 800}
    assert report(app).lost_minor == 800


def test_its_receipt_shows_it(client: FlaskClient) -> None:
    assert PARCEL.name in come_back(client, filed(client, **told())).text


def test_a_question_of_another_kind_is_refused_by_name(app: Flask, client: FlaskClient) -> None:
    answer = send_json(
        client, kind="lost_parcel", reason_given=None, amount=None, facts={"parcels": 3}
    )
    assert "reason_given" in answer.get_json()["errors"]


def test_its_own_facts_pass_through_the_api(app: Flask, client: FlaskClient) -> None:
    key = client.get("/api/v1/challenge").get_json()["submission"]
    from_form = {"platform": "MTurk", "week": "2026-W46", "kind": "lost_parcel"}
    answer = send_alone(client, key, from_form | {"facts": {"parcels": 3}})
    assert answer.status_code == 201
    assert report(app).facts == {"parcels": 3}


def send_alone(client: FlaskClient, key: str, said: dict[str, Any]) -> Any:
    body = said | {"submission": key, "altcha": solved(client, key)}
    return client.post("/api/v1/reports", json=body)


def test_the_api_lists_it(client: FlaskClient) -> None:
    kinds = client.get("/api/v1/grievances").get_json()["kinds"]
    (told,) = [kind for kind in kinds if kind["code"] == "lost_parcel"]
    assert [fact["code"] for fact in told["facts"]] == ["parcels", "parcel_charge"]


def test_an_export_has_its_columns(databases: object) -> None:
    columns = {column.name for column in TAXONOMY.with_kind(PARCEL).export_columns()}
    assert {"parcels", "parcel_charge_minor"} <= columns
