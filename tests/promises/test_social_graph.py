"""Who brought whom is a union's social graph: nothing of it is left, in no table and in no byte."""

import secrets
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coop.accounts.models import Invitation, Seat
from coop.accounts.newcomer_models import GivenInvitation, InvitationCount, Newcomer, Vouch
from coop.db import MembersModel, db
from tests.accounts.newcomers import MESSAGE, ask, codes, joining_by, old_member, press, seat_count
from tests.accounts.seats import invitation, join, seated, shown_phrase
from tests.accounts.test_approval import decide
from tests.accounts.test_invitations import give, link_in
from tests.accounts.test_leaving import leave
from tests.accounts.test_vouching import vouch
from tests.conftest import Clock, Databases, browser
from tests.pages import Page
from tests.reports.sending import on_one_engine
from tests.shell import run

# Where a seat stands beside a link or a newcomer, and what waits at either end.
TIES = (GivenInvitation, Vouch, Newcomer, Invitation)


def ties(app: Flask) -> int:
    """How many rows could say who brought whom, or who waits."""
    with app.app_context():
        return sum(db.session.scalar(select(func.count()).select_from(m)) or 0 for m in TIES)


def rows(app: Flask) -> int:
    """The same, with the numbers of how many each seat brought."""
    with app.app_context():
        counts = db.session.scalar(select(func.count()).select_from(InvitationCount)) or 0
    return ties(app) + counts


def bytes_of_members(databases: Databases) -> bytes:
    """Everything that SQLite keeps of the members: the file, its journal, its index."""
    place = Path(databases.members.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in place.parent.glob(f"{place.name}*"))


def traces(databases: Databases, seats: list[str]) -> list[int]:
    """How often each seat stands in those bytes."""
    read = bytes_of_members(databases)
    return [read.count(seat.encode()) for seat in seats]


def seat_names(app: Flask) -> list[str]:
    """Each seat as the file writes it."""
    with app.app_context():
        return [seat.hex for seat in db.session.scalars(select(Seat.id).order_by(Seat.id))]


def name_of(app: Flask, client: FlaskClient) -> str:
    """The seat of a browser, as the file writes it."""
    before = set(seat_names(app))
    leave(client)
    (gone,) = before - set(seat_names(app))
    return gone


def sign_everybody_out(app: Flask) -> None:
    """End every session, so that all seats stand in the file equally often."""
    with app.app_context():
        db.session.execute(MembersModel.metadata.tables["seat_sessions"].delete(), **members())
        db.session.commit()


def members() -> dict[str, object]:
    return {"bind_arguments": {"bind": db.engines["members"]}}


def test_after_an_invitation_nothing_is_left_within_thirty_days(app: Flask, clock: Clock) -> None:
    bea = old_member(app)
    join(browser(app), link_in(give(bea)))
    give(bea)
    clock.time += timedelta(days=30)
    run(app, "upkeep")
    assert rows(app) == 0


@pytest.mark.parametrize("day", range(0, 60, 7))
def test_whatever_the_day_a_count_is_gone_after_thirty(app: Flask, clock: Clock, day: int) -> None:
    clock.time += timedelta(days=day)
    give(old_member(app))
    clock.time += timedelta(days=30)
    run(app, "upkeep")
    assert rows(app) == 0


def test_after_vouching_nothing_is_left_at_once(app: Flask, client: FlaskClient) -> None:
    joining_by(app, "vouching")
    ask(client)
    code = codes(client)[0]
    for member in (old_member(app), old_member(app)):
        vouch(member, code)
    join(client, client.get("/me/join/waiting").location)
    assert ties(app) == 0


