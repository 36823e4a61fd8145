import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.platforms.rules import NameTaken
from tests.counting import counted
from tests.pages import Page
from tests.platforms.names import add


def test_a_platform_says_its_names_work_and_countries(app: Flask, client: FlaskClient) -> None:
    add(app, "Wirk", "Foule Factory", countries=("FR",))
    words = Page(client.get("/platforms/wirk").text).words
    assert "Other names Foule Factory" in words
    assert "Small tasks of all kinds" in words
    assert "France" in words


def test_a_platform_of_no_one_country_says_many(app: Flask, client: FlaskClient) -> None:
    add(app, "Wirk")
    assert "Many countries" in client.get("/platforms/wirk").text


def test_figures_that_do_not_exist_are_not_promised_by_date(
    app: Flask, client: FlaskClient
) -> None:
    add(app, "Wirk")
    words = Page(client.get("/platforms/wirk").text).words
    assert "No figures are published about this platform yet." in words
    assert "at least 5 reports" in words


def test_a_platform_leads_to_its_report(app: Flask, client: FlaskClient) -> None:
    add(app, "Wirk")
    assert 'href="/reports/new?platform=wirk"' in client.get("/platforms/wirk").text


@pytest.mark.parametrize("slug", ["nobody", "Wirk", "%00", "wirk%0a", "a" * 300, "..%2f"])
def test_an_unknown_platform_is_not_found(app: Flask, client: FlaskClient, slug: str) -> None:
    add(app, "Wirk")
    assert client.get(f"/platforms/{slug}").status_code == 404


def test_the_page_asks_the_database_two_questions(app: Flask, client: FlaskClient) -> None:
    add(app, "Wirk", "Foule Factory")
    client.get("/platforms/wirk")
    with counted() as statements:
        client.get("/platforms/wirk")
    assert len(statements) == 2, statements


def test_two_platforms_cannot_go_by_one_name(app: Flask) -> None:
    add(app, "Wirk", "Foule Factory")
    with pytest.raises(NameTaken):
        add(app, "Foule-Factory")


def test_a_platform_refused_leaves_nothing_behind(app: Flask, client: FlaskClient) -> None:
    add(app, "Wirk", "Foule Factory")
    with pytest.raises(NameTaken):
        add(app, "Another", "foule factory")
    assert client.get("/platforms/another").status_code == 404
