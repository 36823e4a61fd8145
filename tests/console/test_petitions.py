"""Organizers record what became of an adopted petition; all of it is public."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from coop.accounts.models import Access
from coop.db import db
from coop.petitions import queries
from coop.web.clock import today
from tests.conftest import Clock
from tests.pages import Page
from tests.petitions.test_lists import put

CONSOLE = "/me/console/petitions"


@pytest.fixture
def code(app: Flask) -> str:
    """An adopted petition."""
    with app.app_context():
        return put("adopted", "Pay for delivered work", since=3)


def send(olu: FlaskClient, code: str, **fields: str) -> TestResponse:
    """Fill in the form of what comes next, and send it."""
    address = f"{CONSOLE}/{code}"
    form = Page(olu.get(address).text).form(address)
    told = {"happened_on": "2026-11-23", "is_sure": "y", "text": "In words.", "source": "A file"}
    kept = {name: form.fields[name] for name in ("csrf_token", "from")}
    return olu.post(address, data=kept | told | fields)


def deliver(olu: FlaskClient, code: str, **fields: str) -> TestResponse:
    return send(olu, code, **{"party": "Clickworker GmbH"} | fields)


def answer(olu: FlaskClient, code: str, **fields: str) -> TestResponse:
    promised = {"party": "Its director", "promise": "To pay.", "promised_by": "2027-01-31"}
    return send(olu, code, **promised | fields)


def state(app: Flask, code: str) -> str:
    with app.app_context():
        return queries.petition(code).state


def test_an_adopted_petition_waits_for_organizers(olu: FlaskClient, code: str) -> None:
    page = Page(olu.get(CONSOLE).text).words
    assert "Pay for delivered work" in page
    assert "The organizers deliver it by" in page


def test_with_none_the_page_says_so(olu: FlaskClient) -> None:
    assert "No petition waits for you." in olu.get(CONSOLE).text


def test_a_delivery_is_public_at_once(
    app: Flask, client: FlaskClient, olu: FlaskClient, code: str
) -> None:
    assert deliver(olu, code).status_code == 303
    assert state(app, code) == "delivered"
    page = Page(client.get(f"/petitions/{code}").text).words
    assert "Delivered: November 23, 2026" in page
    assert "Clickworker GmbH" in page
    assert "An answer is awaited by December 23, 2026." in page


def test_the_whole_way_to_a_kept_promise(
    app: Flask, client: FlaskClient, olu: FlaskClient, code: str
) -> None:
    deliver(olu, code)
    answer(olu, code)
    page = Page(client.get(f"/petitions/{code}").text).words
    assert "What was promised is due by January 31, 2027." in page
    assert "Promised: To pay. To be kept by January 31, 2027." in page
    assert send(olu, code, end="kept").status_code == 303
    assert state(app, code) == "kept"
    assert "What was promised was done." in Page(client.get(f"/petitions/{code}").text).words


def test_a_promise_can_be_broken(app: Flask, olu: FlaskClient, code: str) -> None:
    deliver(olu, code)
    answer(olu, code)
    send(olu, code, end="broken")
    assert state(app, code) == "broken"


def test_an_answer_without_a_promise_has_nothing_to_keep(
    client: FlaskClient, olu: FlaskClient, code: str
) -> None:
    deliver(olu, code)
    answer(olu, code, promise="", promised_by="")
    assert "nothing was promised" in client.get(f"/petitions/{code}").text
    assert f'action="{CONSOLE}/{code}"' not in olu.get(f"{CONSOLE}/{code}").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"is_sure": ""}, "Check it and tick this."),
        ({"party": ""}, "Say to whom."),
        ({"happened_on": ""}, "Say the day."),
        ({"happened_on": "2026-11-24"}, "This day is still to come."),
        ({"text": " \n"}, "Say in words what was delivered, or choose the file."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_comes_back(
    app: Flask, olu: FlaskClient, code: str, fields: dict[str, str], sentence: str
) -> None:
    sent = deliver(olu, code, **fields)
    assert sent.status_code == 422
    assert sentence in sent.text
    assert fields.get("text", "In words.") in sent.text
    assert state(app, code) == "adopted"


def test_a_day_without_a_promise_is_asked_about(olu: FlaskClient, code: str) -> None:
    deliver(olu, code)
    assert answer(olu, code, promise="").status_code == 422


def test_sent_twice_it_is_recorded_once(app: Flask, olu: FlaskClient, code: str) -> None:
    address = f"{CONSOLE}/{code}"
    form = Page(olu.get(address).text).form(address)
    told = {"happened_on": "2026-11-23", "is_sure": "y", "party": "Clickworker", "text": "Sent."}
    kept = {name: form.fields[name] for name in ("csrf_token", "from")}
    assert [olu.post(address, data=kept | told).status_code for _ in range(2)] == [303, 303]
    other = olu.post(address, data=kept | told | {"party": "Another"})
    assert other.status_code == 409
    assert "Another" in other.text
    assert state(app, code) == "delivered"


def test_a_slip_is_taken_back_the_same_day(app: Flask, olu: FlaskClient, code: str) -> None:
    with app.app_context():
        before = queries.petition(code)
    deliver(olu, code)
    assert undo(olu, code).status_code == 303
    with app.app_context():
        after = queries.petition(code)
        assert queries.records(code) == {}
    assert (after.state, after.since_on, after.due_on) == ("adopted", before.since_on, after.due_on)
    assert after.due_on == before.since_on + timedelta(days=14)


def test_taking_back_an_end_brings_the_promises_day_back(
    app: Flask, olu: FlaskClient, code: str
) -> None:
    deliver(olu, code)
    answer(olu, code)
    send(olu, code, end="broken")
    undo(olu, code)
    with app.app_context():
        found = queries.petition(code)
    assert (found.state, str(found.due_on)) == ("answered", "2027-01-31")


def undo(olu: FlaskClient, code: str) -> TestResponse:
    address = f"{CONSOLE}/{code}/undo"
    form = Page(olu.get(f"{CONSOLE}/{code}").text).form(address)
    return olu.post(address, data=form.fields)


def test_from_the_next_day_on_a_record_stands(
    app: Flask, olu: FlaskClient, code: str, clock: Clock
) -> None:
    deliver(olu, code)
    address = f"{CONSOLE}/{code}/undo"
    form = Page(olu.get(f"{CONSOLE}/{code}").text).form(address)
    clock.time += timedelta(days=1)
    assert address not in olu.get(f"{CONSOLE}/{code}").text
    assert olu.post(address, data=form.fields).status_code == 409
    assert state(app, code) == "delivered"


def test_each_record_stands_in_the_access_log(app: Flask, olu: FlaskClient, code: str) -> None:
    deliver(olu, code)
    with app.app_context():
        acts = dict(db.session.execute(select(Access.act, Access.times)).all())
        assert today().isoformat() == "2026-11-23"
    assert acts["record_petition"] == 1
    assert "recorded what became of a petition" in olu.get("/me/access").text


def test_a_petition_that_is_not_adopted_has_no_form(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = put("voting")
    assert f'action="{CONSOLE}/{code}"' not in olu.get(f"{CONSOLE}/{code}").text
