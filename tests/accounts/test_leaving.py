"""Leaving the co-operative: what is lost is said first, and then nothing of the seat is left."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from coop.accounts.models import Access, Invitation, Seat
from coop.accounts.newcomer_models import Vouch
from coop.db import MembersModel, db
from tests.accounts.newcomers import (
    age_seats,
    ask,
    codes,
    joining_by,
    old_member,
    press,
    seat_count,
)
from tests.accounts.seats import invitation, is_signed_in, join, seated, sign_in
from tests.conftest import browser
from tests.pages import Page

PAGE = "/me/leave"


def leave(client: FlaskClient, **said: str) -> TestResponse:
    form = Page(client.get(PAGE).text).form(PAGE).fields
    form.pop("is_meant")
    return client.post(PAGE, data=form | ({"is_meant": "y"} | said))


def rows(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def seat_ids(app: Flask) -> list[object]:
    with app.app_context():
        return list(db.session.scalars(select(Seat.id)))


def test_bea_leaves_and_her_words_open_nothing(app: Flask, client: FlaskClient) -> None:
    phrase = join(client, invitation(app))
    answer = leave(client)
    assert answer.location == "/me/left"
    assert "Your seat is closed" in client.get("/me/left").text
    assert not is_signed_in(client)
    assert sign_in(browser(app), phrase).status_code == 401


def test_every_browser_of_the_seat_is_signed_out(app: Flask, client: FlaskClient) -> None:
    phrase, other = join(client, invitation(app)), browser(app)
    sign_in(other, phrase)
    leave(client)
    assert not is_signed_in(other)


def test_the_page_says_what_is_lost_and_closes_nothing(app: Flask) -> None:
    words = Page(seated(app).get(PAGE).text).words
    assert "What is lost" in words
    assert "Your seven words, your second factor and your passkeys" in words
    assert seat_count(app) == 1


def test_without_the_box_nothing_is_closed(app: Flask) -> None:
    bea = seated(app)
    form = Page(bea.get(PAGE).text).form(PAGE).fields
    form.pop("is_meant")
    answer = bea.post(PAGE, data=form)
    assert answer.status_code == 422
    assert "Tick the box if you mean it." in answer.text
    assert is_signed_in(bea)


def test_without_its_token_nothing_is_closed(app: Flask) -> None:
    bea = seated(app)
    assert bea.post(PAGE, data={"is_meant": "y"}).status_code == 422
    assert is_signed_in(bea)


def test_unused_invitations_open_nothing_any_more(app: Flask) -> None:
    bea = old_member(app)
    press(bea, "/me/invitations", "/me/invitations")
    assert rows(app, Invitation) == 1
    leave(bea)
    assert rows(app, Invitation) == 0


def test_a_word_for_a_newcomer_is_taken_along(app: Flask, client: FlaskClient) -> None:
    joining_by(app, "vouching")
    ask(client)
    bea = old_member(app)
    press(bea, "/me/vouch", "/me/vouch", code=codes(client)[0])
    leave(bea)
    assert rows(app, Vouch) == 0


def test_no_row_names_the_seat_any_more(app: Flask) -> None:
    seated(app, "organizer")
    olu = seated(app, "organizer")
    age_seats(app)
    olu.get("/me/console/reports")
    press(olu, "/me/invitations", "/me/invitations")
    press(olu, "/me/role-code", "/me/role-code")
    before = set(seat_ids(app))
    leave(olu)
    (gone,) = before - set(seat_ids(app))
    with app.app_context():
        for table in MembersModel.metadata.sorted_tables:
            bind = {"bind": db.engines["members"]}
            assert str(gone) not in repr(
                db.session.execute(select(table), bind_arguments=bind).all()
            )


def test_the_access_log_keeps_its_lines(app: Flask) -> None:
    seated(app, "organizer")
    olu, bea = seated(app, "organizer"), seated(app)
    olu.get("/me/console/reports")
    lines = rows(app, Access)
    leave(olu)
    assert rows(app, Access) == lines
    assert "looked at the list of reports" in bea.get("/me/access").text


def test_the_last_organizer_is_told_what_to_do(app: Flask) -> None:
    olu = seated(app, "organizer")
    page = olu.get(PAGE).text
    assert "You are the last organizer" in page
    assert f'action="{PAGE}"' not in page


def test_the_last_organizer_cannot_leave(app: Flask) -> None:
    olu, other = seated(app, "organizer"), seated(app, "organizer")
    form = Page(olu.get(PAGE).text).form(PAGE).fields | {"is_meant": "y"}
    leave(other)
    assert olu.post(PAGE, data=form).status_code == 409
    assert is_signed_in(olu)


def test_of_two_last_organizers_who_leave_at_once_one_stays(app: Flask) -> None:
    organizers, together = [seated(app, "organizer"), seated(app, "organizer")], Barrier(2)
    forms = [Page(o.get(PAGE).text).form(PAGE).fields | {"is_meant": "y"} for o in organizers]

    def go(number: int) -> None:
        together.wait()
        organizers[number].post(PAGE, data=forms[number])

    threads = [Thread(target=go, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seat_count(app) == 1


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_who_is_no_organizer_may_always_leave(app: Flask, role: str) -> None:
    who = seated(app, role)  # type: ignore[arg-type]  # one of the roles
    assert leave(who).status_code == 303
    assert seat_count(app) == 0


def test_who_left_may_join_again_with_a_new_seat(app: Flask, client: FlaskClient) -> None:
    join(client, invitation(app))
    before = seat_ids(app)
    leave(client)
    join(client, invitation(app))
    assert set(seat_ids(app)).isdisjoint(before)
