"""A token gives one seat a room and month; nothing else does."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from coop.chat import opening, queries, service
from coop.chat.models import StoredSeat
from coop.chat.refusals import NoSuchRoom
from coop.db import db
from coop.lib.refusals import Refusal
from coop.tokens.models import SpentToken
from coop.tokens.rules import ActForged, NoSuchScope, ScopeClosed, TokenForged
from coop.web.clock import today
from tests.chat.talking import SLUG, housekeeping, opened, right_to, seated, sitting
from tests.conftest import Clock
from tests.counting import counted
from tests.tokens.rights import draw


def sit(act: object, connection: str = "a connection") -> object:
    return service.take_seat(act, connection=connection, today=today())  # type: ignore[arg-type]


def test_a_token_takes_a_seat(room: str) -> None:
    seat = seated()
    assert (seat.slug, seat.month, seat.muted_until) == (room, "2026-11", None)
    assert len(seat.pseudonym.split()) == 2


def test_a_second_phone_with_the_same_token_has_the_same_seat(room: str) -> None:
    right = right_to(room)
    assert seated(right=right) == seated(right=right, connection="another connection")
    assert db.session.scalar(select(func.count()).select_from(StoredSeat)) == 1
    assert db.session.scalar(select(func.count()).select_from(SpentToken)) == 1


def test_coming_back_writes_nothing(room: str) -> None:
    right = right_to(room)
    seated(right=right)
    act = sitting(right, room)
    with counted() as statements:
        sit(act)
    assert len(statements) == 2
    assert all(statement.lstrip().startswith("SELECT") for statement in statements)


def test_a_seat_is_taken_in_few_statements(room: str) -> None:
    act = sitting(right_to(room), room)
    with counted() as statements:
        sit(act)
    assert len(statements) <= 5


def test_what_was_signed_for_one_connection_opens_no_other(room: str) -> None:
    act = sitting(right_to(room), room, "the first connection")
    with pytest.raises(ActForged):
        sit(act, "the second connection")


@pytest.mark.parametrize(
    "changed", [{"more": "x"}, {"act": "say"}, {"room": "another"}, {"connection": 5}]
)
def test_a_body_says_exactly_what_it_must(room: str, changed: dict[str, object]) -> None:
    with pytest.raises(ActForged):
        sit(sitting(right_to(room), room, **changed))


@pytest.mark.parametrize("slug", ["", "A", 5, "a" * 61])
def test_no_address_of_a_room_leads_nowhere(room: str, slug: object) -> None:
    with pytest.raises(NoSuchRoom):
        sit(right_to(room).act({"act": "sit", "room": slug, "connection": "a connection"}))


def test_a_token_of_another_room_opens_none(room: str) -> None:
    opened("day-shifts")
    right = right_to("day-shifts")
    with pytest.raises(ActForged):
        sit(sitting(right, room))


def test_a_room_whose_name_begins_alike_is_another(room: str) -> None:
    opened(f"{SLUG}-2026")
    with pytest.raises(ActForged):
        sit(sitting(right_to(f"{SLUG}-2026"), room))


def test_eve_makes_up_no_token(room: str) -> None:
    opened("day-shifts")
    good, other = right_to(room), right_to("day-shifts")
    forged = type(good)(good.scope, other.key, other.prefix, other.token)
    with pytest.raises(TokenForged):
        sit(sitting(forged, room))


def test_a_token_of_the_month_before_takes_no_seat(room: str, clock: Clock) -> None:
    right = right_to(room)
    clock.time += timedelta(days=10)
    with pytest.raises(ScopeClosed):
        sit(sitting(right, room))


def test_no_scope_no_seat(room: str) -> None:
    right = right_to(room)
    act = sitting(right, room)
    made_up = type(act)(
        f"room-{room}-2031-01", act.nonce, act.prefix, act.token, act.body, act.signature
    )
    with pytest.raises(NoSuchScope):
        sit(made_up)


def test_two_seats_of_one_room_have_two_names(room: str) -> None:
    names = {seated().pseudonym for _ in range(12)}
    assert len(names) == 12


def test_where_a_name_is_taken_the_next_one_is_given(
    room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = right_to(room), right_to(room)
    names = list(service.candidates(b"s" * 32, "room", b"n" * 32))[:200]
    monkeypatch.setattr(service, "candidates", lambda *_: iter(names))
    seats = [seated(right=right) for right in (first, second)]
    assert [seat.pseudonym for seat in seats] == [names[0].name, names[1].name]


def test_the_next_month_has_another_name(room: str, clock: Clock) -> None:
    before = seated()
    clock.time += timedelta(days=10)
    housekeeping()
    after = seated()
    assert after.month == "2026-12"
    assert after.pseudonym != before.pseudonym


def test_a_closed_room_admits_readers(room: str) -> None:
    opening.close_room(room, cause="Nobody comes any more.", today=today())
    assert seated().slug == room


def test_a_seat_is_found_by_its_token_alone(room: str) -> None:
    right = right_to(room)
    seat = seated(right=right)
    assert queries.seat(seat.scope, right.nonce) == seat
    assert queries.seat(seat.scope, bytes(32)) is None
    assert queries.seat("room-other-2026-11", right.nonce) is None


def test_a_used_right_of_a_vote_is_no_seat(room: str) -> None:
    housekeeping()
    with pytest.raises(Refusal):
        sit(sitting(draw("room-welcome-en-2026-11"), room))


def test_one_token_on_eight_phones_at_once_has_one_seat(app: Flask, room: str) -> None:
    act = sitting(right_to(room), room)
    found: list[object] = []

    def take() -> None:
        with app.app_context():
            found.append(sit(act))
            db.session.remove()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(each == found[0] for each in found)
    db.session.rollback()  # sees what the others wrote
    assert db.session.scalar(select(func.count()).select_from(StoredSeat)) == 1
