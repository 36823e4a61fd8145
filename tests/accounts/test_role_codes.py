"""A member's code gives a role, once, for two days, and never to oneself."""

import random
import threading
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from coop.accounts import role_service
from coop.accounts.factor_models import RoleCode
from coop.accounts.models import Access, Seat
from coop.accounts.role_codes import new_role_code, seat_of_role_code
from coop.accounts.role_rules import (
    HasThisRole,
    LastOrganizer,
    NoSuchRoleCode,
    NotAnOrganizer,
    NotOnYourself,
    NotThatSeat,
)
from coop.accounts.rules import Role
from coop.db import db, writing
from tests.accounts.seats import seated
from tests.conftest import Clock
from tests.pages import Page
from tests.shell import run

DAY = date(2026, 11, 23)
KEY = b"k" * 32


def seat(role: Role) -> uuid.UUID:
    """A seat that nobody sits in."""
    source = random.Random(uuid.uuid4().int)
    with writing("members") as session:
        new = Seat(role=role, phrase_digest=source.randbytes(32), opened_on=DAY)
        session.add(new)
    return new.id


def code_of(seat_id: uuid.UUID, *, today: date = DAY) -> str:
    return new_role_code(seat_id, key=KEY, randbelow=random.SystemRandom().randrange, today=today)


def give(code: str, role: Role, *, by: uuid.UUID | None = None, today: date = DAY) -> None:
    role_service.give_role(code, role, key=KEY, today=today, by=by)


def role_of(seat_id: uuid.UUID) -> str | None:
    db.session.expire_all()
    found = db.session.get(Seat, seat_id)
    return found.role if found else None


@pytest.fixture
def olu(app: Flask) -> Iterator[uuid.UUID]:
    # Left again: what a test still reads would keep upkeep from writing the table anew.
    with app.app_context():
        yield seat("organizer")


@pytest.fixture
def bea(olu: uuid.UUID) -> uuid.UUID:
    return seat("member")


def test_a_code_finds_its_seat_however_it_is_typed(bea: uuid.UUID) -> None:
    code = code_of(bea)
    typed = " " + code.lower().replace("-", " ").replace("0", "O").replace("1", "l")
    assert seat_of_role_code(typed, key=KEY, today=DAY).id == bea


def test_a_code_gives_a_role(olu: uuid.UUID, bea: uuid.UUID) -> None:
    give(code_of(bea), "moderator", by=olu)
    assert role_of(bea) == "moderator"


def test_a_code_counts_once(olu: uuid.UUID, bea: uuid.UUID) -> None:
    code = code_of(bea)
    give(code, "moderator", by=olu)
    with pytest.raises(NoSuchRoleCode):
        give(code, "organizer", by=olu)


def test_only_the_newest_code_counts(olu: uuid.UUID, bea: uuid.UUID) -> None:
    old, new = code_of(bea), code_of(bea)
    with pytest.raises(NoSuchRoleCode):
        give(old, "moderator", by=olu)
    give(new, "moderator", by=olu)


def test_a_code_is_good_until_the_day_after(olu: uuid.UUID, bea: uuid.UUID) -> None:
    code = code_of(bea)
    assert seat_of_role_code(code, key=KEY, today=DAY + timedelta(days=1)).id == bea
    with pytest.raises(NoSuchRoleCode):
        give(code, "moderator", by=olu, today=DAY + timedelta(days=2))


def test_upkeep_forgets_codes_whose_days_are_over(app: Flask, bea: uuid.UUID, clock: Clock) -> None:
    code_of(bea)
    assert run(app, "upkeep").exit_code == 0
    assert len(db.session.scalars(select(RoleCode)).all()) == 1
    db.session.rollback()
    clock.time += timedelta(days=2)
    assert run(app, "upkeep").exit_code == 0
    assert db.session.scalars(select(RoleCode)).all() == []


def test_an_organizer_gives_no_role_to_the_own_seat(olu: uuid.UUID) -> None:
    other = seat("organizer")
    with pytest.raises(NotOnYourself):
        give(code_of(olu), "moderator", by=olu)
    assert (role_of(olu), role_of(other)) == ("organizer", "organizer")


def test_a_refused_act_leaves_the_code_good(olu: uuid.UUID, bea: uuid.UUID) -> None:
    code = code_of(bea)
    with pytest.raises(HasThisRole):
        give(code, "member", by=olu)
    give(code, "moderator", by=olu)


def test_a_member_gives_no_role(bea: uuid.UUID) -> None:
    other = seat("member")
    with pytest.raises(NotAnOrganizer):
        give(code_of(other), "organizer", by=bea)
    assert role_of(other) == "member"


def test_the_last_organizer_keeps_the_role_even_from_the_shell(olu: uuid.UUID) -> None:
    with pytest.raises(LastOrganizer):
        role_service.take_role(olu, today=DAY)
    with pytest.raises(LastOrganizer):
        give(code_of(olu), "moderator")


def test_nobody_takes_their_own_role(olu: uuid.UUID) -> None:
    seat("organizer")
    with pytest.raises(NotOnYourself):
        role_service.take_role(olu, today=DAY, by=olu)


def test_nobody_resets_their_own_factor(olu: uuid.UUID) -> None:
    with pytest.raises(NotOnYourself):
        role_service.reset_factor(olu, today=DAY, by=olu)


def test_an_organizer_resets_no_members_passkeys(olu: uuid.UUID, bea: uuid.UUID) -> None:
    with pytest.raises(NotThatSeat):
        role_service.reset_factor(bea, today=DAY, by=olu)


def test_a_seat_that_is_gone_is_said_to_be(olu: uuid.UUID) -> None:
    with pytest.raises(NotThatSeat):
        role_service.take_role(uuid.uuid4(), today=DAY, by=olu)


def test_an_act_stands_in_the_log_and_a_refused_one_does_not(
    olu: uuid.UUID, bea: uuid.UUID
) -> None:
    with pytest.raises(NoSuchRoleCode):
        give("0000-0000-0000", "moderator", by=olu)
    give(code_of(bea), "moderator", by=olu)
    role_service.take_role(bea, today=DAY, by=olu)
    acts = {(row.act, row.times) for row in db.session.query(Access)}
    assert acts == {("give_role", 1), ("take_role", 1)}


def test_two_organizers_who_remove_each_other_at_once_leave_one(app: Flask) -> None:
    with app.app_context():
        pair = [seat("organizer"), seat("organizer")]
    refused: list[Exception] = []
    start = threading.Barrier(2)

    def remove(by: uuid.UUID, whom: uuid.UUID) -> None:
        with app.app_context():
            start.wait()
            try:
                role_service.take_role(whom, today=DAY, by=by)
            except NotAnOrganizer as error:
                refused.append(error)

    threads = [threading.Thread(target=remove, args=each) for each in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        roles = sorted(str(role_of(each)) for each in pair)
    assert (roles, len(refused)) == (["member", "organizer"], 1)


def test_a_member_makes_a_code_on_a_page(app: Flask) -> None:
    bea = seated(app)
    form = Page(bea.get("/me/role-code").text).form("/me/role-code")
    page = Page(bea.post("/me/role-code", data=form.fields).text)
    assert "It is shown this once" in page.words


def test_without_its_token_the_form_makes_no_code(app: Flask) -> None:
    assert seated(app).post("/me/role-code").status_code == 400
