"""What a line may be, how fast one may speak, what a seat is called."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from coop.chat.pacing import Buckets, Rate, Slow
from coop.chat.pseudonyms import COLOURS, candidates
from coop.chat.refusals import NotALine, NothingSaid, TooHeavy, TooLong
from coop.chat.rules import (
    EDIT_MINUTES,
    QUOTE_MAX,
    TEXT_MAX,
    WARNING_MAX,
    Line,
    NewRoom,
    Quote,
    Seat,
    bounded_keeps,
    bounded_slow,
    check_room,
    draft,
    is_slug,
    line_number,
    may_edit,
    quoted_text,
    said_text,
    warning_text,
)
from coop.moderation.rules import REASON_LENGTH, REASONS, NoSuchReason, check_reason

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SEAT = Seat(bytes(16), "night-shifts", "room-night-shifts-2026-11", bytes(32), "Iris Moka", 3, None)
SOUND = {"client_id": bytes(16), "text": "Hello.", "language": "en"}


def test_a_line_is_tidied() -> None:
    assert said_text("  one\r\ntwo\u202e\x00 ") == "one\ntwo"


@pytest.mark.parametrize("text", ["", "   \n", "\u202e\x00"])
def test_blanks_are_no_line(text: str) -> None:
    with pytest.raises(NothingSaid):
        said_text(text)


@pytest.mark.parametrize(
    "text",
    ["\u200b\u200b\u200d", "\u2060 \ufeff", "\u3164", "\u2800\u2800", "\u0301", "\ufe0f\n\u200e"],
)
def test_what_cannot_be_seen_is_nothing_said(text: str) -> None:
    with pytest.raises(NothingSaid):
        said_text(text)


@pytest.mark.parametrize("text", [".", "👩‍👧", "می‌خواهم", "e\u0301", "👍🏽"])
def test_joiners_and_marks_among_what_is_seen_stay(text: str) -> None:
    assert said_text(text) == text


def test_a_line_has_two_thousand_signs() -> None:
    assert len(said_text("é" * TEXT_MAX)) == TEXT_MAX
    with pytest.raises(TooLong) as refused:
        said_text("é" * (TEXT_MAX + 1))
    assert refused.value.params == {"most": 2000, "count": 2001}


def test_a_line_weighs_six_thousand_bytes() -> None:
    assert said_text("語" * 2_000) == "語" * 2_000
    with pytest.raises(TooHeavy) as refused:
        said_text("😀" * 2_000)
    assert refused.value.params == {"most": 6000, "count": 8000}


@pytest.mark.parametrize("text", [None, 5, ["a"], {"a": 1}, b"a"])
def test_only_text_is_text(text: object) -> None:
    with pytest.raises(NotALine):
        said_text(text)


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": b"short"},
        {"client_id": "A" * 16},
        {"language": "English"},
        {"language": "<b>"},
        {"language": None},
        {"quoted": "1"},
        {"quoted": True},
        {"quoted": -1},
        {"quoted": 2**31},
        {"quoted": 1.0},
        {"warning": 5},
    ],
)
def test_a_damaged_draft_is_refused(changed: dict[str, object]) -> None:
    assert draft(SEAT, **SOUND).text == "Hello."  # type: ignore[arg-type]  # what a browser sends
    with pytest.raises(NotALine):
        draft(SEAT, **(SOUND | changed))  # type: ignore[arg-type]  # the same


def test_a_warning_is_one_short_row() -> None:
    assert warning_text(None) is None
    assert warning_text(" blood,\n injuries ") == "blood, injuries"
    assert len(warning_text("x" * 500) or "") == WARNING_MAX


def test_a_quote_is_the_beginning() -> None:
    assert quoted_text("one\n  two") == "one two"
    assert len(quoted_text("x" * 500)) == QUOTE_MAX


def test_a_line_says_its_minute_and_no_more() -> None:
    line = Line(5, 7, "Iris Moka", 3, "Hello.", "en", date(2026, 11, 23), 845)
    assert line.time == "14:05"
    assert line.as_json() == {
        "id": 5,
        "change": 7,
        "pseudonym": "Iris Moka",
        "colour": 3,
        "text": "Hello.",
        "lang": "en",
        "day": "2026-11-23",
        "time": "14:05",
        "quote": None,
        "edited": False,
        "removed": None,
        "warning": None,
    }


def test_a_line_of_a_day_past_has_no_hour() -> None:
    line = Line(5, 7, "Iris", 3, "Hello.", "en", date(2026, 11, 23), None, Quote(2, "Moka", "Hi"))
    told = line.as_json()
    assert (told["time"], told["quote"]) == (None, {"id": 2, "pseudonym": "Moka", "text": "Hi"})


def test_a_line_can_be_changed_for_five_minutes() -> None:
    day = NOON.date()
    assert may_edit(day, 720 - EDIT_MINUTES, now=NOON)
    assert not may_edit(day, 720 - EDIT_MINUTES - 1, now=NOON)
    assert not may_edit(day, None, now=NOON)
    assert not may_edit(day, 721, now=NOON)


def test_midnight_does_not_matter_to_that() -> None:
    after = NOON.replace(hour=0, minute=2) + timedelta(days=1)
    assert may_edit(NOON.date(), 1438, now=after)
    assert not may_edit(NOON.date(), 1430, now=after)


@pytest.mark.parametrize("slug", ["", "a b", "A", "-a", "a--b", "a" * 61, "é", "a/b", "a\n"])
def test_a_slug_is_plain(slug: str) -> None:
    assert not is_slug(slug)
    with pytest.raises(NotALine):
        check_room(NewRoom(slug, "theme", "Title", "en"))


def test_bounds_of_a_room() -> None:
    assert (bounded_slow(-5), bounded_slow(30), bounded_slow(10**9)) == (0, 30, 3600)
    assert (bounded_keeps(0), bounded_keeps(30), bounded_keeps(10**9)) == (1, 30, 365)


@pytest.mark.parametrize("number", [None, "5", 1.5, True, -1, 2**31])
def test_a_number_of_a_line_is_a_number(number: object) -> None:
    with pytest.raises(NotALine):
        line_number(number)


def test_reasons_are_a_fixed_list() -> None:
    assert len(REASONS) == 9
    assert all(len(code) <= REASON_LENGTH for code in REASONS)
    assert check_reason("threat") == "threat"
    for reason in ("", "displeases", None, 5, ["threat"]):
        with pytest.raises(NoSuchReason):
            check_reason(reason)


def test_a_name_is_two_words_and_a_colour() -> None:
    found = next(candidates(b"s" * 32, "room-a-2026-11", b"n" * 32))
    assert len(set(found.name.split())) == 2
    assert 0 <= found.colour < COLOURS


def test_a_name_holds_for_one_room_and_month() -> None:
    def name(secret: bytes, scope: str) -> str:
        return next(candidates(secret, scope, b"n" * 32)).name

    scope = "room-a-2026-11"
    assert name(b"s" * 32, scope) == name(b"s" * 32, scope)
    assert name(b"s" * 32, scope) != name(b"s" * 32, "room-a-2026-12")
    assert name(b"s" * 32, scope) != name(b"t" * 32, scope)


def test_names_tried_one_after_another_are_all_different() -> None:
    names = [each.name for each in islice(candidates(b"s" * 32, "room", b"n" * 32), 2_000)]
    assert len(set(names)) == 2_000


def test_a_bucket_gives_a_burst_then_its_rate() -> None:
    bucket = Buckets(Rate(3, 1))
    assert [bucket.take("a", at=0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert bucket.take("a", at=0.5) == 0.5
    assert bucket.take("a", at=1.0) == 0
    assert bucket.take("b", at=1.0) == 0


def test_a_clock_that_goes_back_gives_nothing() -> None:
    bucket = Buckets(Rate(1, 1))
    assert bucket.take("a", at=10.0) == 0
    assert bucket.take("a", at=5.0) > 0


def test_buckets_are_bounded() -> None:
    bucket = Buckets(Rate(1, 1), most=10)
    for key in range(1_000):
        bucket.take(key, at=0.0)
    assert len(bucket) == 10


def test_slow_mode_waits_its_seconds() -> None:
    slow = Slow()
    assert slow.wait("a", seconds=30, at=0.0) == 0
    slow.note("a", at=0.0)
    assert slow.wait("a", seconds=30, at=10.0) == 20
    assert slow.wait("a", seconds=30, at=30.0) == 0
    assert slow.wait("a", seconds=0, at=1.0) == 0
    assert slow.wait("b", seconds=30, at=10.0) == 0
