"""Of a room the night takes the hours, the days take the words, and no disk says who sat when."""

import ast
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from coop.chat import opening, queries, service
from coop.chat.models import StoredFlag, StoredLine, StoredRoom, StoredSeat
from coop.config import ROOT
from coop.db import db, writing
from coop.web.clock import today
from coop.web.settings import config
from tests.chat.talking import housekeeping, line_count, opened, right_to, say, seated, sitting
from tests.conftest import Clock, Databases
from tests.petitions.conftest import same_key
from tests.promises.order import (
    database_file,
    is_sqlite,
    read_from_journal,
    read_from_pages,
    read_from_postgresql,
    said_by,
)
from tests.promises.test_deletion import found, rows
from tests.promises.test_petitions_name_nobody import everything
from tests.reports.sending import on_one_engine
from tests.shell import run

SITTERS = 6
SOURCES = sorted((ROOT / "coop/chat").glob("*.py"))


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coop.tokens.sealing.generate", same_key)


@pytest.fixture
def room(app: Flask) -> Iterator[str]:
    with app.app_context():
        yield opened()


def minutes() -> list[int | None]:
    db.session.rollback()
    return list(db.session.scalars(select(StoredLine.minute)))


def test_the_night_after_no_row_keeps_an_hour(app: Flask, room: str, clock: Clock) -> None:
    say(seated(), "Said at noon.")
    assert run(app, "upkeep").exit_code == 0
    assert minutes() == [720]
    assert queries.history(room).lines[0].time == "12:00"
    clock.time += timedelta(days=1)
    assert run(app, "upkeep").exit_code == 0
    assert minutes() == [None]
    line = queries.history(room).lines[0]
    assert (line.text, str(line.day), line.time) == ("Said at noon.", "2026-11-23", None)


def test_lines_go_after_the_rooms_days_and_not_before(app: Flask, room: str, clock: Clock) -> None:
    opening.set_keeps(room, 3)
    said = say(seated())
    service.flag(seated(), said.number, "spam", today=today(), config=config())
    clock.time += timedelta(days=2)
    housekeeping()
    assert line_count() == 1
    clock.time += timedelta(days=1)
    housekeeping()
    assert line_count() == 0
    assert db.session.scalars(select(StoredFlag)).all() == []


def test_a_seat_goes_with_its_month_once_it_has_no_line(
    app: Flask, room: str, clock: Clock
) -> None:
    silent, speaker = seated(), seated()
    say(speaker)

    def names() -> set[str]:
        db.session.rollback()
        return set(db.session.scalars(select(StoredSeat.pseudonym)))

    housekeeping()
    assert names() == {silent.pseudonym, speaker.pseudonym}
    clock.time += timedelta(days=8)
    housekeeping()
    assert names() == {speaker.pseudonym}
    clock.time += timedelta(days=30)
    housekeeping()
    assert names() == set()


@on_one_engine
def test_after_the_rooms_days_no_byte_says_it(
    app: Flask, room: str, databases: Databases, clock: Clock
) -> None:
    marker = f"said in a room {secrets.token_hex(8)}"
    say(seated(), marker, warning=f"warned {marker}")
    assert found(databases, marker)
    clock.time += timedelta(days=29)
    assert run(app, "upkeep").exit_code == 0
    assert found(databases, marker)
    clock.time += timedelta(days=1)
    assert run(app, "upkeep").exit_code == 0
    assert found(databases, marker) == []


@on_one_engine
def test_what_is_taken_back_is_gone_the_night_after(
    app: Flask, room: str, databases: Databases
) -> None:
    marker = f"a word too many {secrets.token_hex(8)}"
    seat = seated()
    service.remove(seat, say(seat, marker).number)
    assert marker not in rows(app)
    assert run(app, "upkeep").exit_code == 0
    assert found(databases, marker) == []


def test_after_the_rooms_days_postgresql_holds_no_row_of_it(
    app: Flask, room: str, clock: Clock
) -> None:
    say(seated(), "Gone one day.")
    clock.time += timedelta(days=30)
    assert run(app, "upkeep").exit_code == 0
    assert "Gone one day." not in rows(app)


def told(app: Flask, truth: list[bytes]) -> list[list[bytes]]:
    """What the disks tell of who sat down after whom: every reading of the attacker's."""
    if not is_sqlite(app):
        return [list(read_from_postgresql(app, StoredSeat.__table__, "nonce"))]  # type: ignore[arg-type]  # bytes
    path = database_file(app)
    return [read_from_journal(path, truth), *read_from_pages(path, truth)]


def test_in_which_order_members_sat_down_is_gone_from_the_disk(app: Flask, room: str) -> None:
    rights = [right_to(room) for _ in range(SITTERS)]
    # Against the order of keys, so that no chance can make the two alike.
    for number, right in enumerate(rights):
        act = sitting(right, room)
        key = (SITTERS - number).to_bytes(16)
        service.take_seat(
            act, connection="a connection", today=today(), token_bytes=lambda _n, key=key: key
        )
    truth = [right.nonce for right in rights]
    assert truth in told(app, truth)
    assert run(app, "upkeep").exit_code == 0
    after = told(app, truth)
    assert truth[::-1] in after or is_sqlite(app)
    assert truth not in after


def test_no_key_of_a_seat_stands_among_the_members(app: Flask, room: str) -> None:
    right = right_to(room)
    seat = seated(right=right)
    say(seat, "Nobody knows whose this is.")
    secret = (right.nonce, right.token, seat.key, seat.pseudonym.encode(), b"Nobody knows")
    members = list(everything("members"))
    assert any(right.nonce in value for value in everything("voice"))
    assert not [value for value in members if any(part in value for part in secret)]


def test_the_same_member_has_nothing_in_common_in_two_rooms(room: str) -> None:
    opened("day-shifts")
    one, other = seated(), seated("day-shifts")
    assert one.pseudonym != other.pseudonym
    assert {one.key, one.nonce}.isdisjoint({other.key, other.nonce})
    secrets_of = set(db.session.scalars(select(StoredRoom.secret)))
    assert len(secrets_of) == 2


def test_a_withdrawn_petitions_room_loses_title_and_lines(app: Flask) -> None:
    with app.app_context():
        new = opening.room_of_petition("ABCD1234EFGH", "Pay what is delivered", "en")
        slug = opening.open_room(new, today=today(), config=config()).slug
        say(seated(slug), "About pay for delivered work.")
        with writing("voice") as session:
            opening.wipe_in(session, slug, today=today())
        assert queries.room(slug).state == "closed"
        told_of = rows(app)
        assert "delivered" not in told_of


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_rooms_know_neither_seat_of_a_member_nor_session(path: Path) -> None:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    assert not [n for n in names if n.startswith(("coop.accounts", "coop.wallet", "flask_login"))]
    assert not names & {"flask.session", "flask.flash"}


@on_one_engine
def test_files_that_differed_in_an_hour_are_the_same_after_the_night(
    app: Flask, room: str, clock: Clock
) -> None:
    say(seated(), "The same words.")
    clock.time += timedelta(days=1)
    run(app, "upkeep")
    files = []
    for minute in (1, 1439):
        with writing("voice") as session:
            session.execute(update(StoredLine).values(minute=minute))
            # It counts nights: that there were two is not what differs.
            session.execute(update(StoredRoom).values(cleared=0))
        assert run(app, "upkeep").exit_code == 0
        files.append(said_by(database_file(app)))
    assert files[0] == files[1]
