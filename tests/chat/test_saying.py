"""What is said is stored once, in order, and each draft is judged by itself."""

import secrets
import threading
from datetime import date, timedelta

import pytest
from flask import Flask, current_app

from coop.chat import opening, queries, service
from coop.chat.models import StoredLine
from coop.chat.pacing import Slow
from coop.chat.refusals import (
    MonthOver,
    Muted,
    NoSuchLine,
    NotYours,
    RoomClosed,
    TooLateToEdit,
    TooSoon,
)
from coop.chat.rules import Said, Seat
from coop.chat.wording import Wording
from coop.db import db
from coop.moderation.rules import NoSuchReason
from coop.web.clock import now, today
from coop.web.settings import config
from tests.chat.talking import drafted, lay, line_count, opened, say, say_all, seated
from tests.conftest import Clock
from tests.counting import counted


def change(seat: Seat, number: int, text: str = "Better.") -> object:
    return service.edit(seat, number, text, now=now())


def test_lines_are_numbered_in_their_order(room: str) -> None:
    seat = seated()
    lines = [say(seat, text) for text in ("One.", "Two.", "Three.")]
    assert [line.number for line in lines] == [1, 2, 3]
    assert [line.text for line in queries.history(room).lines] == ["One.", "Two.", "Three."]


def test_a_batch_is_one_transaction_of_few_statements(room: str) -> None:
    seats = [seated() for _ in range(4)]
    drafts = [drafted(seats[number % 4], f"Line {number}") for number in range(100)]
    with counted() as statements:
        answers = say_all(*drafts)
    assert len(statements) == 5
    assert [answer.line.number for answer in answers if isinstance(answer, Said)] == [
        *range(1, 101)
    ]
    assert queries.last_numbers([room]) == {room: 100}


def test_what_say_gives_is_what_is_read(room: str) -> None:
    seat = seated()
    first = say(seat, "The first.")
    answered = say(seat, "The second.", quoted=first.number, warning="injuries")
    assert queries.history(room).lines == [first, answered]
    assert answered.quote is not None
    assert (answered.quote.number, answered.quote.text) == (1, "The first.")


def test_a_retry_finds_the_first_sending(room: str) -> None:
    seat, sent = seated(), secrets.token_bytes(16)
    first = say(seat, client_id=sent)
    (again,) = say_all(drafted(seat, client_id=sent))
    assert again == Said(first, is_new=False)
    assert line_count(room) == 1


def test_the_same_draft_twice_in_a_batch_is_one_line(room: str) -> None:
    seat = seated()
    draft = drafted(seat)
    first, second = say_all(draft, draft)
    assert isinstance(first, Said)
    assert second == Said(first.line, is_new=False)
    assert line_count(room) == 1


def test_one_number_of_a_client_is_nothing_to_another_seat(room: str) -> None:
    sent = secrets.token_bytes(16)
    answers = say_all(drafted(seated(), client_id=sent), drafted(seated(), client_id=sent))
    assert [answer.is_new for answer in answers if isinstance(answer, Said)] == [True, True]


def test_a_muted_seat_fails_no_other(room: str) -> None:
    muted, other = seated(), seated()
    said = say(muted, "Rude.")
    service.mute(room, said.number, today=today())
    refused, stands = say_all(drafted(muted), drafted(other))
    assert isinstance(refused, Muted)
    assert refused.params == {"day": date(2026, 11, 30)}
    assert isinstance(stands, Said)
    assert stands.line.number == 2
    wording = Wording(current_app)
    assert "until November 30, 2026." in wording.refused(refused, "en")["error"]["sentence"]
    assert "30 novembre 2026" in wording.refused(refused, "fr")["error"]["sentence"]


def test_a_seat_is_muted_until_its_month_ends_or_a_moderator_says(room: str) -> None:
    seat = seated()
    said = say(seat)
    assert str(service.mute(room, said.number, today=today()).muted_until) == "2026-11-30"
    assert service.unmute(room, said.number).muted_until is None
    assert isinstance(say_all(drafted(seat))[0], Said)


def test_nobody_is_muted_for_a_line_that_is_not_there(room: str) -> None:
    with pytest.raises(NoSuchLine):
        service.mute(room, 7, today=today())


def test_a_closed_room_takes_nothing_but_a_retry(room: str) -> None:
    seat, sent = seated(), secrets.token_bytes(16)
    first = say(seat, client_id=sent)
    opening.close_room(room, cause="Over.", today=today())
    again, new = say_all(drafted(seat, client_id=sent), drafted(seat))
    assert again == Said(first, is_new=False)
    assert isinstance(new, RoomClosed)
    opening.reopen(room)
    assert isinstance(say_all(drafted(seat))[0], Said)


