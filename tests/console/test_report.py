import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from coop.db import db
from coop.platforms.models import Platform
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform
from coop.reports import service
from coop.reports.figures import count_counted
from coop.reports.models import Report
from coop.reports.selection import Selection
from coop.reports.tallies import tally_new
from tests.console.filing import TODAY, file, file_many
from tests.counting import counted
from tests.pages import Page


def act(olu: FlaskClient, code: str, verb: str, **fields: str) -> TestResponse:
    """Press a button of a report's page."""
    page = Page(olu.get(f"/me/console/reports/{code}").text)
    address = f"/me/console/reports/{code}/{verb}"
    token = page.form(address).fields["csrf_token"]
    return olu.post(address, data={"csrf_token": token} | fields)


def standing(code: str) -> str | None:
    return db.session.scalar(select(Report.standing).where(Report.code == code))


def test_olu_reads_all_that_a_report_says(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file(testimony="They never answered.").code
    page = Page(olu.get(f"/me/console/reports/{code}").text).words
    for said in ("They never answered.", "Clickworker", "$3.50", "France", "$7.00"):
        assert said in page


def test_what_a_worker_wrote_is_never_markup(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file(testimony="<script>alert(1)</script>", platform="<b>Eve</b>").code
    page = olu.get(f"/me/console/reports/{code}").text
    assert "<script>alert" not in page
    assert "<b>Eve" not in page


def test_a_reply_waits_for_the_holder_of_the_receipt(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file().code
    assert act(olu, code, "reply", text="Which form was it?").status_code == 303
    page = Page(olu.get(f"/me/console/reports/{code}").text).words
    assert "Your reply waits" in page
    assert "Which form was it?" in page


def test_an_empty_reply_comes_back(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file().code
    answer = act(olu, code, "reply", text="   ")
    assert answer.status_code == 422
    assert "Write a reply first." in answer.text


def test_a_reply_without_the_token_is_refused(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file().code
    answer = olu.post(f"/me/console/reports/{code}/reply", data={"text": "Eve was here"})
    assert answer.status_code == 422


def test_a_waiting_report_counts_once_olu_says_so(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file(is_proven=False).code
        act(olu, code, "count")
        assert count_counted(Selection()) == 1


def test_setting_aside_is_undone_by_counting(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file().code
        tally_new()
        act(olu, code, "set-aside")
        assert (standing(code), count_counted(Selection())) == ("set_aside", 0)
        act(olu, code, "count")
        db.session.rollback()
        assert (standing(code), count_counted(Selection())) == ("counted", 1)


def test_mapping_a_name_counts_all_who_typed_it(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file_many(3, platform="click worker!")[0].code
        tally_new()
        known = add_platform(NewPlatform("Clickworker", "microtasks"))
        act(olu, code, "platform", platform="clickworker")
        page = Page(olu.get(f"/me/console/reports/{code}").text).words
        assert "3 reports count under Clickworker now." in page
        assert count_counted(Selection(platform=known.id.hex)) == 3
        assert count_counted(Selection(platform="")) == 0


def test_a_name_may_become_a_new_platform(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file(platform="Neeva raters").code
        act(olu, code, "platform", name="Neeva", kind_of_work="search_evaluation")
        added = db.session.scalar(select(Platform).where(Platform.slug == "neeva"))
        assert added
        assert count_counted(Selection(platform=added.id.hex)) == 1


def test_a_new_platform_with_a_taken_name_comes_back(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file(platform="Neeva").code
        add_platform(NewPlatform("Toloka", "microtasks"))
    answer = act(olu, code, "platform", name="toloka", kind_of_work="microtasks")
    assert answer.status_code == 422
    assert "already stands in the catalogue" in answer.text


def test_choosing_nothing_comes_back(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file().code
    answer = act(olu, code, "platform")
    assert answer.status_code == 422
    assert "Choose a platform, or name a new one." in answer.text


@pytest.mark.parametrize("verb", ["", "/reply", "/platform", "/count", "/set-aside"])
def test_there_is_nothing_under_another_code(olu: FlaskClient, verb: str) -> None:
    answer = olu.get(f"/me/console/reports/ABCDEFGHJKMN{verb}")
    assert answer.status_code == (405 if verb else 404)


def test_a_withdrawn_report_is_gone(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        report = file()
        service.withdraw(report.receipt_hash, salt=bytes(16), today=TODAY)
    assert olu.get(f"/me/console/reports/{report.code}").status_code == 404


def test_opening_a_report_takes_seven_queries(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file(testimony="Short.").code
    olu.get("/me/console/")
    with counted() as statements:
        olu.get(f"/me/console/reports/{code}")
    assert len(statements) == 7, statements
