"""Bad answers come back filled, each with its own sentence beside its field, in both languages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import browser
from tests.reports.sending import beside, on_one_engine, press, reports

pytestmark = on_one_engine

BAD = [
    ({"platform": ""}, "platform", "Please answer this question."),
    ({"platform": "a" * 121}, "platform", "Keep this under 120 characters."),
    ({"client": "a" * 121}, "client", "Keep this under 120 characters."),
    ({"week": ""}, "week", "Choose a week"),
    ({"week": "2026-W99"}, "week", "Choose a week"),
    ({"week": "2027-W01"}, "week", "This week has not begun yet."),
    ({"week": "earlier", "earlier": "1999-01-01"}, "earlier", "more than ten years ago"),
    ({"week": "earlier", "earlier": ""}, "earlier", "Choose a week"),
    ({"minutes": "-1"}, "minutes", "Write a whole number from 0 to 6000."),
    ({"minutes": "many"}, "minutes", "Write a whole number from 0 to 6000."),
    ({"minutes": "9" * 40}, "minutes", "Write a whole number from 0 to 6000."),
    ({"task_count": "0"}, "task_count", "Write a whole number from 1 to 100000."),
    ({"amount": "much"}, "amount", "Write the amount in figures"),
    ({"amount": "3.571"}, "amount", "more decimals than USD has"),
    ({"amount": "-3"}, "amount", "Check this amount"),
    ({"currency": ""}, "amount", "Choose the currency of this amount."),
    ({"currency": "XXX"}, "currency", "Choose a currency by its three letters"),
    ({"country": "ZZ"}, "country", "country"),
    ({"task_type": "flying"}, "task_type", "Choose one of the answers."),
    ({"reason_given": "nonsense"}, "reason_given", "Choose one of the answers."),
    ({"recovered": "9"}, "recovered", "more than the report says was owed"),
    ({"testimony": "a" * 5_001}, "testimony", "Keep this under 5000 characters."),
]


@pytest.mark.parametrize(("said", "name", "sentence"), BAD, ids=lambda value: str(value)[:40])
def test_a_bad_answer_has_its_own_sentence_beside_it(
    client: FlaskClient, said: dict[str, str], name: str, sentence: str
) -> None:
    answer = press(client, "check", **said)
    assert answer.status_code == 422
    assert sentence in beside(answer, name)


@pytest.mark.parametrize(("said", "name", "sentence"), BAD, ids=lambda value: str(value)[:40])
def test_the_sentence_is_in_french_for_who_reads_french(
    app: Flask, said: dict[str, str], name: str, sentence: str
) -> None:
    answer = press(browser(app, "fr"), "check", **said)
    assert '<html lang="fr"' in answer.text
    assert beside(answer, name)
    assert beside(answer, name) != beside(press(browser(app), "check", **said), name)


def test_only_what_is_wrong_is_said_to_be_wrong(client: FlaskClient) -> None:
    answer = press(client, "check", minutes="many")
    assert answer.text.count('class="error"') == 1


def test_every_other_answer_stays(client: FlaskClient) -> None:
    page = press(client, "check", minutes="many").text
    for kept in ('value="many"', 'value="MTurk"', 'value="3.57"', "They refused it all."):
        assert kept in page


def test_what_is_wrong_is_listed_first_with_a_way_to_each(client: FlaskClient) -> None:
    page = press(client, "check", minutes="many", week="").text
    for name in ("minutes", "week"):
        assert f'<a href="#{name}">' in page


def test_the_title_says_that_something_is_wrong(client: FlaskClient) -> None:
    assert "<title>Error:" in press(client, "check", minutes="many").text


def test_a_bad_answer_is_not_filed(app: Flask, client: FlaskClient) -> None:
    assert press(client, "send", minutes="many").status_code == 422
    assert reports(app) == []


def test_the_first_of_the_answers_goes_with_no_other(client: FlaskClient) -> None:
    said = {"kind": "no_social_protection", "missing_cover": "everything"}
    assert beside(press(client, "check", **said), "missing_cover")


@pytest.mark.parametrize("kind", ["", "nonsense"])
def test_a_form_of_no_kind_is_refused_in_words(client: FlaskClient, kind: str) -> None:
    answer = client.post("/reports/new", data={"kind": kind})
    assert answer.status_code == 422
    assert "Choose what happened from the list." in answer.text


def test_a_client_that_is_named_was_told(app: Flask, client: FlaskClient) -> None:
    press(client, "send", client_never_told="y")
    (report,) = reports(app)
    assert (report.client, report.client_never_told) == ("Zed Labs", False)


def test_a_currency_without_money_is_not_kept(app: Flask, client: FlaskClient) -> None:
    press(client, "send", amount="")
    assert reports(app)[0].currency is None