def test_slow_mode_holds_each_seat_by_itself(room: str) -> None:
    opening.set_slow(room, 30)
    one, other, slow = seated(), seated(), Slow()
    first, second, third = say_all(drafted(one), drafted(one), drafted(other), slow=slow)
    assert isinstance(first, Said)
    assert isinstance(second, TooSoon)
    assert second.retry_after == 30
    assert isinstance(third, Said)
    later = now() + timedelta(seconds=20)
    (held,) = say_all(drafted(one), at=later, slow=slow)
    assert isinstance(held, TooSoon)
    assert held.retry_after == 10
    (stands,) = say_all(drafted(one), at=now() + timedelta(seconds=30), slow=slow)
    assert isinstance(stands, Said)


def test_a_seat_of_last_month_speaks_no_more(room: str, clock: Clock) -> None:
    seat = seated()
    clock.time += timedelta(days=10)
    assert isinstance(say_all(drafted(seat))[0], MonthOver)


def test_an_answer_to_what_is_gone_stands_by_itself(room: str) -> None:
    seat = seated()
    gone = say(seat)
    service.remove(seat, gone.number)
    assert say(seat, quoted=gone.number).quote is None
    assert say(seat, quoted=999).quote is None


def test_a_folded_line_is_not_unfolded_by_whoever_quotes_it(room: str) -> None:
    seat = seated()
    folded = say(seat, "What I had to look at.", warning="violence")
    quote = say(seat, quoted=folded.number).quote
    assert quote is not None
    assert quote.text == "violence"
    assert queries.history(room).lines[-1].quote == quote


def test_ones_own_line_can_be_changed(room: str) -> None:
    seat = seated()
    said = say(seat, "Hello,")
    changed = service.edit(seat, said.number, " Hello. ", now=now())
    assert (changed.text, changed.is_edited) == ("Hello.", True)
    assert (changed.number, changed.change) == (said.number, said.change + 1)
    assert queries.last_numbers([room]) == {room: changed.change}


def test_the_same_words_again_change_nothing(room: str) -> None:
    seat = seated()
    said = say(seat)
    assert change(seat, said.number, said.text) == said


def test_after_five_minutes_a_line_stands(room: str, clock: Clock) -> None:
    seat = seated()
    said = say(seat)
    clock.time += timedelta(minutes=5)
    change(seat, said.number, "In time.")
    clock.time += timedelta(minutes=1)
    with pytest.raises(TooLateToEdit):
        change(seat, said.number)


@pytest.mark.parametrize("verb", [change, service.remove])
def test_nobody_touches_the_line_of_another(room: str, verb: object) -> None:
    said = say(seated())
    with pytest.raises(NotYours):
        verb(seated(), said.number)  # type: ignore[operator]  # one of two verbs
    assert queries.history(room).lines == [said]


@pytest.mark.parametrize("verb", [change, service.remove])
def test_what_is_not_there_cannot_be_touched(room: str, verb: object) -> None:
    with pytest.raises(NoSuchLine):
        verb(seated(), 7)  # type: ignore[operator]  # one of two verbs


def test_a_muted_seat_changes_nothing_but_may_take_back(room: str) -> None:
    seat = seated()
    said = say(seat)
    service.mute(room, said.number, today=today())
    with pytest.raises(Muted):
        change(seat, said.number)
    assert service.remove(seat, said.number).removed == "own"


def test_taken_back_a_line_keeps_number_and_day_and_loses_its_words(room: str) -> None:
    seat = seated()
    said = say(seat, "A word too many.", warning="none")
    gone = service.remove(seat, said.number)
    assert (gone.number, gone.day, gone.change) == (said.number, said.day, said.change + 1)
    assert (gone.text, gone.warning, gone.time, gone.removed) == ("", None, None, "own")
    row = db.session.get_one(StoredLine, (room, said.number))
    assert (row.text, row.warning, row.minute) == ("", None, None)
    with pytest.raises(NoSuchLine):
        service.remove(seat, said.number)


def test_also_in_a_closed_room(room: str) -> None:
    seat = seated()
    said = say(seat)
    opening.close_room(room, cause="Over.", today=today())
    assert service.remove(seat, said.number).removed == "own"


def test_a_moderator_takes_a_line_away_for_a_reason_of_the_list(room: str) -> None:
    said = say(seated())
    with pytest.raises(NoSuchReason):
        service.hide(room, said.number, reason="displeases")
    assert service.hide(room, said.number, reason="threat").removed == "threat"


def test_flags_count_a_seat_once(room: str) -> None:
    said, eve, bea = say(seated()), seated(), seated()
    for seat, reason in ((eve, "spam"), (eve, "spam"), (eve, "hate"), (bea, "threat")):
        service.flag(seat, said.number, reason, today=today(), config=config())
    (found,), more = queries.flagged()
    assert (found.slug, found.line, found.reasons) == (room, said, {"spam": 1, "threat": 1})
    assert (found.since, more, queries.flagged_count()) == (today(), False, 1)


