"""Ana files a grievance by hand: choose, answer, check, send."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.reports.taxonomy import TAXONOMY
from tests.conftest import browser
from tests.counting import counted
from tests.pages import Page
from tests.platforms.names import add
from tests.reports.sending import (
    ANSWERS,
    new_submission,
    on_one_engine,
    press,
    receipt_in,
    report,
    reports,
    solved,
)


@on_one_engine
def test_every_kind_can_be_chosen(app: Flask, client: FlaskClient) -> None:
    page = client.get("/reports/new").text
    assert set(re.findall(r'href="/reports/new\?kind=(\w+)"', page)) == {
        kind.code for kind in TAXONOMY.kinds
    }


@on_one_engine
@pytest.mark.parametrize("kind", TAXONOMY.kinds, ids=lambda kind: kind.code)
def test_a_kind_asks_its_own_questions_and_no_others(client: FlaskClient, kind: object) -> None:
    page = client.get("/reports/new", query_string={"kind": kind.code}).text
    asked = set(re.findall(r'name="(\w+)"', page))
    own = {fact.code for every in TAXONOMY.kinds for fact in every.facts}
    assert asked & own == {fact.code for fact in kind.facts}


@on_one_engine
def test_a_kind_without_a_promised_amount_does_not_ask_for_one(client: FlaskClient) -> None:
    assert 'name="amount"' not in client.get("/reports/new?kind=gag_order").text


@on_one_engine
def test_an_unknown_kind_leads_back_to_the_list(client: FlaskClient) -> None:
    answer = client.get("/reports/new?kind=nonsense")
    assert "That kind of report is not known here." in answer.text


def test_a_platforms_page_fills_its_name_in(app: Flask, client: FlaskClient) -> None:
    add(app, "Wirk")
    page = Page(client.get("/reports/new?kind=other&platform=wirk").text)
    assert page.form("/reports/new").fields["platform"] == "Wirk"


@on_one_engine
def test_each_form_has_a_submission_key_of_its_own(client: FlaskClient) -> None:
    assert new_submission(client) != new_submission(client)


def test_checking_keeps_nothing(app: Flask, client: FlaskClient) -> None:
    assert press(client, "check").status_code == 200
    assert reports(app) == []


@on_one_engine
def test_the_check_page_shows_rounded_figures(client: FlaskClient) -> None:
    words = Page(press(client, "check").text).words
    assert "$3.60" in words
    assert "$3.57" not in words


@on_one_engine
def test_exact_figures_are_shown_as_they_are_when_ana_wants_them(client: FlaskClient) -> None:
    words = Page(press(client, "check", is_rounded="").text).words
    assert "$3.57" in words
    assert "You chose exact figures." in words


def test_what_the_check_page_shows_is_what_is_kept(app: Flask, client: FlaskClient) -> None:
    press(client, "send")
    kept = report(app)
    assert (kept.amount_minor, kept.minutes, kept.is_rounded) == (360, 97, True)


def test_exact_figures_are_kept_when_ana_wants_them(app: Flask, client: FlaskClient) -> None:
    press(client, "send", is_rounded="")
    assert report(app).amount_minor == 357


@on_one_engine
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("my id is A1B2C3D4E5F6G7", "A1B2C3D4E5F6G7"),
        ("write ana@example.org", "ana@example.org"),
        ("call +33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("see https://example.org/me", "https://example.org/me"),
        ("I am Ana Lopez", "Ana Lopez"),
        ("on 2026-11-17", "2026-11-17"),
    ],
)
def test_what_identifies_is_shown_before_it_is_sent(
    client: FlaskClient, words: str, found: str
) -> None:
    page = press(client, "check", testimony=words).text
    assert "This could point to you" in page
    assert f">{found}</q>" in page


@on_one_engine
def test_a_rare_amount_is_pointed_at(client: FlaskClient) -> None:
    assert ">3.57</q>" in press(client, "check", is_rounded="").text


@on_one_engine
def test_a_client_named_like_an_account_is_pointed_at(client: FlaskClient) -> None:
    assert ">ana@example.org</q>" in press(client, "check", client="ana@example.org").text


@on_one_engine
def test_words_that_identify_nobody_raise_no_warning(client: FlaskClient) -> None:
    assert "This could point to you" not in press(client, "check").text


@on_one_engine
def test_the_check_page_carries_every_answer(client: FlaskClient) -> None:
    key = new_submission(client)
    carried = Page(press(client, "check", key).text).form("/reports/new").fields
    assert carried == ANSWERS | {"submission": key, "altcha": "", "act": ""}


@on_one_engine
def test_changing_something_brings_every_answer_back(client: FlaskClient) -> None:
    page = press(client, "edit").text
    for value in ("MTurk", "Zed Labs", "3.57", "97"):
        assert f'value="{value}"' in page
    for chosen in ("2026-W46", "USD"):
        assert re.search(rf'<option selected value="{chosen}"', page)
    assert re.search(r'<input checked[^>]*value="none"', page)
    assert "They refused it all." in page


@on_one_engine
def test_unticking_the_rounding_comes_back_unticked(client: FlaskClient) -> None:
    page = press(client, "edit", is_rounded="").text
    assert not re.search(r'<input[^>]* checked [^>]*name="is_rounded"', page)


@on_one_engine
def test_rounding_is_on_unless_ana_changes_it(client: FlaskClient) -> None:
    page = client.get("/reports/new?kind=unpaid_rejection").text
    assert re.search(r'<input[^>]* checked [^>]*name="is_rounded"', page)


def test_a_week_long_ago_is_given_by_any_day_in_it(app: Flask, client: FlaskClient) -> None:
    press(client, "send", week="earlier", earlier="2020-03-05")
    assert str(report(app).week) == "2020-03-02"


def test_a_report_without_proof_waits_for_a_look(app: Flask, client: FlaskClient) -> None:
    page = press(client, "send").text
    assert "It waits for an organizer" in page
    assert report(app).standing == "waiting"


def test_a_report_with_proof_counts(app: Flask, client: FlaskClient) -> None:
    key = new_submission(client)
    press(client, "send", key, altcha=solved(client, key))
    assert report(app).standing == "counted"


def test_a_typed_platform_that_is_known_is_recognised(app: Flask, client: FlaskClient) -> None:
    platform = add(app, "Amazon Mechanical Turk", "MTurk")
    press(client, "send")
    assert (report(app).platform_typed, report(app).platform_id) == ("MTurk", platform.id)


def test_an_unknown_platform_is_kept_as_typed(app: Flask, client: FlaskClient) -> None:
    press(client, "send", platform="  Nobody's Micro Jobs ")
    assert report(app).platform_typed == "Nobody's Micro Jobs"
    assert report(app).platform_id is None


def test_only_the_week_and_the_day_of_filing_are_kept(app: Flask, client: FlaskClient) -> None:
    press(client, "send")
    assert str(report(app).week) == "2026-11-09"
    assert str(report(app).filed_on) == "2026-11-23"


def test_words_in_any_writing_come_back_as_they_were(app: Flask, client: FlaskClient) -> None:
    said = "مرفوض بلا سبب <b>&amp;\u202e 😀 काम"
    receipt = receipt_in(press(client, "send", testimony=said))
    text = client.post("/reports/receipt", data={"receipt": receipt, "act": "text"}).text
    assert said in text


@on_one_engine
def test_words_are_shown_as_words_and_never_as_a_page(client: FlaskClient) -> None:
    page = press(client, "check", testimony="<script>alert(1)</script>").text
    assert "<script>alert" not in page


@pytest.mark.parametrize("field", ["platform", "client", "testimony", "submission", "altcha"])
def test_a_null_sign_breaks_nothing(app: Flask, field: str) -> None:
    said = {"submission": "x", field: "a\x00b"}
    assert (
        browser(app).post("/reports/new", data=ANSWERS | said | {"step": "send"}).status_code == 201
    )


@pytest.mark.parametrize(
    ("address", "statements"),
    [("/reports/new", 0), ("/reports/new?kind=low_pay", 1), ("/reports/new?platform=wirk", 1)],
)
def test_the_pages_of_filing_ask_little_of_the_database(
    client: FlaskClient, databases: object, address: str, statements: int
) -> None:
    client.get(address)
    with counted() as asked:
        client.get(address)
    assert len(asked) == statements, asked


def test_checking_asks_the_database_nothing(client: FlaskClient, databases: object) -> None:
    press(client, "check")
    key = new_submission(client)
    with counted() as asked:
        press(client, "check", key)
    assert asked == []


def test_filing_asks_the_database_five_questions(client: FlaskClient, databases: object) -> None:
    press(client, "send")
    key = new_submission(client)
    with counted() as asked:
        press(client, "send", key)
    assert len(asked) == 5, asked
