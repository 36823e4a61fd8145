"""What is forgotten in the database is forgotten by a process that serves the room, too."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from coop.chat import keeping, service
from coop.chat.models import StoredLine
from coop.chat.opening import wipe_in
from coop.chat.socket import SWEEP
from coop.db import db, writing
from coop.tokens.models import Scope
from tests.chat.served import House, room_house, today
from tests.chat.test_conversation import fresh, words
from tests.chat.wire import Refused, Talker

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


def test_own_lines_of_a_month_that_is_over_can_be_taken_back(both: House) -> None:
    slug = fresh(both, "month")
    right = both.right(slug)
    with both.talker(right, slug=slug) as ana, both.talker(slug=slug) as bea:
        ana.say("line of hers")
        bea.say("line of another")
        ana.say("line that answers", quote=2)
        bea.lines(3)
        with pytest.raises(Refused) as too_soon, Talker(both.port) as early:
            early.sit(right, slug, act="take back")
        assert too_soon.value.error["data"]["reason"] == "NoSuchSeat"
        with indoors(both), writing("voice") as session:
            over = update(Scope).where(Scope.code == right.scope.code)
            session.execute(over.values(closes_on=today() - timedelta(days=1)))
        with pytest.raises(Refused), Talker(both.port) as late:
            late.sit(right, slug)
        with Talker(both.port) as back:
            welcome = back.sit(right, slug, act="take back")
            assert welcome["pseudonym"] == ana.welcome["pseudonym"] and "history" not in welcome
            own = back.ask("before", {"id": 10**6})["messages"]
            assert [(line["id"], line["quote"]) for line in own] == [(1, None), (3, None)]
            for event, fields in (
                ("since", {"id": 0}),
                ("search", {"words": "line"}),
                ("flag", {"id": 2, "reason": "spam"}),
                ("edit", {"id": 1, "text": "line anew"}),
                ("typing", {}),
            ):
                assert back.ask(event, fields)["error"]["reason"] == "MonthOver", event
            assert back.say("line too late")["error"]["reason"] == "MonthOver"
            assert back.ask("remove", {"id": 2})["error"]["reason"] == "NotYours"
            assert back.ask("remove", {"id": 1})["id"] == 1
            assert bea.event("removed", SOON)["id"] == 1
            bea.say("line of a new month")
            bea.lines(1)
            back.listen(0.3)
            assert list(back.events) == []


def test_what_is_signed_to_take_back_opens_no_other_connection(both: House) -> None:
    slug = fresh(both, "copied")
    right = both.right(slug)
    with both.talker(right, slug=slug):
        with indoors(both), writing("voice") as session:
            over = update(Scope).where(Scope.code == right.scope.code)
            session.execute(over.values(closes_on=today() - timedelta(days=1)))
        for changes in ({"connection": "another"}, {"room": "talk"}, {"act": "back"}):
            with pytest.raises(Refused), Talker(both.port) as eve:
                eve.sit(right, slug, **({"act": "take back"} | changes))


# The house's own settings, with a clock that is in the next month once a file is there.
NEXT_MONTH = """
from datetime import UTC, datetime, timedelta
from pathlib import Path
exec(Path("deploy/gunicorn.conf.py").read_text())
_inner = globals().get("post_worker_init")
def post_worker_init(worker):
    if _inner:
        _inner(worker)
    from wsgi import app
    ahead = lambda: timedelta(days=32) if Path({flag!r}).exists() else timedelta()
    app.extensions["coop.clock"] = lambda: datetime.now(UTC) + ahead()
"""


def test_a_seat_of_last_month_takes_back_what_it_said_and_is_let_go(tmp_path: Path) -> None:
    flag, settings = tmp_path / "next-month", tmp_path / "settings.py"
    settings.write_text(NEXT_MONTH.format(flag=str(flag)))
    with room_house(tmp_path) as house:
        house.serve(str(settings))
        with house.talker() as ana, house.talker() as bea:
            said = ana.say("line of last month")
            bea.lines(1)
            flag.touch()
            assert bea.ask("since", {"id": 0})["error"]["reason"] == "MonthOver"
            assert ana.ask("remove", {"id": said["id"]})["id"] == said["id"]
            assert [each.ending(3 * SWEEP) for each in (ana, bea)] == [1000, 1000]
