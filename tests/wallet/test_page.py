"""The page of the wallet: what was issued in one's own name, and to nobody else's eyes."""

from datetime import timedelta

import pytest
from flask import Flask

from coop.chat import opening
from coop.chat.rules import NewRoom
from coop.db import writing
from coop.wallet import queries, routes
from coop.wallet.queries import Issued
from coop.web.clock import today
from coop.web.demonstration import mark
from coop.web.settings import config
from tests.conftest import Clock
from tests.counting import counted
from tests.pages import Page
from tests.reports.sending import on_one_engine
from tests.shell import run
from tests.wallet.players import Player, open_scope, player


def words(who: Player, address: str = "/me/wallet") -> str:
    answer = who.house.member.get(address)
    assert answer.status_code == 200
    return Page(answer.text).words


def test_it_says_that_nothing_was_issued_yet(app: Flask) -> None:
    assert "No right was issued in your name yet" in words(player(app))


def test_it_says_what_was_issued_in_ones_name(app: Flask) -> None:
    open_scope(app, "draft", "2026-Q4")
    bea, moe = player(app), player(app)
    bea.draw()
    assert "Write a petition 2026-Q4 3 still open" in words(bea)
    assert "2026-Q4" not in words(moe)


def test_only_a_demonstration_speaks_of_its_shared_seats(app: Flask) -> None:
    told = "every sign-in link of a role opens the same made-up seat"
    assert told not in words(player(app))
    with app.app_context(), writing("voice") as session:
        mark(session, today())
    assert told in words(player(app))


def test_afterwards_it_says_when_issuing_ended(app: Flask, clock: Clock) -> None:
    open_scope(app, "debate", "PETITION0001")
    bea = player(app)
    bea.draw()
    clock.time += timedelta(days=8)
    run(app, "upkeep")
    assert "Speak in the debate of a petition PETITION0001 1 December 1, 2026" in words(bea)


def test_in_french_it_speaks_french(app: Flask) -> None:
    open_scope(app, "debate")
    bea = player(app)
    bea.draw()
    bea.house.member.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    assert "Délivrés à votre nom" in words(bea)


@on_one_engine
def test_a_long_list_has_pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bea = player(app)
    many = [Issued(f"room-hall{number:03}-2026-11", 1, None) for number in range(queries.PAGE)]
    monkeypatch.setattr(routes.queries, "rights_of", lambda _seat, *, page: (many, page == 1))
    assert "/me/wallet?page=2#issued" in bea.house.member.get("/me/wallet").text
    assert "/me/wallet?page=1#issued" in bea.house.member.get("/me/wallet?page=2").text


def test_it_asks_little_of_the_databases_however_much_was_issued(app: Flask) -> None:
    bea = player(app)
    words(bea)  # whether this is a demonstration is asked once
    with counted() as empty:
        words(bea)
    for number in range(3):
        open_scope(app, "room", f"hall{number}-2026-11")
    bea.draw()
    with counted() as full:
        words(bea)
    assert len(empty) == len(full) <= 4


def test_the_right_to_sit_in_a_room_is_named_in_words(app: Flask) -> None:
    with app.app_context():
        new = NewRoom("night-shifts", "theme", "Night shifts", "en")
        opening.open_room(new, today=today(), config=config())
    bea = player(app)
    bea.draw()
    assert "Sit in a room Night shifts, 2026-11 1 still open" in words(bea)
