import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import browser
from tests.counting import counted


@pytest.mark.parametrize(
    "door",
    ["/reports/new", "/reports/receipt", "/reports/import", "/platforms", "/privacy", "/me/"],
)
def test_the_first_page_opens_every_door(client: FlaskClient, databases: object, door: str) -> None:
    assert f'href="{door}"' in client.get("/").text


def test_the_first_page_promises_no_figures_yet(client: FlaskClient, databases: object) -> None:
    assert "No figures are published yet." in client.get("/").text


def test_the_first_page_asks_the_database_nothing(client: FlaskClient, databases: object) -> None:
    client.get("/")
    with counted() as statements:
        client.get("/")
    assert statements == []


def test_a_real_house_bears_no_mark_of_a_demonstration(app: Flask) -> None:
    assert "made-up" not in browser(app).get("/").text
