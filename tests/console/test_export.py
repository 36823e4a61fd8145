import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.console.export import inert
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform
from coop.reports.tallies import tally_new
from tests.console.filing import file, file_many

EXPORT = "/me/console/reports.csv"


def exported(olu: FlaskClient, query: str = "") -> tuple[list[str], list[dict[str, str]]]:
    """The first lines, and the rows by column."""
    answer = olu.get(EXPORT + query)
    assert answer.status_code == 200, answer.text
    first, table = answer.text.split("\r\n\r\n", 1)
    return first.splitlines(), list(csv.DictReader(io.StringIO(table)))


def row(rows: list[dict[str, str]], breakdown: str, code: str = "") -> dict[str, str]:
    return next(each for each in rows if (each["breakdown"], each["code"]) == (breakdown, code))


def test_the_first_lines_say_what_the_file_is(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(6)
    first, _rows = exported(olu, "?kind=unpaid_rejection")
    assert "INTERNAL" in first[0]
    assert "Work refused and not paid" in first[1]
    assert first[2] == "Day: 2026-11-23"
    assert "Method" in first[3]


@pytest.mark.parametrize("query", ["", "?strength=declared"])
def test_a_cell_under_five_is_withheld(app: Flask, olu: FlaskClient, query: str) -> None:
    with app.app_context():
        file_many(4, country="KE")
        file_many(6, country="IN")
        file_many(9, country="FR")
        tally_new()
    _first, rows = exported(olu, query)
    assert row(rows, "all")["reports"] == "19"
    assert row(rows, "country", "FR")["reports"] == "9"
    # With Kenya alone withheld, the total would tell it.
    for code in ("KE", "IN"):
        assert set(list(row(rows, "country", code).values())[3:]) == {"withheld"}


def test_money_and_hours_are_exact(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(6, amount_minor=350, minutes=30)
    _first, rows = exported(olu)
    told = row(rows, "kind", "unpaid_rejection")
    assert (told["lost_USD"], told["lost_USD_of"]) == ("21.00", "6")
    assert (told["unpaid_hours"], told["unpaid_hours_of"]) == ("3.0", "6")
    assert (told["no_channel"], told["no_channel_of"]) == ("6", "6")


def test_money_that_few_speak_of_is_withheld(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(6)
        file_many(2, currency="INR")
    _first, rows = exported(olu)
    told = row(rows, "all")
    assert (told["lost_USD"], told["lost_INR"], told["lost_INR_of"]) == (
        "21.00",
        "withheld",
        "withheld",
    )


def test_no_number_from_one_to_four_is_ever_told(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        for number, country in enumerate(("FR", "IN", "KE", "PH", "US", "BR"), start=2):
            file_many(number, country=country, tried=("no_channel", "refused")[number % 2])
        file(currency="EUR", minutes=None)
    _first, rows = exported(olu)
    counts = [
        value
        for each in rows
        for column, value in each.items()
        if column == "reports" or column.endswith("_of") or column in ("no_reason", "no_channel")
    ]
    assert not set(counts) & {"0", "1", "2", "3", "4"}


def test_no_cell_starts_a_formula(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        add_platform(NewPlatform("=cmd|' /C calc'!A0", "microtasks"))
        file_many(6, platform="=cmd|' /C calc'!A0", client="+Acme")
    answer = olu.get(f"{EXPORT}?client=%2BAcme")
    cells = [cell for line in csv.reader(io.StringIO(answer.text)) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM", "\t=1", " =1", "\r=1"])
def test_a_formula_is_made_inert(text: str) -> None:
    assert inert(text) == f"'{text}"


def test_an_export_without_any_report_is_a_file_all_the_same(olu: FlaskClient) -> None:
    _first, rows = exported(olu)
    assert [each["breakdown"] for each in rows] == ["all"]
