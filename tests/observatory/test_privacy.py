import pytest
from flask.testing import FlaskClient

from tests.pages import Page


@pytest.mark.parametrize(
    "sentence",
    [
        "whoever holds this server, or takes it, can read them",
        "A phone that is already watched",
        "Your way of writing",
        "A platform that looks for your week and your amount in its own books",
        "Someone who runs this server and means harm",
        "Tor hides that",
    ],
)
def test_the_page_says_what_does_not_hold(
    client: FlaskClient, databases: object, sentence: str
) -> None:
    assert sentence in Page(client.get("/privacy").text).words


def test_the_page_says_from_how_many_reports_sums_are_published(
    client: FlaskClient, databases: object
) -> None:
    assert "at least 5 reports" in Page(client.get("/privacy").text).words


def test_the_page_shouts_at_nobody(client: FlaskClient, databases: object) -> None:
    assert "!" not in Page(client.get("/privacy").text).words
