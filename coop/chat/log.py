"""The database as the transport sees it: each question opens and gives back its own session."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from flask import Flask

from coop.chat import queries, service
from coop.chat.pacing import Slow
from coop.chat.reading import Opening
from coop.chat.rules import HISTORY, Draft, Line, Room, Said, Seat
from coop.lib.refusals import Refusal
from coop.tokens.rules import Act
from coop.web import clock
from coop.web.settings import config
from coop.web.turns import Turns

# How many lines a search reads before others have their turn.
A_SLICE = 100


class Log:
    """What is stored of rooms, for greenlets that are in no request."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._slow = Slow()
        self._turns = Turns()

    @contextmanager
    def at(self) -> Iterator[datetime]:
        """The app's context and its clock, for one question."""
        with self._app.app_context():
            yield clock.now()

    def day(self) -> date:
        """The day by the clock."""
        with self.at() as now:
            return now.date()

    def sit(self, act: Act, connection: str) -> Seat:
        """The seat of a token for this connection; raises a Refusal where there is none."""
        with self.at() as now:
            return service.take_seat(act, connection=connection, today=now.date())

    def seat_before(self, act: Act, connection: str) -> Seat:
        """The seat of a token whose month is over, for this connection."""
        with self.at() as now:
            return service.seat_before(act, connection=connection, today=now.date())

    def said_by(self, seat: Seat, number: int) -> queries.Page:
        """A seat's own lines older than this one."""
        with self.at():
            return queries.said_by(seat, number)

    def open(self, slug: str) -> Opening:
        """The room and its last lines; the room is read first, so no change falls between."""
        with self.at():
            room = queries.room(slug)
            page = queries.history(slug)
            return Opening(room, page.lines, page.more, queries.first_number(room))

    def store(self, slug: str, drafts: Sequence[Draft]) -> list[Said | Refusal]:
        """Store all of this in one transaction; an outcome for each."""
        with self.at() as now:
            return service.say(slug, drafts, now=now, slow=self._slow)

    def tail(self, slug: str, change: int) -> tuple[list[Line], bool]:
        """What changed after this, in order, and whether there is more."""
        with self.at():
            page = queries.since(slug, change)
            return page.lines, page.more

    def before(self, slug: str, number: int) -> queries.Page:
        """Lines older than this one."""
        with self.at():
            return queries.history(slug, number)

    def search(self, slug: str, words: str, number: int | None) -> queries.Page:
        """Lines with all of these words, older than this one if there is one.

        A slice at a time, and of all searches one slice in a round of the loop: whoever talks
        waits for none of them. Between two slices nothing of the database is held.
        """
        found: list[Line] = []
        for _ in range(0, queries.SEARCHED, A_SLICE):
            self._turns.take()
            with self.at():
                page = queries.search(slug, words, number, HISTORY - len(found), reads=A_SLICE)
            found += page.lines
            number = page.next
            if not page.more or len(found) == HISTORY:
                break
        return queries.Page(found, page.more, number)

    def edit(self, seat: Seat, number: int, text: str) -> Line:
        """Change one's own line."""
        with self.at() as now:
            return service.edit(seat, number, text, now=now)

    def remove(self, seat: Seat, number: int) -> Line:
        """Take one's own line back."""
        with self.at():
            return service.remove(seat, number)

    def flag(self, seat: Seat, number: int, reason: object) -> None:
        """Flag a line."""
        with self.at() as now:
            service.flag(seat, number, reason, today=now.date(), config=config())

    def names(self, slug: str, among: Collection[str]) -> set[str]:
        """Which of these are names of the room's seats."""
        with self.at():
            return queries.names(slug, among)

    def mutes(self, slugs: Sequence[str]) -> dict[bytes, date]:
        """The seats of these rooms that may only read, and until when."""
        with self.at():
            return queries.mutes(slugs)

    def rooms(self, slugs: Sequence[str]) -> dict[str, Room]:
        """These rooms as they stand, in one query."""
        with self.at():
            return queries.rooms_of(slugs)
