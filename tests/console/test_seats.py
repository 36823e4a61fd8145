"""Organizers give roles by a code, take them away, and reset each other's second factors."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coop.accounts.models import Access
from coop.db import db
from tests.accounts.authenticator import Authenticator
from tests.accounts.factors import add_passkey, set_up_codes
from tests.accounts.seats import invitation, is_signed_in, join, seated, sign_in
from tests.conftest import browser
from tests.counting import counted
from tests.pages import Page

SEATS = "/me/console/seats"
GIVE = f"{SEATS}/give"


def code_of(client: FlaskClient) -> str:
    """The code that a member makes and reads out."""
    form = Page(client.get("/me/role-code").text).form("/me/role-code")
    html = client.post("/me/role-code", data=form.fields).text
    return "-".join(re.findall(r"<span>([0-9A-Z]{4})</span>", html))


def desk_of(client: FlaskClient) -> str:
    """The desk code that a seat's own page shows."""
    found = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", Page(client.get("/me/factors").text).words)
    assert found is not None
    return found[0]


def give(olu: FlaskClient, code: str, role: str) -> TestResponse:
    """Give a role: the form, then its confirmation."""
    fields = Page(olu.get(GIVE).text).form(GIVE).fields | {"code": code, "role": role}
    asked = olu.post(GIVE, data=fields | {"confirmed": ""})
    if asked.status_code != 200:
        return asked
    return olu.post(GIVE, data=Page(asked.text).form(GIVE).fields)


def act(olu: FlaskClient, desk: str, name: str) -> TestResponse:
    """Do an act on a seat: its page, then its button."""
    address = f"{SEATS}/{desk}/{name}"
    page = olu.get(address)
    if page.status_code != 200:
        return page
    return olu.post(address, data=Page(page.text).form(address).fields)


def acts(app: Flask) -> dict[str, int]:
    """What the access log holds of acts on seats."""
    with app.app_context():
        rows = db.session.query(Access).filter(Access.act != "list_seats")
        return {row.act: row.times for row in rows}


@pytest.fixture
def moe(app: Flask) -> FlaskClient:
    return seated(app, "moderator")


def test_a_member_becomes_organizer_by_the_code(app: Flask, olu: FlaskClient) -> None:
    bea = seated(app)
    assert give(olu, code_of(bea), "organizer").status_code == 303
    assert bea.get("/me/console/", follow_redirects=True).request.path == "/me/factors"
    set_up_codes(app, bea)
    assert bea.get("/me/console/").status_code == 200


def test_giving_is_confirmed_first(app: Flask, olu: FlaskClient) -> None:
    bea = seated(app)
    fields = Page(olu.get(GIVE).text).form(GIVE).fields
    sent = {"code": code_of(bea), "role": "moderator", "confirmed": ""}
    page = Page(olu.post(GIVE, data=fields | sent).text)
    assert "Role now member Role from now on moderator" in page.words
    assert "You sit here as member" in bea.get("/me/").text
    assert acts(app) == {}


def test_a_wrong_code_comes_back_with_the_reason(olu: FlaskClient) -> None:
    answer = give(olu, "AAAA-BBBB-CCCC", "moderator")
    assert answer.status_code == 404
    assert "No seat shows this code" in answer.text
    assert 'value="AAAA-BBBB-CCCC"' in answer.text


def test_taking_a_role_closes_open_pages_at_once(app: Flask, olu: FlaskClient) -> None:
    other = seated(app, "organizer")
    assert other.get("/me/console/").status_code == 200
    assert act(olu, desk_of(other), "take").status_code == 303
    assert other.get("/me/console/").status_code == 403
    assert is_signed_in(other)


def test_resetting_ends_sessions_and_asks_for_a_new_factor(app: Flask, olu: FlaskClient) -> None:
    client = browser(app)
    phrase = join(client, invitation(app, "moderator"))
    key = Authenticator()
    set_up_codes(app, client)
    add_passkey(client, key)
    assert act(olu, desk_of(client), "reset").status_code == 303
    assert not is_signed_in(client)
    sign_in(client, phrase)
    assert "They are set up" not in client.get("/me/factors").text
    set_up_codes(app, client)


def test_the_list_says_who_lacks_a_factor_and_who_one_is(app: Flask, olu: FlaskClient) -> None:
    join(browser(app), invitation(app, "moderator"))
    words = Page(olu.get(SEATS).text).words
    assert "moderator no second factor yet Take the role away" in words
    assert "organizer Your seat: only another organizer acts on it." in words


def test_all_members_read_the_acts_in_words(app: Flask, olu: FlaskClient, moe: FlaskClient) -> None:
    desk = desk_of(moe)
    give(olu, code_of(seated(app)), "moderator")
    act(olu, desk, "reset")
    act(olu, desk, "take")
    words = Page(seated(app).get("/me/access").text).words
    for said in ("gave a member a role", "reset somebody’s second factor", "took a role away"):
        assert f"{said} by 1 of 1 1" in words


def test_a_refused_act_leaves_no_line(app: Flask, olu: FlaskClient) -> None:
    act(olu, desk_of(olu), "take")
    act(olu, "000-000", "reset")
    assert acts(app) == {}


def test_a_member_without_a_role_is_nobody_here(app: Flask, olu: FlaskClient) -> None:
    assert act(olu, "000-000", "take").status_code == 404


def test_no_seat_stands_in_an_address_or_on_the_page(app: Flask, olu: FlaskClient) -> None:
    html = olu.get(SEATS).text
    with app.app_context():
        for (seat_id,) in db.session.query(Access.seat_id).distinct():
            assert str(seat_id) not in html
            assert seat_id.hex not in html


def test_the_list_asks_three_questions(app: Flask, olu: FlaskClient, moe: FlaskClient) -> None:
    olu.get(SEATS)
    with counted() as statements:
        olu.get(SEATS)
    assert len(statements) == 3, statements
