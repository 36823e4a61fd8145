"""A newcomer shows a code; two different members who may confirm it, and the seat can open."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from coop.accounts.newcomer_models import Newcomer, Vouch
from coop.config import Joining
from coop.db import db
from tests.accounts.newcomers import (
    age_seats,
    ask,
    codes,
    joining_by,
    old_member,
    press,
    seat_count,
    waiting_page,
)
from tests.accounts.seats import is_signed_in, join, seated
from tests.conftest import Clock, browser
from tests.counting import counted
from tests.pages import Page
from tests.shell import run

PAGE = "/me/vouch"


@pytest.fixture
def newcomer(app: Flask) -> FlaskClient:
    """Ana, who waits for two members and shows their code."""
    joining_by(app, "vouching")
    client = browser(app)
    assert ask(client).status_code == 303
    return client


@pytest.fixture
def code(newcomer: FlaskClient) -> str:
    """The code that Ana shows."""
    return codes(newcomer)[0]


def vouch(client: FlaskClient, code: str) -> TestResponse:
    return press(client, PAGE, PAGE, code=code)


def rows(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_two_members_open_a_seat(app: Flask, newcomer: FlaskClient, code: str) -> None:
    for member in (old_member(app), old_member(app)):
        assert vouch(member, code).status_code == 303
    link = newcomer.get("/me/join/waiting").location
    join(newcomer, link)
    assert is_signed_in(newcomer)


def test_nobody_confirmed_yet(newcomer: FlaskClient) -> None:
    assert "0 of 2 members vouch for you" in waiting_page(newcomer).words


def test_the_newcomer_sees_one_of_two(app: Flask, newcomer: FlaskClient, code: str) -> None:
    vouch(old_member(app), code)
    assert "1 of 2 members vouch for you" in waiting_page(newcomer).words


def test_the_same_member_twice_counts_once(app: Flask, newcomer: FlaskClient, code: str) -> None:
    bea = old_member(app)
    for _ in range(2):
        assert vouch(bea, code).status_code == 303
    assert "1 of 2" in waiting_page(newcomer).words


def test_the_same_seat_on_two_browsers_counts_once(
    app: Flask, newcomer: FlaskClient, code: str
) -> None:
    bea, again = old_member(app), browser(app)
    cookie = bea.get_cookie("seat", path="/me/")
    assert cookie is not None
    again.set_cookie("seat", cookie.value, path="/me/")
    vouch(bea, code), vouch(again, code)
    assert "1 of 2" in waiting_page(newcomer).words


def test_a_code_is_read_however_it_is_typed(app: Flask, newcomer: FlaskClient, code: str) -> None:
    vouch(old_member(app), code.lower().replace("-", " "))
    assert "1 of 2" in waiting_page(newcomer).words


def test_a_scanned_code_stands_in_the_field(app: Flask, code: str) -> None:
    page = old_member(app).get(f"{PAGE}?code={code}")
    assert Page(page.text).form(PAGE).fields["code"] == code


def test_looking_at_a_scanned_code_confirms_nothing(
    app: Flask, newcomer: FlaskClient, code: str
) -> None:
    old_member(app).get(f"{PAGE}?code={code}")
    assert "0 of 2" in waiting_page(newcomer).words


def test_a_wrong_code_comes_back_with_the_reason(app: Flask, code: str) -> None:
    answer = vouch(old_member(app), "0000-0000-0000")
    assert answer.status_code == 404
    assert "No newcomer shows this code" in answer.text
    assert Page(answer.text).form(PAGE).fields["code"] == "0000-0000-0000"


def test_the_code_that_is_shown_lets_nobody_in(app: Flask, code: str) -> None:
    for member in (old_member(app), old_member(app)):
        vouch(member, code)
    eve = browser(app)
    assert eve.get(f"/me/join/{code}").status_code == 410
    press(eve, "/me/join/waiting", "/me/join/waiting", code=code)
    assert eve.get("/me/join/waiting").status_code == 404


def test_a_young_seat_confirms_nobody(app: Flask, newcomer: FlaskClient, code: str) -> None:
    bea = old_member(app)
    form = Page(bea.get(PAGE).text).form(PAGE).fields
    age_seats(app, 29)
    assert "from November 24, 2026 on" in bea.get(PAGE).text
    assert bea.post(PAGE, data=form | {"code": code}).status_code == 409
    assert "0 of 2" in waiting_page(newcomer).words


def test_a_code_is_over_after_three_days(
    app: Flask, newcomer: FlaskClient, code: str, clock: Clock
) -> None:
    bea = old_member(app)
    clock.time += timedelta(days=4)
    assert vouch(bea, code).status_code == 404
    assert newcomer.get("/me/join/waiting").status_code == 404


def test_a_third_member_finds_nobody_waiting(app: Flask, code: str) -> None:
    answers = [vouch(old_member(app), code).status_code for _ in range(3)]
    assert answers == [303, 303, 404]


def test_who_confirmed_is_gone_with_the_second(app: Flask, code: str) -> None:
    vouch(old_member(app), code)
    assert rows(app, Vouch) == 1
    vouch(old_member(app), code)
    assert (rows(app, Vouch), rows(app, Newcomer)) == (0, 0)


def test_two_members_at_once_open_it(app: Flask, newcomer: FlaskClient, code: str) -> None:
    members, together = [old_member(app), old_member(app)], Barrier(2)
    forms = [Page(m.get(PAGE).text).form(PAGE).fields | {"code": code} for m in members]

    def confirm(number: int) -> None:
        together.wait()
        members[number].post(PAGE, data=forms[number])

    threads = [Thread(target=confirm, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert newcomer.get("/me/join/waiting").status_code == 303


def test_sent_twice_the_newcomer_waits_once(app: Flask, client: FlaskClient) -> None:
    joining_by(app, "vouching")
    form = Page(client.get("/me/join").text).form("/me/join").fields
    for _ in range(2):
        client.post("/me/join", data=form)
    assert rows(app, Newcomer) == 1


def test_the_waiting_code_brings_the_newcomer_back(
    app: Flask, newcomer: FlaskClient, code: str
) -> None:
    kept = codes(newcomer)[-1]
    elsewhere = browser(app)
    press(elsewhere, "/me/join/waiting", "/me/join/waiting", code=kept.lower())
    assert code == codes(elsewhere)[0]


def test_the_newcomer_takes_it_back(app: Flask, newcomer: FlaskClient, code: str) -> None:
    bea = old_member(app)
    vouch(bea, code)
    press(newcomer, "/me/join/waiting", "/me/join/waiting/take-back")
    assert (rows(app, Newcomer), rows(app, Vouch)) == (0, 0)
    assert vouch(bea, code).status_code == 404


def test_upkeep_forgets_who_waited_too_long(app: Flask, code: str, clock: Clock) -> None:
    vouch(old_member(app), code)
    clock.time += timedelta(days=4)
    run(app, "upkeep")
    assert (rows(app, Newcomer), rows(app, Vouch)) == (0, 0)


@pytest.mark.parametrize(("way", "words"), [("invitation", "a link"), ("approval", "decide")])
def test_where_another_way_is_set_the_page_says_which(app: Flask, way: Joining, words: str) -> None:
    joining_by(app, "vouching")
    bea = old_member(app)
    form = Page(bea.get(PAGE).text).form(PAGE).fields
    joining_by(app, way)
    assert words in Page(bea.get(PAGE).text).words
    assert bea.post(PAGE, data=form | {"code": "0000-0000-0000"}).status_code == 409


def test_vouching_is_for_members(client: FlaskClient, databases: object) -> None:
    assert client.get(PAGE).status_code == 303


def test_no_seat_is_opened_by_confirming_alone(app: Flask, code: str) -> None:
    for member in (old_member(app), old_member(app)):
        vouch(member, code)
    assert seat_count(app) == 2


def test_the_newcomers_page_asks_the_database_one_question(newcomer: FlaskClient) -> None:
    with counted() as statements:
        newcomer.get("/me/join/waiting")
    assert len(statements) == 1, statements


def test_one_confirmed_and_a_young_seat_do_not_open(
    app: Flask, newcomer: FlaskClient, code: str
) -> None:
    vouch(old_member(app), code)
    vouch_page = seated(app).get(PAGE).text
    assert f'action="{PAGE}"' not in vouch_page
    assert "1 of 2" in waiting_page(newcomer).words


def waiting_code_of(app: Flask) -> str:
    newcomer = browser(app)
    ask(newcomer)
    return codes(newcomer)[0]


def test_a_seat_vouches_for_six_a_month(app: Flask, clock: Clock) -> None:
    joining_by(app, "vouching")
    bea = old_member(app)
    answers = [vouch(bea, waiting_code_of(app)) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 6 + [409]
    assert "Let another member confirm this code" in answers[-1].text
    clock.time += timedelta(days=7)
    assert vouch(bea, waiting_code_of(app)).status_code == 303


def test_confirming_twice_is_counted_once(app: Flask, newcomer: FlaskClient, code: str) -> None:
    bea = old_member(app)
    for _ in range(7):
        assert vouch(bea, code).status_code == 303
