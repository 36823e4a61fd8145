"""Reports that the server filled in from Ana's history: sealed, sent as they are, or edited."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.pages import Form, Page
from tests.reports.sending import (
    come_back,
    new_submission,
    on_one_engine,
    receipts_in,
    report,
    reports,
)
from tests.reports.test_import_pages import send

COLUMNS = (
    b"platform,task_id,requester,title,started_at,submitted_at,worked_minutes,reward,bonus,currency"
    b",status,status_date,feedback\n"
)
HISTORY = (
    COLUMNS
    + b"""\
Clickworker,T1,Maps GmbH,A shop,2026-11-09 09:00,2026-11-09 10:00,,3.57,,EUR,rejected,,
Clickworker,T2,Shops AG,A shop,2026-11-10 09:00,2026-11-10 09:30,,1.20,,EUR,rejected,,
Clickworker,T3,Shops AG,A shop,2026-11-11 09:00,2026-11-11 09:30,,1.20,,EUR,paid,,
"""
)


@pytest.fixture
def page(client: FlaskClient) -> str:
    """What Ana sees of her file."""
    return send(client, "/reports/import", HISTORY).text


def sealed(page: str) -> list[str]:
    return [unescape(seal) for seal in re.findall(r'name="draft" value="([^"]+)"', page)]


def editable(page: str) -> list[Form]:
    return [form for form in Page(page).forms if form.action == "/reports/new"]


def test_one_report_a_client_and_week_is_offered(page: str) -> None:
    assert len(sealed(page)) == 2


def test_a_draft_says_what_will_be_kept_of_the_file(page: str) -> None:
    words = Page(page).words
    for told in ("Maps GmbH", "Shops AG", "€3.60", "60 minutes"):
        assert told in words


def test_ticked_drafts_are_filed_each_with_its_own_receipt(
    app: Flask, client: FlaskClient, page: str
) -> None:
    answer = client.post("/reports/import/send", data={"draft": sealed(page)})
    assert answer.status_code == 201
    assert len(set(receipts_in(answer))) == 2
    assert {each.strength for each in reports(app)} == {"from_history"}


def test_what_was_not_ticked_is_not_filed(app: Flask, client: FlaskClient, page: str) -> None:
    client.post("/reports/import/send", data={"draft": sealed(page)[:1]})
    assert len(reports(app)) == 1


def test_a_history_counts_without_a_sum(app: Flask, client: FlaskClient, page: str) -> None:
    client.post("/reports/import/send", data={"draft": sealed(page)[:1]})
    assert report(app).standing == "counted"


@pytest.mark.parametrize(("asked", "kept"), [({"is_rounded": "y"}, 360), ({}, 357)])
def test_figures_are_rounded_as_ana_ticks_it(
    app: Flask, client: FlaskClient, page: str, asked: dict[str, str], kept: int
) -> None:
    client.post("/reports/import/send", data={"draft": sealed(page)} | asked)
    assert kept in {each.amount_minor for each in reports(app)}


def test_drafts_sent_twice_count_once(app: Flask, client: FlaskClient, page: str) -> None:
    first, second = (
        client.post("/reports/import/send", data={"draft": sealed(page)}) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 200)
    assert receipts_in(first) == receipts_in(second)
    assert len(reports(app)) == 2


@on_one_engine
def test_one_draft_ticked_twice_has_one_receipt(client: FlaskClient, page: str) -> None:
    answer = client.post("/reports/import/send", data={"draft": sealed(page)[:1] * 2})
    assert len(receipts_in(answer)) == 1


@on_one_engine
def test_nothing_ticked_says_so(client: FlaskClient, databases: object) -> None:
    answer = client.post("/reports/import/send", data={})
    assert answer.status_code == 422
    assert "No report was chosen." in answer.text


def test_an_altered_draft_is_refused_and_none_beside_it_is_filed(
    app: Flask, client: FlaskClient, page: str
) -> None:
    first, second = sealed(page)
    answer = client.post("/reports/import/send", data={"draft": [first, second[:-3] + "abc"]})
    assert answer.status_code == 409
    assert reports(app) == []


@on_one_engine
def test_a_draft_is_good_for_two_days(
    app: Flask, client: FlaskClient, page: str, clock: Clock
) -> None:
    clock.time += timedelta(days=2)
    assert client.post("/reports/import/send", data={"draft": sealed(page)}).status_code == 201


@on_one_engine
def test_a_draft_ends_after_two_days(
    app: Flask, client: FlaskClient, page: str, clock: Clock
) -> None:
    clock.time += timedelta(days=3)
    answer = client.post("/reports/import/send", data={"draft": sealed(page)})
    assert answer.status_code == 409
    assert "older than two days" in answer.text


def test_a_retry_after_one_was_withdrawn_still_shows_the_other(
    client: FlaskClient, page: str
) -> None:
    first = receipts_in(client.post("/reports/import/send", data={"draft": sealed(page)}))
    come_back(client, first[0], "withdraw")
    again = client.post("/reports/import/send", data={"draft": sealed(page)})
    assert receipts_in(again) == first[1:]


def test_drafts_that_were_all_withdrawn_are_gone(client: FlaskClient, page: str) -> None:
    drafts = {"draft": sealed(page)[:1]}
    come_back(client, receipts_in(client.post("/reports/import/send", data=drafts))[0], "withdraw")
    assert client.post("/reports/import/send", data=drafts).status_code == 410


def file_by_hand(browser: FlaskClient, form: Form, **changes: str) -> None:
    answer = browser.post("/reports/new", data=form.fields | changes | {"step": "send"})
    assert answer.status_code == 201, answer.text


def test_a_draft_taken_up_and_left_as_it_is_comes_from_history(
    app: Flask, client: FlaskClient, page: str
) -> None:
    file_by_hand(client, editable(page)[0])
    assert report(app).strength == "from_history"


def test_words_beside_a_draft_leave_its_figures_from_history(
    app: Flask, client: FlaskClient, page: str
) -> None:
    file_by_hand(client, editable(page)[0], testimony="No reason at all.")
    assert report(app).strength == "from_history"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "9.99"},
        {"minutes": "5"},
        {"client": "Other"},
        {"platform": "Other"},
        {"week": "2026-W45"},
        {"task_count": "2"},
        {"currency": "USD"},
        {"kind": "low_pay"},
    ],
    ids=str,
)
@on_one_engine
def test_an_edited_draft_is_declared_and_waits(
    app: Flask, client: FlaskClient, page: str, change: dict[str, str]
) -> None:
    file_by_hand(client, editable(page)[0], **change)
    assert (report(app).strength, report(app).standing) == ("declared", "waiting")


def test_a_seal_under_another_submission_key_is_declared(
    app: Flask, client: FlaskClient, page: str
) -> None:
    file_by_hand(client, editable(page)[0], submission=new_submission(client))
    assert report(app).strength == "declared"


def test_a_damaged_seal_is_declared(app: Flask, client: FlaskClient, page: str) -> None:
    form = editable(page)[0]
    file_by_hand(client, form, history=form.fields["history"][:-2] + "xx")
    assert report(app).strength == "declared"


def test_the_two_ways_of_sending_one_draft_count_once(
    app: Flask, client: FlaskClient, page: str
) -> None:
    drafts = {"draft": sealed(page)[:1], "is_rounded": "y"}
    client.post("/reports/import/send", data=drafts)
    form = editable(page)[0]
    answer = client.post("/reports/new", data=form.fields | {"step": "send"})
    assert answer.status_code == 200
    assert len(reports(app)) == 1
