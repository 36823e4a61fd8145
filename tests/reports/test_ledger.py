"""A report's commitment, and its withdrawal, come to stand in the ledger; the pages say when."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coop.db import db
from coop.ledger.models import StoredLeaf
from coop.reports.rules import withdrawal, withdrawal_salt
from tests.conftest import Clock
from tests.ledger.leaves import verify
from tests.pages import Page
from tests.reports.sending import bearing, come_back, filed, press, receipt_in, report, send_json
from tests.shell import run

COMES_ON = "November 24, 2026"


def next_day(app: Flask, clock: Clock) -> None:
    """Let a night go by."""
    clock.time = clock.time.replace(day=clock.time.day + 1)
    assert run(app, "upkeep").exit_code == 0


def stands(client: FlaskClient, leaf: bytes) -> bool:
    """Whether the ledger proves a leaf."""
    return client.get(f"/api/v1/ledger/proof?leaf={leaf.hex()}").status_code == 200


def sent(app: Flask) -> int:
    """How many leaves workers caused."""
    with app.app_context():
        caused = select(func.count()).select_from(StoredLeaf).where(StoredLeaf.kind.is_(None))
        return db.session.scalar(caused) or 0


def test_a_report_stands_in_the_ledger_from_the_day_after(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    filed(client)
    committed = report(app).commitment
    assert run(app, "upkeep").exit_code == 0
    assert not stands(client, committed)
    next_day(app, clock)
    assert stands(client, committed)
    assert verify(app) == (0, [])


def test_the_receipts_page_says_when_and_leads_to_the_look_up(
    app: Flask, client: FlaskClient
) -> None:
    answer = press(client, "send")
    page = Page(answer.text)
    assert f"It stands in the public ledger from {COMES_ON}" in page.words
    form = page.form("/ledger")
    assert form.fields["leaf"] == report(app).commitment.hex()
    assert COMES_ON in Page(client.post("/ledger", data=form.fields).text).words
    assert receipt_in(answer)


def test_the_saved_receipt_says_when_and_where(client: FlaskClient) -> None:
    text = re.search(r'data-text="([^"]+)"', press(client, "send").text)
    assert text
    assert f"In the public ledger from {COMES_ON}" in text[1]
    assert "/ledger" in text[1]


def test_the_api_says_when(client: FlaskClient) -> None:
    assert send_json(client).get_json()["stands_in_ledger_from"] == "2026-11-24"


def test_coming_back_shows_the_commitment(app: Flask, client: FlaskClient) -> None:
    page = Page(come_back(client, filed(client)).text)
    assert page.form("/ledger").fields["leaf"] == report(app).commitment.hex()


def test_a_form_sent_twice_leaves_one_leaf(app: Flask, client: FlaskClient, clock: Clock) -> None:
    key = Page(client.get("/reports/new?kind=unpaid_rejection").text)
    submission = key.form("/reports/new").fields["submission"]
    for _ in range(2):
        press(client, "send", submission)
    next_day(app, clock)
    assert sent(app) == 1


def test_a_withdrawal_leaves_a_leaf_of_its_own_and_keeps_the_reports(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    receipt = filed(client)
    committed = report(app).commitment
    next_day(app, clock)
    page = Page(come_back(client, receipt, "withdraw").text)
    leaf = bytes.fromhex(page.form("/ledger").fields["leaf"])
    next_day(app, clock)
    assert stands(client, committed)
    assert stands(client, leaf)
    assert sent(app) == 2
    assert verify(app) == (0, [])


def test_the_holder_of_the_receipt_can_show_whose_withdrawal_it_was(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    receipt = filed(client)
    client.delete("/api/v1/reports/mine", **bearing(receipt))
    next_day(app, clock)
    salt = withdrawal_salt(receipt.replace("-", ""))
    assert stands(client, withdrawal(report(app).commitment, salt))
