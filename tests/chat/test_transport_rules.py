"""Allowances, the door, and what a process remembers of a room: pure, with the clock given."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coop.chat.asking import FIELDS, NotUnderstood, OneHandshake, asked, client_id
from coop.chat.channel import REMEMBERED, Channel
from coop.chat.reading import Opening
from coop.chat.rules import HISTORY, Line, Quote, Room, Seat
from coop.chat.sending import MOST_BYTES, Plain, as_json, first_of, last_of
from coop.chat.sittings import MOST_OF_A_SEAT, UNSEATED, Door, Sitting, Sittings
from coop.chat.websocket import Allowance

DAY = date(2026, 11, 25)
GONE = Line(0, 6, "Jade", 0, "", "en", DAY, None, removed="own")


def line(number: int, change: int | None = None, **fields: Any) -> Line:
    return Line(number, change or number, "Jade", 0, f"line {number}", "en", DAY, 7, **fields)


def room(last: int = 0) -> Room:
    return Room("talk", "theme", "Talk", "en", None, None, None, "open", "", 0, 30, last, DAY, None)


def channel(*lines: Line, last: int = 0) -> Channel:
    made = Channel("talk")
    made.begin(Opening(room(last), list(lines), has_older=False, first=1))
    return made


def test_an_allowance_lets_a_burst_through_and_then_its_rate() -> None:
    allowance = Allowance(10, 2, 0.0)
    assert allowance.spend(10, 0.0) == 0
    assert allowance.spend(1, 0.0) == 0.5
    assert allowance.spend(1, 1.0) == 0


def test_an_allowance_does_not_grow_beyond_its_burst() -> None:
    allowance = Allowance(10, 2, 0.0)
    assert allowance.spend(20, 1_000.0) == 5.0


def test_what_was_told_is_not_told_again() -> None:
    talk = channel(line(1), last=1)
    assert [data["id"] for _, data in talk.take([line(1), line(2), line(2), line(3)])] == [2, 3]
    assert talk.take([line(3)]) == []


def test_a_newcomer_sees_the_last_lines_as_they_are_now() -> None:
    talk = channel()
    talk.take([line(n) for n in range(1, HISTORY + 6)])
    talk.take([line(20, 100, is_edited=True), line(2, 101, is_edited=True)])
    shown, has_older = talk.history()
    assert [each.number for each in shown] == list(range(6, HISTORY + 6))
    assert [each.number for each in shown if each.is_edited] == [20]
    assert has_older


def test_a_page_of_long_lines_is_cut_between_lines() -> None:
    long = [replace(line(n), text="é" * 2_000) for n in range(1, 51)]
    first, last = first_of(long), last_of(long)
    assert 10 < len(first) < 50
    assert (first, last) == (long[: len(first)], long[-len(last) :])
    assert first_of([]) == []
    assert len(Plain.dumps(as_json(first), separators=(",", ":")).encode()) <= MOST_BYTES
    assert first_of([replace(line(1), text="x" * 10**6)]) != []


def test_a_line_taken_away_is_told_without_words() -> None:
    talk = channel(line(1), last=1)
    gone = line(1, 2, removed="own")
    assert talk.take([gone]) == [("removed", {"id": 1, "reason": "own", "change": 2})]


def test_memory_answers_only_what_it_knows_whole() -> None:
    talk = channel(line(7), last=9)
    assert talk.missed(8) is None
    assert talk.missed(9) == []
    talk.take([line(n) for n in range(10, 10 + REMEMBERED + 5)])
    assert talk.missed(9) is None
    assert talk.missed(13) is None
    missed = talk.missed(14)
    assert missed is not None
    assert [each.number for each in missed][:2] == [15, 16]
    assert talk.missed(10**6) is None


def test_memory_holds_a_line_as_it_is_and_never_as_it_was() -> None:
    talk = channel()
    talk.take([line(1), line(2), line(3)])
    talk.take([replace(line(1, 4, is_edited=True), text="new"), replace(GONE, number=2)])
    missed = talk.missed(0)
    assert missed is not None
    assert [(each.number, each.text) for each in missed] == [(3, "line 3"), (1, "new"), (2, "")]
    assert "line 1" not in repr(vars(talk)) and "line 2" not in repr(vars(talk))


def test_memory_quotes_a_line_as_it_is() -> None:
    talk = channel(line(1), line(2, quote=Quote(1, "Jade", "line 1")), last=2)
    talk.take([line(3, quote=Quote(1, "Jade", "line 1")), line(4, quote=Quote(2, "Jade", "kept"))])
    talk.take([replace(line(1, 5, is_edited=True), text="new")])
    assert "line 1" not in repr(vars(talk))
    assert [each.quote and each.quote.text for each in talk.history()[0]] == [
        None,
        "new",
        "new",
        "kept",
    ]
    talk.take([replace(GONE, number=1)])
    assert [each.quote and each.quote.text for each in talk.history()[0]][1:3] == ["", ""]
    assert [each.quote and each.quote.text for each in talk.missed(2) or []][:1] == [""]


def test_memory_begins_again_with_what_is_stored_and_what_came_meanwhile() -> None:
    talk = channel(line(1), last=1)
    talk.take([line(2), line(3)])
    since = [line(2, 4, is_edited=True), line(5)]
    talk.take(since)
    forgotten = replace(room(5), cleared=1)
    talk.begin_again(Opening(forgotten, [line(2), line(3)], has_older=False, first=2), since)
    assert [(each.number, each.change) for each in talk.history()[0]] == [(2, 4), (3, 3), (5, 5)]
    assert (talk.head, talk.first, talk.cleared_here) == (5, 2, 1)
    assert (talk.missed(4), talk.missed(5)) == (None, [])


def test_counts_of_other_processes_are_believed_for_half_a_minute() -> None:
    talk = channel()
    talk.elsewhere["other"] = (3, 100.0)
    assert talk.count(2, at=110.0) == 5
    assert talk.count(2, at=131.0) == 2


class Session:
    def __init__(self) -> None:
        self.is_closed = False

    def close(self, *, wait: bool) -> None:
        self.is_closed = True


def test_who_takes_no_seat_is_not_kept() -> None:
    door, sessions = Door(), {"idle": Session(), "seated": Session()}
    door.sweep(sessions, {"seated"}, at=5.0)
    door.sweep(sessions, {"seated"}, at=5.0 + UNSEATED)
    assert not sessions["idle"].is_closed
    door.sweep(sessions, {"seated"}, at=5.1 + UNSEATED)
    assert sessions["idle"].is_closed
    assert not sessions["seated"].is_closed


def test_who_was_turned_away_ends_at_once_and_is_forgotten() -> None:
    door, sessions = Door(), {"eve": Session()}
    door.ask_once("eve")
    door.turn_away("eve")
    with pytest.raises(OneHandshake):
        door.ask_once("eve")
    door.sweep(sessions, set(), at=0.0)
    assert sessions.pop("eve").is_closed
    door.sweep(sessions, set(), at=1.0)
    assert not (door._asked or door._over or door._since)


def test_two_phones_of_one_seat_count_once_and_nothing_stays() -> None:
    sittings = Sittings()
    seat = Seat(b"k" * 16, "talk", "room-talk-2026-11", b"n" * 32, "Jade", 0, None)
    for number in range(MOST_OF_A_SEAT):
        assert not sittings.is_full(seat)
        sittings.add(Sitting(f"{number}", f"c{number}", seat, "en"))
    assert (sittings.is_full(seat), sittings.count("talk")) == (True, 1)
    for number in range(MOST_OF_A_SEAT):
        sittings.drop(f"{number}")
        sittings.drop(f"{number}")
    assert not (sittings._by_sid or sittings._of_seat or sittings._seats_in)


def test_seats_of_another_month_are_let_go_and_those_that_leave_are_not_counted() -> None:
    sittings = Sittings()
    for number, name in enumerate(("2026-11", "2026-12", "2026-11")):
        key = bytes([number]) * 16
        seat = Seat(key, "talk", f"room-talk-{name}", b"n" * 32, "Jade", 0, None)
        sittings.add(Sitting(f"{number}", f"c{number}", seat, "en", is_leaving=number == 2))
    assert (sittings.over("2026-11"), sittings.over("2026-12")) == (["c1"], ["c0"])
    assert (sittings.count("talk"), len(sittings.mutes())) == (2, 2)
    for number in range(3):
        sittings.drop(f"{number}")
    assert not (sittings._by_sid or sittings._of_seat or sittings._seats_in or sittings._muted)


@pytest.mark.parametrize(
    ("event", "sent"),
    [
        ("connect", ({},)),
        (None, ({},)),
        (["say"], ({},)),
        ("say", ()),
        ("say", ("x",)),
        ("say", ({"client_id": "x"},)),
        ("say", ({"client_id": "x", "text": "x", "seat": "y"},)),
        ("typing", ({"x": 1},)),
        ("typing", ({}, {})),
    ],
)
def test_events_have_their_fields_and_no_other(event: Any, sent: tuple[Any, ...]) -> None:
    with pytest.raises(NotUnderstood):
        asked(event, sent)


def test_every_event_is_understood_with_its_fields() -> None:
    for event, (needed, possible) in FIELDS.items():
        fields = dict.fromkeys(needed | possible)
        assert asked(event, (fields,)) == fields


@pytest.mark.parametrize(
    "sent", [None, 7, "", "A" * 21, "A" * 23, "A" * 21 + "B", "é" * 22, "=" * 22]
)
def test_a_client_id_is_written_one_way(sent: Any) -> None:
    with pytest.raises(NotUnderstood):
        client_id(sent)
