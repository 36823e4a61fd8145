"""Ana comes back with her receipt: she reads, answers, updates, takes her dossier, withdraws."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.db import db
from coop.reports import service
from coop.reports.models import Reply
from tests.conftest import Clock, browser
from tests.counting import counted
from tests.pages import Page
from tests.reports.sending import (
    NEVER_ISSUED,
    bearing,
    come_back,
    filed,
    new_submission,
    on_one_engine,
    press,
    receipt_in,
    report,
)


def organizers_say(app: Flask, text: str, clock: Clock) -> None:
    with app.app_context():
        service.reply(report(app).code, text, today=clock().date())


@on_one_engine
def test_a_receipt_is_twenty_signs_in_groups_of_four(client: FlaskClient) -> None:
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}", filed(client))


@on_one_engine
def test_the_receipts_page_has_a_qr_code_and_a_file(client: FlaskClient) -> None:
    answer = press(client, "send")
    assert 'class="qr"' in answer.text
    saved = re.search(r'data-text="([^"]*)"', answer.text)
    assert saved is not None
    assert receipt_in(answer) in saved[1]


@on_one_engine
def test_no_browser_keeps_the_receipts_page(client: FlaskClient) -> None:
    assert press(client, "send").headers["Cache-Control"] == "no-store"


@on_one_engine
def test_the_receipt_is_in_the_body_alone(client: FlaskClient) -> None:
    answer = press(client, "send")
    said = str(answer.headers) + "".join(re.findall(r'(?:href|action|src)="[^"]*"', answer.text))
    assert receipt_in(answer).replace("-", "") not in said.replace("-", "")


@on_one_engine
def test_filing_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in press(client, "send").headers


@on_one_engine
@pytest.mark.parametrize("written", [str.lower, lambda code: code.replace("-", " "), str.strip])
def test_a_receipt_may_be_written_in_many_ways(client: FlaskClient, written: Any) -> None:
    assert come_back(client, written(filed(client))).status_code == 200


def test_the_receipt_shows_all_that_is_kept(app: Flask, client: FlaskClient) -> None:
    words = Page(come_back(client, filed(client)).text).words
    for kept in ("Work refused and not paid", "MTurk", "Zed Labs", "$3.60", "97", "refused it all"):
        assert kept in words


def test_the_receipt_says_that_a_report_waits(client: FlaskClient, databases: object) -> None:
    assert "waits for an organizer" in come_back(client, filed(client)).text


def test_the_receipt_says_that_a_report_counts(client: FlaskClient, databases: object) -> None:
    assert "waits for" not in come_back(client, filed(client, is_proven=True)).text


def test_the_receipt_says_that_a_report_was_set_aside(app: Flask, client: FlaskClient) -> None:
    receipt = filed(client)
    with app.app_context():
        service.set_aside(report(app).code)
    assert "An organizer set it aside" in come_back(client, receipt).text


def unknown_withdrawn_and_mistyped(client: FlaskClient) -> list[str]:
    withdrawn = filed(client)
    come_back(client, withdrawn, "withdraw")
    return [NEVER_ISSUED, withdrawn, "not a receipt", "", "U" * 20, "é" * 20, "0" * 500, "a\x00b"]


def without_what_was_typed(html: str) -> str:
    return re.sub(r'value="[^"]*"', "", html)


def test_nobody_can_tell_unknown_withdrawn_and_mistyped_receipts_apart(client: FlaskClient) -> None:
    told = set()
    for code in unknown_withdrawn_and_mistyped(client):
        answer = come_back(client, code)
        length = answer.headers.pop("Content-Length")
        assert int(length) == len(answer.data)
        told.add((answer.status_code, str(answer.headers), without_what_was_typed(answer.text)))
    assert len(told) == 1
    assert next(iter(told))[0] == 404


def test_no_script_can_tell_them_apart_either(client: FlaskClient, databases: object) -> None:
    codes = [code for code in unknown_withdrawn_and_mistyped(client) if code.isascii()]
    codes = [code for code in codes if "\x00" not in code]
    for method in ("get", "patch", "delete"):
        told = {
            (answer.status_code, str(answer.headers), answer.text)
            for answer in (
                getattr(client, method)("/api/v1/reports/mine", **bearing(code)) for code in codes
            )
        }
        assert len(told) == 1, told
        assert next(iter(told))[0] == 404


def test_the_outcome_is_updated(app: Flask, client: FlaskClient) -> None:
    receipt = filed(client)
    page = come_back(client, receipt, "update", outcome="partly_paid", recovered="1.20").text
    assert "Saved." in page
    assert (report(app).outcome, report(app).recovered_minor) == ("partly_paid", 120)


def test_what_came_back_is_no_longer_lost(app: Flask, client: FlaskClient) -> None:
    come_back(client, filed(client), "update", outcome="partly_paid", recovered="1.20")
    assert report(app).lost_minor == 240


def test_more_than_was_owed_cannot_come_back(app: Flask, client: FlaskClient) -> None:
    receipt = filed(client)
    answer = come_back(client, receipt, "update", outcome="partly_paid", recovered="100")
    assert answer.status_code == 422
    assert "This is more than the report says was owed." in answer.text
    assert report(app).outcome is None


def test_an_update_leaves_the_commitment_as_it_was(app: Flask, client: FlaskClient) -> None:
    receipt = filed(client)
    before = report(app).commitment
    come_back(client, receipt, "update", outcome="paid_in_full")
    assert report(app).commitment == before


def test_ana_reads_what_the_organizers_reply(app: Flask, client: FlaskClient, clock: Clock) -> None:
    receipt = filed(client)
    organizers_say(app, "Do you have <b>screenshots</b>?", clock)
    assert "Do you have &lt;b&gt;screenshots&lt;/b&gt;?" in come_back(client, receipt).text


def test_ana_answers_the_organizers(app: Flask, client: FlaskClient, clock: Clock) -> None:
    receipt = filed(client)
    organizers_say(app, "Do you have screenshots?", clock)
    page = Page(come_back(client, receipt, "answer", text="Yes, two.").text).words
    assert "Your answer is with the organizers." in page
    assert page.index("Do you have screenshots?") < page.index("Yes, two.")


def test_an_answer_that_is_sent_twice_counts_once(app: Flask, client: FlaskClient) -> None:
    receipt = filed(client)
    for _ in range(2):
        come_back(client, receipt, "answer", text="Yes, two.")
    with app.app_context():
        assert db.session.scalars(select(Reply.text)).all() == ["Yes, two."]


@pytest.mark.parametrize("text", ["", "   \n ", "a" * 5_001])
def test_an_empty_or_endless_answer_is_refused(app: Flask, client: FlaskClient, text: str) -> None:
    assert come_back(client, filed(client), "answer", text=text).status_code == 422
    with app.app_context():
        assert db.session.scalars(select(Reply.text)).all() == []


def test_a_null_sign_in_an_answer_breaks_nothing(app: Flask, client: FlaskClient) -> None:
    assert come_back(client, filed(client), "answer", text="a\x00b").status_code == 200


def test_guessing_is_slowed_down(client: FlaskClient, databases: object) -> None:
    statuses = [come_back(client, NEVER_ISSUED).status_code for _ in range(61)]
    assert set(statuses) == {404, 429}


def test_another_key_of_the_server_opens_nothing(app: Flask, client: FlaskClient) -> None:
    key = new_submission(client)
    receipt = receipt_in(press(client, "send", key))
    settings = app.extensions["coop.config"]
    with app.app_context():
        stored = service.Secrets(b"a" * 32, b"b" * 32, b"c" * 32).stored(receipt)
        assert stored != report(app).receipt_hash
    assert receipt not in repr(settings)


@on_one_engine
@pytest.mark.parametrize(("act", "statements"), [("", 3), ("text", 3), ("update", 9)])
def test_coming_back_asks_little_of_the_database(
    app: Flask, client: FlaskClient, act: str, statements: int
) -> None:
    receipt = filed(client)
    come_back(client, receipt, act)
    with counted() as asked:
        come_back(browser(app), receipt, act)
    assert len(asked) == statements, asked
