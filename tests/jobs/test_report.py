"""The first way through the house: Ana reports, comes back; Olu reads, answers and exports."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.seats import seated
from tests.pages import Page
from tests.reports.sending import come_back, filed, receipts_in

# Two weeks of one client, as a worker fills in our template.
HISTORY = """\
platform,task_id,requester,title,started_at,submitted_at,worked_minutes,reward,bonus,currency,\
status,status_date,feedback
Clickworker,t1,Zed Labs,Boxes,2026-11-09T10:00:00Z,2026-11-09T10:12:00Z,,0.50,,USD,rejected,,
Clickworker,t2,Zed Labs,Boxes,2026-11-02T10:00:00Z,2026-11-02T10:20:00Z,,0.70,,USD,rejected,,
Clickworker,t3,Zed Labs,Boxes,2026-11-02T10:30:00Z,2026-11-02T10:40:00Z,,0.40,,USD,paid,,
"""


def imported(client: FlaskClient) -> list[str]:
    """Ana reads her own history and sends what it fills in; the receipts."""
    file = (io.BytesIO(HISTORY.encode()), "history.csv")
    page = client.post("/reports/import", data={"file": file})
    assert page.status_code == 200, page.text
    seals = re.findall(r'name="draft" value="([^"]+)"', page.text)
    assert len(seals) == 2
    sent = client.post("/reports/import/send", data={"draft": seals, "is_rounded": "y"})
    assert sent.status_code == 201, sent.text
    return receipts_in(sent)


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    """Olu's browser, signed in."""
    return seated(app, "organizer")


def code_of(olu: FlaskClient, kind: str = "unpaid_rejection") -> str:
    """The code of the first report in Olu's list."""
    listed = olu.get(f"/me/console/reports?kind={kind}&strength=declared")
    found = re.search(r"/me/console/reports/([0-9A-Z]{12})", listed.text)
    assert found, Page(listed.text).words
    return found[1]


def test_what_ana_files_by_hand_is_counted_at_once(client: FlaskClient, olu: FlaskClient) -> None:
    filed(client, is_proven=True)
    assert "$3.60" in olu.get("/me/console/reports").text


def test_what_ana_imports_is_counted_by_its_strength(client: FlaskClient, olu: FlaskClient) -> None:
    receipts = imported(client)
    listed = olu.get("/me/console/reports?strength=from_history").text
    assert len(set(re.findall(r"/me/console/reports/([0-9A-Z]{12})", listed))) == len(receipts)


def test_ana_reads_what_olu_answers(client: FlaskClient, olu: FlaskClient) -> None:
    receipt = filed(client, is_proven=True)
    address = f"/me/console/reports/{code_of(olu)}"
    form = Page(olu.get(address).text).form(f"{address}/reply")
    said = {name: value for name, value in form.fields.items() if name == "csrf_token"}
    answer = olu.post(f"{address}/reply", data=said | {"text": "We ask the client together."})
    assert answer.status_code == 303, answer.text
    assert "We ask the client together." in come_back(client, receipt).text


def test_olu_reads_what_ana_answers(client: FlaskClient, olu: FlaskClient) -> None:
    receipt = filed(client, is_proven=True)
    come_back(client, receipt, "answer", text="Twelve of us were refused.")
    opened = olu.get(f"/me/console/reports/{code_of(olu)}").text
    assert "Twelve of us were refused." in opened


def test_a_withdrawn_report_leaves_olus_figures(client: FlaskClient, olu: FlaskClient) -> None:
    receipt = filed(client, is_proven=True)
    come_back(client, receipt, "withdraw")
    assert "$3.60" not in olu.get("/me/console/reports").text


def test_olu_exports_counts_and_no_small_cell(client: FlaskClient, olu: FlaskClient) -> None:
    for _ in range(6):
        filed(client, is_proven=True)
    filed(client, is_proven=True, platform="A platform that one worker names")
    exported = olu.get("/me/console/reports.csv").text
    assert "INTERNAL" in exported
    assert "3.60" not in exported.split("A platform that one worker names")[-1].split("\n")[0]


def test_members_see_that_olu_exported(app: Flask, client: FlaskClient, olu: FlaskClient) -> None:
    olu.get("/me/console/reports.csv")
    assert "exported counted reports" in seated(app, "member").get("/me/access").text
