"""A petition from its draft to a kept promise, through its pages, on the clock's days."""

from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock, browser
from tests.pages import Page
from tests.petitions.acting import (
    TEXT,
    days_pass,
    debated,
    petition,
    publish,
    seats,
    second,
    voting,
)


def test_a_published_draft_opens_its_seconding_at_once(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        written = publish(client)
        assert petition(written.code).state == "seconding"
    page = client.get(f"/petitions/{written.code}?done=published")
    assert page.status_code == 200
    assert TEXT.title in page.text


def test_the_fifth_seconder_opens_the_debate(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        written = debated(client)
        assert petition(written.code).state == "debated"
        assert second(client, written.code).status_code == 409
    assert client.get(f"/petitions/{written.code}/debate").status_code == 200


def test_a_petition_that_was_never_debated_shows_no_debate(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    with app.app_context():
        code = publish(client).code
        days_pass(clock, 40)
        assert petition(code).state == "lapsed"
        of_debate = f"/petitions/{code}/debate"
        assert of_debate not in client.get(f"/petitions/{code}").text
        known = debated(client).code
    assert f"/petitions/{known}/debate" in client.get(f"/petitions/{known}").text


def test_the_vote_opens_the_day_after_the_debate(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    with app.app_context():
        seats(12)
        written = voting(client, clock)
        assert client.get(f"/petitions/{written.code}").status_code == 200
        days_pass(clock, 8)
        assert petition(written.code).state == "rejected"
    assert client.get(f"/petitions/{written.code}").status_code == 200


def test_all_of_it_speaks_french(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        code = publish(client).code
    ana = browser(app, "fr")
    assert "À appuyer maintenant" in Page(ana.get("/petitions").text).words
    assert (
        "Il lui faut l’appui d’encore 5 membres" in Page(ana.get(f"/petitions/{code}").text).words
    )
    assert "Écrire une pétition" in ana.get("/petitions/new").text
    assert "À appuyer" in ana.get("/petitions.atom").text
    assert "Dernier jour pour appuyer" in ana.get("/petitions.ics").text


def test_what_is_to_be_seconded_is_not_called_seconded(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        code = publish(client).code
    words = Page(client.get(f"/petitions/{code}").text).words
    assert "Seconding , now" in words
    assert "Seconded , now" not in words
