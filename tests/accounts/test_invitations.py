"""A member gives invitations: three a month, shown once, taken back while unused."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from coop.accounts.newcomer_models import GivenInvitation
from coop.config import Joining
from coop.db import db
from tests.accounts.newcomers import age_seats, joining_by, old_member, press, seat_count
from tests.accounts.seats import join, seated
from tests.conftest import Clock, browser
from tests.counting import counted
from tests.pages import Page

PAGE = "/me/invitations"


@pytest.fixture
def bea(app: Flask) -> FlaskClient:
    """Bea, whose seat is thirty days old."""
    return old_member(app)


def give(client: FlaskClient) -> TestResponse:
    return press(client, PAGE, PAGE)


def link_in(answer: TestResponse) -> str:
    return re.search(r"/me/join/[\w-]{32}", answer.text)[0]  # type: ignore[index]  # it fails where none is


def take_back(client: FlaskClient) -> TestResponse:
    return press(client, PAGE, f"{PAGE}/take-back")


def left(client: FlaskClient) -> str:
    return re.search(r"(\d) of 3 left", client.get(PAGE).text)[1]  # type: ignore[index]  # it fails where none is


def given_rows(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(GivenInvitation)) or 0


def test_ana_joins_by_the_link_that_bea_gave(app: Flask, bea: FlaskClient) -> None:
    join(browser(app), link_in(give(bea)))
    assert seat_count(app) == 2


def test_the_link_opens_a_members_seat(app: Flask, bea: FlaskClient, client: FlaskClient) -> None:
    join(client, link_in(give(bea)))
    assert "You sit here as member" in client.get("/me/").text


def test_the_link_is_shown_once_with_its_picture(bea: FlaskClient) -> None:
    answer = give(bea)
    assert "<svg" in answer.text
    assert "/me/join/" + link_in(answer).rsplit("/", 1)[-1] not in bea.get(PAGE).text


def test_three_a_month(bea: FlaskClient) -> None:
    answers = [give(bea).status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    assert left(bea) == "0"
    assert f'action="{PAGE}"' not in bea.get(PAGE).text


def test_a_fourth_is_refused(app: Flask, bea: FlaskClient) -> None:
    form = Page(bea.get(PAGE).text).form(PAGE).fields
    for _ in range(3):
        give(bea)
    answer = bea.post(PAGE, data=form)
    assert answer.status_code == 409
    assert "Your three invitations of this month are given" in answer.text


def test_the_next_month_gives_three_more(bea: FlaskClient, clock: Clock) -> None:
    for _ in range(3):
        give(bea)
    clock.time += timedelta(days=7)
    assert left(bea) == "3"
    assert give(bea).status_code == 200


def test_an_unused_one_is_taken_back_and_opens_nothing(app: Flask, bea: FlaskClient) -> None:
    link = link_in(give(bea))
    take_back(bea)
    assert browser(app).get(link).status_code == 410


def test_what_is_taken_back_may_be_given_again(bea: FlaskClient) -> None:
    give(bea)
    assert left(bea) == "2"
    take_back(bea)
    assert left(bea) == "3"


def test_one_of_last_month_taken_back_gives_none_of_this_month(
    bea: FlaskClient, clock: Clock
) -> None:
    clock.time += timedelta(days=6)
    give(bea)
    clock.time += timedelta(days=1)
    give(bea)
    handles = re.findall(r'name="invitation" value="(\w+)"', bea.get(PAGE).text)
    form = Page(bea.get(PAGE).text).form(f"{PAGE}/take-back").fields
    bea.post(f"{PAGE}/take-back", data=form | {"invitation": handles[0]})
    assert left(bea) == "2"


def test_a_used_one_is_not_taken_back(app: Flask, bea: FlaskClient) -> None:
    answer = give(bea)
    form = Page(answer.text).form(f"{PAGE}/take-back").fields
    join(browser(app), link_in(answer))
    assert bea.post(f"{PAGE}/take-back", data=form).status_code == 404


def test_eve_takes_back_none_of_beas(app: Flask, bea: FlaskClient) -> None:
    give(bea)
    beas = Page(bea.get(PAGE).text).form(f"{PAGE}/take-back").fields["invitation"]
    eve = old_member(app)
    give(eve)
    form = Page(eve.get(PAGE).text).form(f"{PAGE}/take-back").fields
    assert eve.post(f"{PAGE}/take-back", data=form | {"invitation": beas}).status_code == 404
    assert left(bea) == "2"


@pytest.mark.parametrize("handle", ["", "zz", "00", "0" * 64, "é", "0" * 5000])
def test_a_strange_handle_is_refused(app: Flask, bea: FlaskClient, handle: str) -> None:
    give(bea)
    form = Page(bea.get(PAGE).text).form(f"{PAGE}/take-back").fields
    answer = bea.post(f"{PAGE}/take-back", data=form | {"invitation": handle})
    assert answer.status_code == 404


def test_a_young_seat_gives_none(app: Flask) -> None:
    bea = seated(app)
    old = old_member(app)
    form = Page(old.get(PAGE).text).form(PAGE).fields
    age_seats(app, 29)
    page = bea.get(PAGE).text
    assert f'action="{PAGE}"' not in page
    assert "from November 24, 2026 on" in page
    assert old.post(PAGE, data=form).status_code == 409


def test_the_page_sent_twice_makes_one(bea: FlaskClient) -> None:
    form = Page(bea.get(PAGE).text).form(PAGE).fields
    bea.post(PAGE, data=form)
    assert bea.post(PAGE, data=form).status_code == 303
    assert left(bea) == "2"


def test_without_its_token_nothing_is_made(bea: FlaskClient) -> None:
    assert bea.post(PAGE).status_code == 400
    assert left(bea) == "3"


@pytest.mark.parametrize(("way", "words"), [("vouching", "two members"), ("approval", "decide")])
def test_where_another_way_is_set_the_page_says_which(
    app: Flask, bea: FlaskClient, way: Joining, words: str
) -> None:
    form = Page(bea.get(PAGE).text).form(PAGE).fields
    joining_by(app, way)
    assert words in Page(bea.get(PAGE).text).words
    assert bea.post(PAGE, data=form).status_code == 409


def test_who_gave_it_goes_when_it_is_used(app: Flask, bea: FlaskClient) -> None:
    link = link_in(give(bea))
    assert given_rows(app) == 1
    join(browser(app), link)
    assert given_rows(app) == 0


def test_an_expired_one_is_no_longer_shown(bea: FlaskClient, clock: Clock) -> None:
    give(bea)
    clock.time += timedelta(days=8)
    assert "No invitation of yours is unused" in bea.get(PAGE).text


def test_the_page_asks_the_database_three_questions(bea: FlaskClient) -> None:
    give(bea)
    with counted() as statements:
        bea.get(PAGE)
    assert len(statements) == 3, statements
