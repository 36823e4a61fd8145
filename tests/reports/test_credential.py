"""A member's anonymous right makes a report a member's, once, and names nobody."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coop.reports.credentials import sending_digest
from coop.tokens import service
from coop.tokens.acts import as_json
from coop.tokens.queries import spent_count
from coop.web.clock import today
from coop.web.settings import config
from tests.reports.sending import (
    ANSWERS,
    new_submission,
    on_one_engine,
    press,
    receipt_in,
    report,
    reports,
)
from tests.tokens.rights import Right, draw

SCOPE = "report-2026-11"


@pytest.fixture
def right(app: Flask) -> Right:
    """Bea's right to report as a member this month."""
    with app.app_context():
        service.upkeep(today(), config())
        return draw(SCOPE)


def act_for(right: Right, submission: str, **changes: Any) -> dict[str, Any]:
    """The right, signed for one sending."""
    body = {"act": "report", "submission": sending_digest(submission)} | changes
    return as_json(right.act(body))


def send(browser: FlaskClient, submission: str, act: Any) -> TestResponse:
    answers = {name: value for name, value in ANSWERS.items() if name != "is_rounded"}
    return browser.post("/api/v1/reports", json=answers | {"submission": submission, "act": act})


def test_a_report_with_a_right_is_a_members_and_counts_at_once(
    app: Flask, client: FlaskClient, right: Right
) -> None:
    key = new_submission(client)
    answer = send(client, key, act_for(right, key))
    assert answer.status_code == 201
    assert (report(app).strength, report(app).standing) == ("member", "counted")


def test_sent_again_it_is_the_same_report(app: Flask, client: FlaskClient, right: Right) -> None:
    key = new_submission(client)
    answers = [send(client, key, act_for(right, key)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.get_json()["receipt"] for answer in answers}) == 1
    assert len(reports(app)) == 1
    with app.app_context():
        assert spent_count(SCOPE) == 1


def test_one_right_serves_one_report(app: Flask, client: FlaskClient, right: Right) -> None:
    keys = [new_submission(client) for _ in range(2)]
    answers = [send(client, key, act_for(right, key)) for key in keys]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert len(reports(app)) == 1


def test_a_right_signed_for_another_sending_serves_nobody(
    app: Flask, client: FlaskClient, right: Right
) -> None:
    mine, theirs = new_submission(client), new_submission(client)
    assert send(client, theirs, act_for(right, mine)).status_code == 403
    assert reports(app) == []


def test_a_right_to_something_else_is_none_to_report(
    app: Flask, client: FlaskClient, right: Right
) -> None:
    with app.app_context():
        draft = draw("draft-2026-Q4")
    key = new_submission(client)
    assert send(client, key, act_for(draft, key)).status_code == 403
    assert reports(app) == []


@on_one_engine
@pytest.mark.parametrize("act", ["x", 7, [], {"scope": SCOPE}, "{}", {"scope": None}])
def test_what_is_no_right_is_refused_in_words(
    app: Flask, client: FlaskClient, act: Any, right: Right
) -> None:
    answer = send(client, new_submission(client), act)
    assert answer.status_code == 422
    assert "wallet" in answer.get_json()["detail"]
    assert reports(app) == []


def test_the_page_takes_a_right_too(app: Flask, client: FlaskClient, right: Right) -> None:
    key = new_submission(client)
    answer = press(client, "send", key, act=json.dumps(act_for(right, key)))
    assert answer.status_code == 201
    assert receipt_in(answer)
    assert report(app).strength == "member"


def test_a_right_that_cannot_be_used_loses_no_answer(
    app: Flask, client: FlaskClient, right: Right
) -> None:
    first, second = new_submission(client), new_submission(client)
    press(client, "send", first, act=json.dumps(act_for(right, first)))
    answer = press(client, "send", second, act=json.dumps(act_for(right, second)))
    assert answer.status_code == 409
    assert "Nothing is lost" in answer.text
    assert 'name="testimony" value="They refused it all."' in answer.text
    assert press(client, "send", second).status_code == 201


def test_without_a_right_a_report_is_declared(app: Flask, client: FlaskClient) -> None:
    press(client, "send")
    assert report(app).strength == "declared"
