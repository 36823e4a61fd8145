"""A double click, a retry and a reload: one report, one receipt, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.db import db
from coop.reports import models
from coop.web.submission import new_key
from tests.conftest import Clock, browser
from tests.reports.sending import (
    come_back,
    filed,
    new_submission,
    press,
    receipt_in,
    report,
    reports,
    send_json,
)

THREADS = 20


def test_the_first_sending_is_created_and_the_next_is_found(client: FlaskClient) -> None:
    key = new_submission(client)
    assert [press(client, "send", key).status_code for _ in range(3)] == [201, 200, 200]


def test_a_reload_shows_the_same_receipt(client: FlaskClient) -> None:
    key = new_submission(client)
    first, second = (receipt_in(press(client, "send", key)) for _ in range(2))
    assert first == second


def test_a_reload_counts_once(app: Flask, client: FlaskClient) -> None:
    key = new_submission(client)
    for _ in range(3):
        press(client, "send", key)
    assert len(reports(app)) == 1


def test_a_reload_on_another_day_counts_once(app: Flask, client: FlaskClient, clock: Clock) -> None:
    key = new_submission(client)
    press(client, "send", key)
    clock.time = clock.time.replace(day=27)
    assert press(client, "send", key).status_code == 200
    assert str(report(app).filed_on) == "2026-11-23"


def test_other_answers_under_the_same_key_are_refused_and_the_first_stand(
    app: Flask, client: FlaskClient
) -> None:
    key = new_submission(client)
    press(client, "send", key)
    answer = press(client, "send", key, testimony="Other words.")
    assert answer.status_code == 409
    assert "The first ones stand" in answer.text
    with app.app_context():
        assert db.session.scalars(select(models.Testimony.text)).all() == ["They refused it all."]


def test_the_page_of_other_answers_still_shows_the_receipt(client: FlaskClient) -> None:
    key = new_submission(client)
    receipt = receipt_in(press(client, "send", key))
    assert receipt_in(press(client, "send", key, minutes="20")) == receipt


def test_a_damaged_key_gets_a_new_one_and_keeps_the_answers(
    app: Flask, client: FlaskClient
) -> None:
    page = press(client, "check", "damaged.key")
    assert page.status_code == 200
    assert "They refused it all." in page.text
    assert 'value="damaged.key"' not in page.text


def test_a_report_sent_under_a_damaged_key_is_filed(app: Flask, client: FlaskClient) -> None:
    receipt = receipt_in(press(client, "send", "damaged.key"))
    assert come_back(client, receipt).status_code == 200


def test_a_key_made_for_another_form_is_not_taken(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        other = new_key("another form")
    assert f'value="{other}"' not in press(client, "check", other).text


def test_a_withdrawn_form_that_is_sent_again_is_gone(app: Flask, client: FlaskClient) -> None:
    key = new_submission(client)
    come_back(client, receipt_in(press(client, "send", key)), "withdraw")
    answer = press(client, "send", key)
    assert answer.status_code == 410
    assert "This report was withdrawn." in answer.text


def test_the_page_and_the_api_share_one_key(app: Flask, client: FlaskClient) -> None:
    key = new_submission(client)
    receipt = receipt_in(press(client, "send", key))
    again = send_json(client, key)
    assert (again.status_code, again.get_json()["receipt"]) == (200, receipt)
    assert len(reports(app)) == 1


def test_twenty_clicks_at_once_make_one_report(app: Flask, client: FlaskClient) -> None:
    key = new_submission(client)
    ready = Barrier(THREADS)

    def click(number: int) -> tuple[int, str]:
        ready.wait()
        # Twenty at once would meet the limit of one address; that is another test's matter.
        client = browser(app)
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        answer = press(client, "send", key)
        return answer.status_code, receipt_in(answer)

    with ThreadPoolExecutor(THREADS) as threads:
        told = list(threads.map(click, range(THREADS)))
    assert sorted(status for status, _ in told) == [200] * (THREADS - 1) + [201]
    assert len({receipt for _, receipt in told}) == 1
    assert len(reports(app)) == 1


def test_two_reports_have_two_receipts(client: FlaskClient, databases: object) -> None:
    assert filed(client) != filed(client)
