from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.accounts.queries import access_log
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform
from coop.reports.tallies import tally_new
from tests.accounts.seats import seated
from tests.console.filing import WEEK, file, file_many
from tests.counting import counted
from tests.pages import Page

LIST = "/me/console/reports"


def words(client: FlaskClient, address: str = LIST, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return Page(answer.text).words


def test_olu_sees_what_reports_add_up_to(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(3, amount_minor=1_000)
    page = words(olu)
    assert "3 Counted reports" in page
    assert "$30.00" in page
    assert "100% (3 of 3) Had no channel to appeal" in page


def test_figures_are_the_same_before_and_after_upkeep(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(3)
        olu.get(LIST)
        before = words(olu)
        tally_new()
    assert words(olu) == before


@pytest.mark.parametrize(
    ("query", "reports"),
    [
        ("kind=low_pay", 1),
        ("country=IN", 1),
        ("country=none", 1),
        ("platform=none", 4),
        ("platform=known", 1),
        ("strength=member", 1),
        ("outcome=none", 4),
        (f"week_from={WEEK}", 4),
        (f"week_to={WEEK - timedelta(weeks=1)}", 1),
        ("kind=unpaid_rejection&country=FR", 2),
    ],
)
def test_each_filter_counts_what_it_says(
    app: Flask, olu: FlaskClient, query: str, reports: int
) -> None:
    with app.app_context():
        add_platform(NewPlatform("Known", "microtasks"))
        file(kind="low_pay", facts={}, outcome="unpaid")
        file(country="IN", week=WEEK - timedelta(weeks=1))
        file(country=None)
        file(strength="member")
        file(platform="known")
    page = olu.get(f"{LIST}?{query}")
    assert page.text.count('class="n">$') > 0
    assert page.text.count('<th scope="row"><a href=') == reports


def test_a_filter_is_remembered_in_the_form_and_the_links(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file()
    page = olu.get(f"{LIST}?kind=unpaid_rejection").text
    assert '<option selected value="unpaid_rejection">' in page
    assert "/me/console/reports.csv?kind=unpaid_rejection" in page


def test_the_list_never_shows_testimony(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file(testimony="They laughed at my accent.")
    assert "laughed" not in olu.get(LIST).text


def test_a_second_page_begins_where_the_first_ended(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        codes = {report.code for report in file_many(60)}
    first = olu.get(LIST).text
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = olu.get(following).text
    shown = [{code for code in codes if f">{code}<" in page} for page in (first, second)]
    assert [len(each) for each in shown] == [50, 10]
    assert shown[0] | shown[1] == codes


def test_an_unknown_filter_comes_back_with_what_is_wrong(olu: FlaskClient) -> None:
    assert "Something needs another look" in words(olu, f"{LIST}?kind=made-up", 422)
    assert "Choose a week" in words(olu, f"{LIST}?week_from=tomorrow", 422)
    assert "lies before" in words(olu, f"{LIST}?week_from=2026-11-02&week_to=2026-10-05", 422)


@pytest.mark.parametrize("reports", [0, 1, 4])
def test_a_client_named_by_fewer_than_five_is_refused_alike(
    app: Flask, olu: FlaskClient, reports: int
) -> None:
    with app.app_context():
        file_many(reports, client="Acme")
        file_many(3, client="Acme", is_proven=False)
    page = words(olu, f"{LIST}?client=acme", 403)
    assert "Fewer than 5 counted reports name this client, or none does." in page
    assert "Acme" not in page


def test_a_client_named_by_five_is_a_filter(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(5, client="Acme")
        file(client="Other")
    assert "5 Counted reports" in words(olu, f"{LIST}?client=ACME")


def test_an_export_refuses_a_rare_client_too(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(4, client="Acme")
    assert olu.get(f"{LIST}.csv?client=Acme").status_code == 403


def test_waiting_reports_are_listed_but_in_no_figure(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file(is_proven=False).code
    assert "There are no reports yet." in words(olu)
    page = words(olu, f"{LIST}?standing=waiting")
    assert code in page
    assert "These reports are in no figure." in page


def test_the_console_says_what_waits(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(2, is_proven=False)
        file()
    page = words(olu, "/me/console/")
    assert "1 Counted reports" in page
    assert "2 Waiting for your look" in page


@pytest.mark.parametrize("role", ["member", "moderator"])
@pytest.mark.parametrize("path", ["/", "/reports", "/reports.csv", "/platforms", "/reports/X"])
def test_other_roles_are_told_that_it_is_not_theirs(app: Flask, role: str, path: str) -> None:
    assert seated(app, role).get(f"/me/console{path}").status_code == 403


def test_ana_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get(f"{LIST}?kind=low_pay")
    assert answer.status_code == 303
    assert "/me/sign-in" in answer.location


def test_looking_and_exporting_stand_in_the_access_log(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        code = file().code
    for address in (LIST, f"{LIST}/{code}", f"{LIST}.csv"):
        olu.get(address)
    with app.app_context():
        acts = {day.act for day in access_log()[0]}
    assert acts == {"list_reports", "read_report", "export_reports"}


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        # The seat, and for what is recorded the log; then the page's own.
        ("/", 5),
        ("/reports", 6),
        ("/reports?kind=unpaid_rejection", 6),
        ("/reports?kind=unpaid_rejection&country=FR", 6),
        ("/reports?client=Acme", 7),
        ("/reports?standing=waiting", 4),
        ("/reports.csv", 5),
        ("/reports.csv?kind=unpaid_rejection", 6),
        ("/platforms", 3),
    ],
)
def test_the_number_of_queries_does_not_grow(
    app: Flask, olu: FlaskClient, path: str, queries: int
) -> None:
    with app.app_context():
        file_many(20, client="Acme")
        tally_new()
    olu.get("/me/console/reports")
    with counted() as statements:
        assert olu.get(f"/me/console{path}").status_code == 200
    assert len(statements) == queries, statements
