"""Rights about a petition are called by its title beside the code; a withdrawn one has none."""

from flask import Flask
from flask.testing import FlaskClient

from coop.petitions import naming
from tests.pages import Page
from tests.petitions.acting import TEXT, Written, debated, publish, put_into, seats
from tests.wallet.players import player


def draft(app: Flask, client: FlaskClient) -> Written:
    with app.app_context():
        seats(7)
        return publish(client)


def test_a_member_reads_which_petition_a_right_is_about(app: Flask, client: FlaskClient) -> None:
    code = draft(app, client).code
    bea = player(app)
    bea.draw()
    page = Page(bea.house.member.get("/me/wallet").text)
    assert f"Second a petition {TEXT.title} ({code})" in page.words


def test_a_right_to_speak_is_called_by_the_same_title(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        seats(7)
        code = debated(client).code
        assert naming.titles([f"debate-{code}"]) == {f"debate-{code}": TEXT.title}


def test_what_has_no_words_has_no_name(app: Flask, client: FlaskClient) -> None:
    code = draft(app, client).code
    with app.app_context():
        put_into(code, title="")
        assert naming.titles([f"seconding-{code}", "debate-NOTHINGHERE1", "draft-2026-Q4"]) == {}