def test_after_half_a_vouching_nothing_is_left_either(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    joining_by(app, "vouching")
    ask(client)
    vouch(old_member(app), codes(client)[0])
    clock.time += timedelta(days=4)
    run(app, "upkeep")
    assert ties(app) == 0


@on_one_engine
def test_no_byte_tells_who_invited_and_who_vouched(
    app: Flask, client: FlaskClient, databases: Databases, clock: Clock
) -> None:
    bea, moe, _quiet = old_member(app), old_member(app), old_member(app)
    join(browser(app), link_in(give(bea)))
    give(moe)
    joining_by(app, "vouching")
    ask(client)
    for member in (bea, moe):
        vouch(member, codes(client)[0]) if codes(client) else None
    seats = seat_names(app)
    assert len(set(traces(databases, seats))) > 1
    clock.time += timedelta(days=30)
    sign_everybody_out(app)
    run(app, "upkeep")
    # Each as often as that of the seat which brought nobody.
    assert len(set(traces(databases, seats))) == 1


@on_one_engine
@pytest.mark.parametrize("said", [{"approve": "yes"}, {"decline": "yes", "reason": "too_little"}])
def test_no_byte_of_a_message_is_left_once_it_is_decided(
    app: Flask, client: FlaskClient, databases: Databases, said: dict[str, str]
) -> None:
    marker = secrets.token_hex(8)
    joining_by(app, "approval")
    ask(client, message=f"{MESSAGE} {marker}", as_it_is="yes")
    assert marker.encode() in bytes_of_members(databases)
    decide(seated(app, "organizer"), **said)
    run(app, "upkeep")
    assert marker.encode() not in bytes_of_members(databases)


@on_one_engine
def test_no_byte_of_a_message_is_left_that_nobody_read(
    app: Flask, client: FlaskClient, databases: Databases, clock: Clock
) -> None:
    marker = secrets.token_hex(8)
    joining_by(app, "approval")
    ask(client, message=f"{MESSAGE} {marker}", as_it_is="yes")
    clock.time += timedelta(days=31)
    run(app, "upkeep")
    assert marker.encode() not in bytes_of_members(databases)


@on_one_engine
def test_no_byte_of_a_seat_is_left_that_was_closed(app: Flask, databases: Databases) -> None:
    seated(app, "organizer")
    olu = seated(app, "organizer")
    old_member(app)
    olu.get("/me/console/reports")
    give(olu)
    press(olu, "/me/role-code", "/me/role-code")
    seats = seat_names(app)
    gone = name_of(app, olu)
    run(app, "upkeep")
    assert dict(zip(seats, traces(databases, seats), strict=True))[gone] == 0


@on_one_engine
def test_no_byte_ever_holds_a_link_or_a_code(
    app: Flask, client: FlaskClient, databases: Databases
) -> None:
    link = link_in(give(old_member(app))).rsplit("/", 1)[-1]
    joining_by(app, "vouching")
    ask(client)
    for secret in (link, *codes(client)):
        assert secret.encode() not in bytes_of_members(databases)


def test_an_invitation_used_twice_at_once_opens_one_seat(app: Flask) -> None:
    link, eager = invitation(app), [browser(app) for _ in range(4)]
    shown = [shown_phrase(each, link) for each in eager]
    together = Barrier(len(eager))
    answers: list[int] = []

    def open_seat(number: int) -> None:
        phrase, page = shown[number]
        together.wait()
        sent = page.form(link).fields | {"phrase": phrase}
        answers.append(eager[number].post(link, data=sent).status_code)

    threads = [Thread(target=open_seat, args=(number,)) for number in range(len(eager))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 410, 410, 410]
    assert seat_count(app) == 1


def test_four_invitations_asked_for_at_once_give_three(app: Flask) -> None:
    bea = old_member(app)
    forms = [Page(bea.get("/me/invitations").text).form("/me/invitations").fields for _ in range(4)]
    cookie = bea.get_cookie("seat", path="/me/")
    assert cookie is not None
    clients, together = [browser(app) for _ in forms], Barrier(len(forms))
    answers: list[int] = []

    def give_one(number: int) -> None:
        clients[number].set_cookie("seat", cookie.value, path="/me/")
        together.wait()
        answers.append(clients[number].post("/me/invitations", data=forms[number]).status_code)

    threads = [Thread(target=give_one, args=(number,)) for number in range(len(forms))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 200, 200, 409]


def test_no_table_has_a_place_for_who_brought_a_seat() -> None:
    tables = MembersModel.metadata.tables
    to_two_seats = [
        table.name
        for table in tables.values()
        if sum(key.column.table.name == "seats" for key in table.foreign_keys) > 1
    ]
    assert to_two_seats == []
    assert {column.name for column in tables["invitations"].columns} == {
        "link_digest", "role", "expires_on",
    }  # fmt: skip