def test_what_is_gone_waits_in_no_queue(room: str) -> None:
    seat = seated()
    said = say(seat)
    service.flag(seated(), said.number, "spam", today=today(), config=config())
    service.remove(seat, said.number)
    assert queries.flagged() == ([], False)
    assert queries.flagged_count() == 0
    with pytest.raises(NoSuchLine):
        service.flag(seated(), said.number, "spam", today=today(), config=config())


def test_the_queue_shows_first_what_waits_longest(room: str, clock: Clock) -> None:
    seat, eve = seated(), seated()
    numbers = [say(seat, f"Line {number}").number for number in range(3)]
    service.flag(eve, numbers[2], "spam", today=today(), config=config())
    clock.time += timedelta(days=1)
    service.flag(eve, numbers[0], "spam", today=today(), config=config())
    rows, more = queries.flagged(size=1)
    assert ([row.line.number for row in rows], more) == ([numbers[2]], True)
    rows, more = queries.flagged(size=1, page=2)
    assert ([row.line.number for row in rows], more) == ([numbers[0]], False)
    with counted() as statements:
        queries.flagged()
    assert len(statements) == 3


def test_many_at_once_lose_nothing_and_number_without_gaps(app: Flask, room: str) -> None:
    seats = [seated() for _ in range(4)]

    def talk(seat: Seat) -> None:
        with app.app_context():
            for number in range(10):
                say(seat, f"Line {number}")
            db.session.remove()

    threads = [threading.Thread(target=talk, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = queries.history(room, limit=100).lines
    assert [line.number for line in lines] == list(range(1, 41))
    for seat in seats:
        own = [line.text for line in lines if line.pseudonym == seat.pseudonym]
        assert own == [f"Line {number}" for number in range(10)]


def test_history_is_the_end_of_the_room_and_older_pages(room: str) -> None:
    lay(room, 120)
    with counted() as statements:
        last = queries.history(room)
    assert len(statements) == 1
    assert [line.number for line in last.lines] == list(range(71, 121))
    assert (last.more, last.next) == (True, 71)
    older = queries.history(room, before=last.next)
    assert ([older.lines[0].number, older.lines[-1].number], older.more) == ([21, 70], True)
    oldest = queries.history(room, before=older.next)
    assert (len(oldest.lines), oldest.more) == (20, False)


def test_since_tells_what_was_missed_in_its_order(room: str) -> None:
    seat = seated()
    first, second = say(seat, "One."), say(seat, "Two.")
    head = second.change
    third = say(seat, "Three.")
    service.edit(seat, first.number, "One!", now=now())
    service.remove(seat, second.number)
    with counted() as statements:
        missed = queries.since(room, head)
    assert len(statements) == 1
    told = [(line.number, line.text, line.removed) for line in missed.lines]
    assert told == [(third.number, "Three.", None), (1, "One!", None), (2, "", "own")]
    assert (missed.more, missed.next) == (False, 5)
    assert queries.since(room, 5).lines == []


def test_since_goes_on_page_by_page(room: str) -> None:
    lay(room, 450)
    seen, change, more = [], 0, True
    while more:
        page = queries.since(room, change)
        seen += [line.number for line in page.lines]
        change, more = page.next or 0, page.more
    assert seen == list(range(1, 451))


def test_search_finds_words_whatever_their_accents(room: str) -> None:
    seat = seated()
    for text in ("La modération est épuisante.", "Rien à voir.", "MODERATION again, 100%_sure"):
        say(seat, text)
    assert [line.number for line in queries.search(room, "moderation").lines] == [3, 1]
    assert [line.number for line in queries.search(room, "ÉPUISANTE modération").lines] == [1]
    assert [line.number for line in queries.search(room, "100%_").lines] == [3]
    assert queries.search(room, "%").lines[0].number == 3
    assert queries.search(room, "   ").lines == []


def test_search_finds_nothing_that_was_taken_back(room: str) -> None:
    seat = seated()
    service.remove(seat, say(seat, "Secret.").number)
    assert queries.search(room, "secret").lines == []


def test_search_stays_within_the_room(room: str) -> None:
    say(seated(), "Here.")
    other = opened("day-shifts")
    say(seated(other), "Here.")
    assert len(queries.search(room, "here").lines) == 1


def test_search_is_bounded_and_says_where_it_goes_on(room: str) -> None:
    lay(room, 5_200, text="Word %d")
    with counted() as statements:
        page = queries.search(room, "word 100")
    assert len(statements) <= 3
    assert page.more
    assert page.next == 201
    rest = queries.search(room, "word 100", before=page.next)
    assert [line.number for line in rest.lines] == [100]
    assert not rest.more
    assert len(queries.search(room, "word").lines) == 50
