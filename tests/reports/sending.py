"""Ana fills in a form and sends it, as her browser does: by the pages, with no account."""

import re
from html import unescape
from typing import Any

import pytest
from altcha import Challenge, Payload, solve_challenge
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from coop.db import db
from coop.reports.models import Report
from tests.pages import Page

# What Ana says, in the form's own words: $3.57 for 97 minutes, refused without a reason.
ANSWERS = {
    "kind": "unpaid_rejection",
    "platform": "MTurk",
    "client": "Zed Labs",
    "week": "2026-W46",
    "amount": "3.57",
    "currency": "USD",
    "minutes": "97",
    "reason_given": "none",
    "is_rounded": "y",
    "testimony": "They refused it all.",
}
# For what no database decides: once is enough.
on_one_engine = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
NEVER_ISSUED = "0000-0000-0000-0000-0000"


def new_submission(client: FlaskClient, kind: str = "unpaid_rejection") -> str:
    """The submission key of a fresh form."""
    return (
        Page(client.get(f"/reports/new?kind={kind}").text).form("/reports/new").fields["submission"]
    )


def solved(client: FlaskClient, key: str) -> str:
    """The proof of work for a submission key, as proof.js makes it."""
    told = client.get("/api/v1/challenge", query_string={"submission": key}).get_json()
    told.pop("submission")
    challenge = Challenge.from_dict(told)
    solution = solve_challenge(challenge)
    assert solution is not None
    return Payload(challenge, solution).to_base64()


def press(browser: FlaskClient, step: str, key: str | None = None, **said: str) -> TestResponse:
    """Send the form with Ana's answers and these, by one of its buttons."""
    submission = key if key is not None else new_submission(browser)
    return browser.post(
        "/reports/new", data=ANSWERS | {"submission": submission} | said | {"step": step}
    )


def filed(browser: FlaskClient, *, is_proven: bool = False, **said: str) -> str:
    """File a report; return its receipt."""
    key = new_submission(browser)
    proof = {"altcha": solved(browser, key)} if is_proven else {}
    answer = press(browser, "send", key, **said, **proof)
    assert answer.status_code == 201, answer.text
    return receipt_in(answer)


def receipt_in(answer: TestResponse) -> str:
    """The receipt that a page shows."""
    return receipts_in(answer)[0]


def receipts_in(answer: TestResponse) -> list[str]:
    """Every receipt that a page shows."""
    return re.findall(r'data-receipt-code="([^"]+)"', answer.text)


def come_back(client: FlaskClient, receipt: str, act: str = "", **said: str) -> TestResponse:
    """Open a report with its receipt, or do something with it."""
    return client.post("/reports/receipt", data={"receipt": receipt, "act": act} | said)


def bearing(receipt: str) -> dict[str, Any]:
    """The header of a script that holds a receipt."""
    return {"headers": {"Authorization": f"Receipt {receipt}"}}


def send_json(browser: FlaskClient, key: str | None = None, **said: Any) -> TestResponse:
    """File by the API, with the sum done."""
    submission = key if key is not None else new_submission(browser)
    answers: dict[str, Any] = {k: v for k, v in ANSWERS.items() if k != "is_rounded"}
    body = answers | {"submission": submission, "altcha": solved(browser, submission)} | said
    return browser.post("/api/v1/reports", json=body)


def reports(app: Flask) -> list[Report]:
    """Every report that is stored."""
    with app.app_context():
        return list(db.session.scalars(select(Report)))


def report(app: Flask) -> Report:
    """The one report that is stored."""
    (found,) = reports(app)
    return found


def beside(answer: TestResponse, name: str) -> str:
    """The sentence that stands beside a field."""
    found = re.search(rf'<p class="error" id="{name}-error">(.*?)</p>', answer.text, re.DOTALL)
    if found is None:
        return ""
    return re.sub(r"<span.*?</span>", "", unescape(found[1])).strip()
