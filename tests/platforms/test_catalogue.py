import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import browser
from tests.counting import counted
from tests.pages import Page
from tests.platforms.names import add


def words(client: FlaskClient, address: str) -> str:
    return Page(client.get(address).text).words


def test_anyone_reads_the_catalogue(app: Flask, client: FlaskClient) -> None:
    add(app, "Amazon Mechanical Turk", "MTurk", countries=("US", "IN"))
    page = words(client, "/platforms")
    assert "Amazon Mechanical Turk" in page
    assert "Small tasks of all kinds" in page
    assert "United States, India" in page
    assert "Also: MTurk" in page


@pytest.mark.parametrize(
    "sought", ["mturk", "M-TURK".replace("-", ""), "mechanical", "amt", "AMT."]
)
def test_a_platform_is_found_under_any_of_its_names(
    app: Flask, client: FlaskClient, sought: str
) -> None:
    add(app, "Amazon Mechanical Turk", "MTurk", "AMT")
    add(app, "Clickworker")
    page = words(client, f"/platforms?q={sought}")
    assert "Amazon Mechanical Turk" in page
    assert "Clickworker" not in page


def test_what_was_sought_stays_in_the_field(app: Flask, client: FlaskClient) -> None:
    add(app, "Clickworker")
    form = Page(client.get("/platforms?q=click").text).form("/platforms")
    assert form.fields["q"] == "click"


@pytest.mark.parametrize("sought", ["nobody", "%", "_", "%%%", "'", "a" * 500])
def test_where_nothing_is_found_the_page_says_what_to_do(
    app: Flask, client: FlaskClient, sought: str
) -> None:
    add(app, "Clickworker")
    answer = client.get("/platforms", query_string={"q": sought})
    assert answer.status_code == 200
    assert "Type its name in your report: an organizer adds it." in Page(answer.text).words


def test_an_empty_catalogue_says_so(client: FlaskClient, databases: object) -> None:
    assert "No platform stands here yet." in words(client, "/platforms")


def test_each_platform_leads_to_its_report(app: Flask, client: FlaskClient) -> None:
    add(app, "Clickworker")
    assert 'href="/reports/new?platform=clickworker"' in client.get("/platforms").text


def test_platforms_stand_in_the_order_of_their_names(app: Flask, client: FlaskClient) -> None:
    for name in ("Zeta", "isahit", "Élan", "Appen"):
        add(app, name)
    page = words(client, "/platforms")
    places = [page.index(name) for name in ("Appen", "Élan", "isahit", "Zeta")]
    assert places == sorted(places)


def test_fifty_stand_on_a_page(app: Flask, client: FlaskClient) -> None:
    for number in range(51):
        add(app, f"Platform {number:02}")
    first, second = client.get("/platforms").text, client.get("/platforms?page=2").text
    assert first.count("/reports/new?platform=") == 50
    assert second.count("/reports/new?platform=") == 1
    assert 'rel="next"' in first
    assert 'rel="next"' not in second
    assert 'rel="prev"' in second


def test_paging_keeps_what_was_sought(app: Flask, client: FlaskClient) -> None:
    for number in range(51):
        add(app, f"Platform {number:02}")
    assert "/platforms?q=platform&amp;page=2" in client.get("/platforms?q=platform").text


def test_a_page_beyond_the_last_says_so(app: Flask, client: FlaskClient) -> None:
    add(app, "Clickworker")
    assert "The list ends before this page." in words(client, "/platforms?page=9")


def test_a_full_page_asks_the_database_two_questions(app: Flask, client: FlaskClient) -> None:
    for number in range(51):
        add(app, f"Platform {number:02}", f"Other {number:02}")
    client.get("/platforms")
    with counted() as statements:
        client.get("/platforms?q=platform")
    assert len(statements) == 2, statements


def test_the_catalogue_speaks_french(app: Flask) -> None:
    add(app, "Clickworker", countries=("DE",))
    assert "Allemagne" in browser(app, "fr").get("/platforms").text


def test_a_name_cannot_bring_markup(app: Flask, client: FlaskClient) -> None:
    add(app, "<b>Bold</b> work")
    assert "<b>Bold</b>" not in client.get("/platforms").text
