"""What is forgotten in the database is forgotten by a process that serves the room, too."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from coop.chat import keeping, service
from coop.chat.models import StoredLine
from coop.chat.opening import wipe_in
from coop.db import db, writing
from tests.chat.served import House, today
from tests.chat.test_conversation import fresh, words
from tests.chat.wire import Talker

SOON = 5.0


@contextmanager
def indoors(house: House) -> Iterator[None]:
    """Inside the house, as its command line and console are: in another process."""
    with house.app.app_context():
        yield
        db.session.remove()


def lay_back(slug: str, days: int, *numbers: int) -> None:
    """Let lines be of a day past."""
    with writing("voice") as session:
        said = update(StoredLine).where(
            StoredLine.room_slug == slug, StoredLine.number.in_(numbers)
        )
        session.execute(said.values(day=today() - timedelta(days=days)))


def everything(talker: Talker) -> str:
    """All that a seat can read again."""
    ways = [("since", {"id": 0}), ("before", {"id": 10**6}), ("search", {"words": "line"})]
    return repr([talker.welcome, *(talker.ask(*way) for way in ways)])


def quotes(lines: list[Any]) -> list[Any]:
    return [line["quote"] and line["quote"]["text"] for line in lines]


def test_words_taken_away_are_nowhere_to_be_read(both: House) -> None:
    slug = fresh(both, "gone")
    with both.talker(slug=slug) as ana, both.talker(slug=slug) as bea:
        own, old, bad = (ana.say(text)["id"] for text in ("taken-1", "before-2", "hidden-3"))
        for number in (own, old, bad):
            bea.say(f"line about {number}", quote=number)
        ana.ask("remove", {"id": own})
        ana.ask("edit", {"id": old, "text": "line as it is"})
        with indoors(both):
            service.hide(slug, bad, reason="spam")
        while bea.event("removed", SOON)["id"] != bad:
            pass
        with both.talker(slug=slug) as eve:
            seen = everything(eve)
            assert quotes(eve.welcome["history"])[3:] == ["", "line as it is", ""]
            assert quotes(eve.ask("since", {"id": 0})["messages"][:3]) == ["", "line as it is", ""]
    assert not [word for word in ("taken-1", "before-2", "hidden-3") if word in seen]


def test_a_withdrawn_petitions_room_is_empty_for_all(both: House) -> None:
    slug = fresh(both, "wiped")
    with both.talker(slug=slug) as ana:
        ana.say("line of the petition")
        with indoors(both), writing("voice") as session:
            wipe_in(session, slug, today=today())
        assert ana.event("cleared", SOON) == {"before": 2, "day": today().isoformat()}
        with both.talker(slug=slug) as eve:
            assert (eve.welcome["history"], eve.welcome["first"]) == ([], 2)
            assert eve.welcome["room"]["state"] == "closed"
            assert "line of the petition" not in everything(eve)


def test_upkeep_reaches_a_room_that_is_listened_to(both: House) -> None:
    slug = fresh(both, "night")
    with both.talker(slug=slug) as ana:
        for number in (1, 2, 3):
            ana.say(f"line {number}")
        ana.say("line 4", quote=1)
        with indoors(both):
            lay_back(slug, 40, 1)
            lay_back(slug, 1, 2)
            keeping.forget(today())
        assert ana.event("cleared", SOON) == {"before": 2, "day": today().isoformat()}
        assert (ana.say("line 5")["id"], words(ana.lines(5))[-1]) == (5, "line 5")
        with both.talker(slug=slug) as eve:
            history, missed = eve.welcome["history"], eve.ask("since", {"id": 0})["messages"]
            for lines in (history, missed):
                assert [line["id"] for line in lines] == [2, 3, 4, 5]
                assert [line["time"] is None for line in lines] == [True, False, False, False]
                assert quotes(lines) == [None] * 4
            assert "line 1" not in everything(eve)


def test_a_night_with_nothing_to_forget_tells_nobody(both: House) -> None:
    slug = fresh(both, "calm")
    with both.talker(slug=slug) as ana:
        ana.say("line of today")
        with indoors(both):
            keeping.forget(today())
        ana.listen(1.5)
        assert not [name for name, _ in ana.events if name == "cleared"]
