"""Rooms open with the right to sit in them, close, and open their next month ahead."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.routing import Rule

from coop.chat import opening, queries
from coop.chat.refusals import AddressKept, NoSuchRoom, RoomStands
from coop.chat.rules import NewRoom
from coop.tokens import queries as tokens
from coop.web.clock import today
from coop.web.settings import config
from tests.chat.talking import housekeeping, opened, say, seated
from tests.conftest import Clock
from tests.counting import counted


def scopes(slug: str) -> list[str]:
    """The months in which one may sit in a room, as they are open today."""
    found = tokens.open_scopes(today=today())
    return [each.code for each in found if each.code.startswith(f"room-{slug}-2")]


def test_a_room_opens_with_its_month(inside: None, clock: Clock) -> None:
    clock.time = clock.time.replace(day=5)
    slug = opened()
    assert scopes(slug) == ["room-night-shifts-2026-11"]
    found = queries.room(slug)
    assert (found.title, found.state, found.keeps_days, found.slow_seconds) == (
        "Night shifts",
        "open",
        30,
        0,
    )


def test_near_a_months_end_the_next_one_is_open_too(room: str) -> None:
    assert scopes(room) == ["room-night-shifts-2026-11", "room-night-shifts-2026-12"]


def test_upkeep_opens_the_next_month_fourteen_days_ahead(inside: None, clock: Clock) -> None:
    clock.time = clock.time.replace(day=16)
    slug = opened()
    housekeeping()
    assert len(scopes(slug)) == 1
    clock.time += timedelta(days=1)
    housekeeping()
    assert len(scopes(slug)) == 2


def test_a_scope_tells_the_rooms_title(room: str) -> None:
    assert '"title":"Night shifts"' in tokens.scope("room-night-shifts-2026-11").descriptor


def test_a_petitions_scope_tells_its_code_and_not_its_words(inside: None) -> None:
    new = opening.room_of_petition("ABCD1234EFGH", "Pay what is delivered", "fr")
    opening.open_room(new, today=today(), config=config())
    descriptor = tokens.scope("room-petition-abcd1234efgh-2026-11").descriptor
    assert "Débat de la pétition ABCD1234EFGH" in descriptor
    assert "Pay" not in descriptor


def test_one_address_is_one_room(room: str) -> None:
    with pytest.raises(RoomStands):
        opened()


def test_a_room_closes_for_a_reason_and_once(room: str, clock: Clock) -> None:
    opening.close_room(room, cause="Quiet.", today=today())
    clock.time += timedelta(days=1)
    opening.close_room(room, cause="Again.", today=today())
    found = queries.room(room)
    assert (found.state, found.cause, str(found.closed_on)) == ("closed", "Quiet.", "2026-11-23")
    opening.reopen(room)
    found = queries.room(room)
    assert (found.state, found.cause, found.closed_on) == ("open", "", None)


def test_slow_mode_and_days_are_bounded(room: str) -> None:
    opening.set_slow(room, 10**6)
    opening.set_keeps(room, 0)
    found = queries.room(room)
    assert (found.slow_seconds, found.keeps_days) == (3600, 1)


@pytest.mark.parametrize("slug", ["nowhere", "", "%00", "\x00", "A" * 500])
def test_no_room_is_said_so(inside: None, slug: str) -> None:
    with pytest.raises(NoSuchRoom):
        queries.room(slug)


def test_what_is_not_there_cannot_be_closed(inside: None) -> None:
    with pytest.raises(NoSuchRoom):
        opening.close_room("nowhere", cause="", today=today())
    with pytest.raises(NoSuchRoom):
        opening.set_slow("nowhere", 5)


def test_every_house_has_a_welcome_and_a_support_room_of_each_language(inside: None) -> None:
    housekeeping()
    housekeeping()
    rooms, _more = queries.rooms()
    assert [each.slug for each in rooms] == [
        "welcome-en",
        "welcome-fr",
        "support-en",
        "support-fr",
    ]
    assert [each.slow_seconds for each in rooms] == [0, 0, 30, 30]
    assert {each.title for each in rooms if each.language == "fr"} == {
        "Bienvenue",
        "Entraide de la modération de contenus",
    }


def test_upkeep_twice_opens_nothing_more(room: str) -> None:
    housekeeping()
    before = [scope.code for scope in tokens.open_scopes(today=today())]
    with counted() as statements:
        housekeeping()
    assert [scope.code for scope in tokens.open_scopes(today=today())] == before
    assert not [each for each in statements if each.startswith("INSERT")]


def test_rooms_are_listed_by_kind_language_and_country(inside: None) -> None:
    opened("fr-1", language="fr", country="FR", kind="platform")
    opened("mg-1", language="fr", country="MG")
    opened("all-1", language="fr")
    opened("en-1")
    with counted() as statements:
        rooms, more = queries.rooms(language="fr", country="MG")
    assert len(statements) == 1
    assert ([each.slug for each in rooms], more) == (["all-1", "mg-1"], False)
    assert [each.slug for each in queries.rooms(kind="platform")[0]] == ["fr-1"]
    assert queries.rooms(state="closed") == ([], False)
    rooms, more = queries.rooms(size=2)
    assert ([each.slug for each in rooms], more) == (["fr-1", "all-1"], True)
    assert queries.countries() == ["FR", "MG"]


def test_a_closed_room_may_be_sat_in_while_it_keeps_lines(room: str, clock: Clock) -> None:
    say(seated())
    opening.close_room(room, cause="Over.", today=today())
    clock.time += timedelta(days=20)
    housekeeping()
    assert "room-night-shifts-2026-12" in scopes(room)
    clock.time += timedelta(days=20)
    housekeeping()
    assert "room-night-shifts-2027-01" not in scopes(room)


def test_a_new_room_has_no_secret_to_tell(room: str) -> None:
    assert not hasattr(queries.room(room), "secret")
    assert NewRoom("a", "theme", "A", "en").keeps_days == 30


def test_no_room_has_an_address_that_leads_elsewhere(app: Flask) -> None:
    pages = (re.match(r"(?:/me/console)?/rooms/([a-z-]+)", str(rule)) for rule in rules_of(app))
    first = {page[1] for page in pages if page}
    assert {"help", "propose", "flags"} <= first
    for slug in first | {"welcome-de", "support-fr", f"petition-{'a1' * 6}"}:
        with app.app_context(), pytest.raises(AddressKept):
            opened(slug)


def rules_of(app: Flask) -> list[Rule]:
    """Every route of the house."""
    return list(app.url_map.iter_rules())
