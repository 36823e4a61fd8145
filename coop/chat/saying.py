"""What many seats say at once, judged in one transaction: each draft by itself."""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from coop.chat.models import StoredLine, StoredSeat
from coop.chat.pacing import Slow
from coop.chat.reading import bare, joined, line_of, lines_of, read, seat_of
from coop.chat.refusals import MonthOver, Muted, RoomClosed, TooSoon
from coop.chat.rules import Draft, Line, Quote, Room, Said, Seat, minute_of
from coop.lib.refusals import Refusal
from coop.tokens.periods import month

# Built once: to put these together took longer than to run them.
_SEAT, _LINE = StoredSeat.__table__, StoredLine.__table__
_SEATS = select(_SEAT).where(_SEAT.c.key.in_(bindparam("keys", expanding=True)))
_SENT = select(_LINE.c.number).where(
    _LINE.c.speaker_key.in_(bindparam("keys", expanding=True)),
    _LINE.c.client_id.in_(bindparam("ids", expanding=True)),
)


def check_speaker(room: Room, seat: Seat | None, *, today: date) -> Seat:
    """The seat, if it may speak in this room today; raises a Refusal otherwise."""
    if not room.is_open:
        raise RoomClosed
    if seat is None or seat.month != month(today).name:
        raise MonthOver
    if seat.is_muted(today) and seat.muted_until is not None:
        raise Muted(day=seat.muted_until)
    return seat


class Saying:
    """A batch of drafts of one room, whose row is locked by the caller.

    `rows` is what is to be inserted, numbered on from the room's counter; `last` the counter then.
    """

    def __init__(
        self, session: Session, room: Room, drafts: Sequence[Draft], *, now: datetime, slow: Slow
    ) -> None:
        self._room, self._drafts, self._now, self._slow = room, drafts, now, slow
        self._at = now.timestamp()
        self._seats = _seats(session, drafts)
        self._said = _said_before(session, drafts)
        self._quotes = _quotes(room.slug, drafts)
        self._paced: dict[bytes, float] = {}
        self.rows: list[dict[str, Any]] = []
        self.last = room.last_number

    def answers(self) -> list[Said | Refusal]:
        """For each draft its line, the line of an earlier sending, or why it is refused."""
        return [self._answer(draft) for draft in self._drafts]

    def note_pace(self) -> None:
        """Remember who spoke when, once all of it is stored."""
        for key, at in self._paced.items():
            self._slow.note(key, at=at)

    def _answer(self, draft: Draft) -> Said | Refusal:
        sending = (draft.seat.key, draft.client_id)
        if sending in self._said:
            return Said(self._said[sending], is_new=False)
        try:
            seat = check_speaker(
                self._room, self._seats.get(draft.seat.key), today=self._now.date()
            )
            self._check_pace(seat.key)
        except Refusal as refusal:
            return refusal
        line = self._put(draft, seat)
        self._said[sending] = line
        return Said(line, is_new=True)

    def _check_pace(self, key: bytes) -> None:
        seconds = self._room.slow_seconds
        if not seconds:
            return
        wait = seconds if key in self._paced else self._slow.wait(key, seconds=seconds, at=self._at)
        if wait > 0:
            raise TooSoon(ceil(wait))
        self._paced[key] = self._at

    def _put(self, draft: Draft, seat: Seat) -> Line:
        self.last += 1
        # What it answers may have gone meanwhile: what is said stands by itself then.
        quote = self._quotes.get(draft.quoted) if draft.quoted is not None else None
        line = Line(
            number=self.last,
            change=self.last,
            pseudonym=seat.pseudonym,
            colour=seat.colour,
            text=draft.text,
            language=draft.language,
            day=self._now.date(),
            minute=minute_of(self._now),
            quote=quote,
            warning=draft.warning,
        )
        self.rows.append(
            {
                "room_slug": self._room.slug,
                "number": line.number,
                "changed": line.change,
                "speaker_key": seat.key,
                "client_id": draft.client_id,
                "text": line.text,
                "warning": line.warning,
                "language": line.language,
                "quoted": quote.number if quote else None,
                "day": line.day,
                "minute": line.minute,
                "is_edited": False,
                "removed_for": None,
            }
        )
        return line


def _seats(session: Session, drafts: Sequence[Draft]) -> dict[bytes, Seat]:
    """The seats of those who speak, as they are now: muted meanwhile, perhaps."""
    rows = bare(session).execute(_SEATS, {"keys": list({draft.seat.key for draft in drafts})})
    return {row.key: seat_of(row) for row in rows}


def _said_before(session: Session, drafts: Sequence[Draft]) -> dict[tuple[bytes, bytes], Line]:
    """What an earlier sending of these drafts made: a client's number is 128 random bits."""
    sent = {
        "keys": list({draft.seat.key for draft in drafts}),
        "ids": list({draft.client_id for draft in drafts}),
    }
    if bare(session).execute(_SENT, sent).first() is None:
        return {}
    query = joined().where(
        StoredLine.speaker_key.in_(sent["keys"]), StoredLine.client_id.in_(sent["ids"])
    )
    rows = session.execute(query)
    return {(row.speaker_key, row.client_id): line_of(row) for row in rows}


def _quotes(slug: str, drafts: Sequence[Draft]) -> dict[int, Quote]:
    """The lines that these drafts answer and that still have words."""
    numbers = {draft.quoted for draft in drafts if draft.quoted is not None}
    if not numbers:
        return {}
    query = lines_of(slug).where(StoredLine.number.in_(numbers), StoredLine.removed_for.is_(None))
    return {line.number: line.as_quote() for line in read(query)}
