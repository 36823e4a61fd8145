from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform
from coop.reports.figures import count_counted
from coop.reports.selection import Selection
from tests.console.filing import file_many
from tests.pages import Page

NAMES = "/me/console/platforms"


def send(olu: FlaskClient, page: str, action: str, **fields: str) -> TestResponse:
    """Fill in a form of a page and send it."""
    token = Page(olu.get(page).text).form(action).fields["csrf_token"]
    return olu.post(action, data={"csrf_token": token} | fields)


def test_the_commonest_unknown_name_comes_first(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(1, platform="Rare")
        file_many(2, platform="Common")
    page = Page(olu.get(NAMES).text).words
    assert page.index("Common 2") < page.index("Rare 1")


def test_a_name_is_mapped_from_the_list(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(3, platform="M Turk")
        known = add_platform(NewPlatform("Amazon Mechanical Turk", "microtasks"))
        one = f"{NAMES}/name?name=m+turk"
        answer = send(olu, one, one, platform=known.slug)
        assert answer.status_code == 303
        assert count_counted(Selection(platform=known.id.hex)) == 3
    assert "Every typed name has its platform." in olu.get(NAMES).text


def test_an_added_platform_counts_reports_that_named_it(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        file_many(2, platform="Hive")
        file_many(1, platform="hive work")
        send(
            olu,
            NAMES,
            NAMES,
            name="Hive",
            kind_of_work="labelling",
            aliases="Hive Work\n",
            countries="us, in",
        )
    assert "3 reports that named it count there now." in Page(olu.get(NAMES).text).words


def test_a_wrong_country_comes_back_with_the_rest(olu: FlaskClient) -> None:
    answer = send(olu, NAMES, NAMES, name="Hive", kind_of_work="labelling", countries="US ZZ")
    assert answer.status_code == 422
    assert "Not a country: ZZ." in answer.text
    assert 'value="Hive"' in answer.text


def test_a_platform_that_stands_already_is_refused(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        add_platform(NewPlatform("Hive", "labelling"))
    answer = send(olu, NAMES, NAMES, name="hive", kind_of_work="labelling")
    assert answer.status_code == 409
    assert "already stands in the catalogue" in answer.text


def test_a_name_that_nobody_typed_is_not_there(olu: FlaskClient) -> None:
    assert olu.get(f"{NAMES}/name?name=nobody").status_code == 404
