"""What members do in a room: take a seat, say, change, take back, flag; and the day's upkeep.

Each verb is one transaction. Numbers come from the room's own counter, whose row is locked
meanwhile: the order of commits is the order of numbers.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from coop.chat import keeping, opening, proposing, queries
from coop.chat.models import StoredFlag, StoredLine, StoredRoom, StoredSeat
from coop.chat.pacing import Slow
from coop.chat.pseudonyms import candidates
from coop.chat.reading import bare, lines_of, public, read, seat_of
from coop.chat.refusals import (
    NoSuchLine,
    NoSuchRoom,
    NoSuchSeat,
    NotYours,
    SeatsGone,
    TooLateToEdit,
)
from coop.chat.rules import (
    EDIT_MINUTES,
    KEY_BYTES,
    OWN,
    Draft,
    Line,
    Room,
    Said,
    Seat,
    is_slug,
    may_edit,
    said_text,
)
from coop.chat.saying import Saying, check_speaker
from coop.chat.veils import veiled
from coop.config import Config
from coop.db import insert_into, writing
from coop.lib.refusals import Refusal
from coop.moderation.rules import check_reason
from coop.tokens import queries as tokens
from coop.tokens import service as spending
from coop.tokens.acts import check_act, check_signature, check_token
from coop.tokens.periods import month
from coop.tokens.rules import Act, ActForged, scope_code

SIT = {"act", "room", "connection"}
# The act by which a month's seat comes back once the month is over.
TAKE_BACK = "take back"
# How many names are looked up at once where the first is taken.
NAMES = 64
# Built once and run on the connection itself, for every few lines that are said: to put them
# together, and to lead them through models, took longer than the database does.
_ROOM: Any = StoredRoom.__table__
_LINE: Any = StoredLine.__table__
_LOCK = select(_ROOM).where(_ROOM.c.slug == bindparam("slug")).with_for_update()
_COUNT = (
    update(_ROOM).where(_ROOM.c.slug == bindparam("of")).values(last_number=bindparam("number"))
)
_PUT = insert(_LINE)


def take_seat(
    act: Act,
    *,
    connection: str,
    today: date,
    token_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> Seat:
    """The seat of a token in a room this month, taken now or before, for one connection.

    Raises a Refusal unless the token's key signed exactly this room and this connection.
    """
    slug = act.body.get("room")
    if set(act.body) != SIT or act.body["connection"] != connection:
        raise ActForged
    if not isinstance(slug, str) or not is_slug(slug):
        raise NoSuchRoom
    if act.scope[:-8] != scope_code("room", slug):
        raise ActForged
    check_act(act, tokens.scope(act.scope), does="sit", today=today)
    found = queries.seat(act.scope, act.nonce)
    if found is not None:
        return found
    with writing("voice") as session:
        room = session.get(StoredRoom, slug)
        if room is None:
            raise NoSuchRoom
        spending.take_seat(session, act)
        return _seated(session, room, act, key=token_bytes(KEY_BYTES))


def seat_before(act: Act, *, connection: str, today: date) -> Seat:
    """The seat that a token took in a month that is over, so that its lines can be taken back.

    Raises a Refusal unless the token's key signed exactly this room and this connection.
    """
    if set(act.body) != SIT or act.body["connection"] != connection:
        raise ActForged
    scope = tokens.scope(act.scope)
    found = queries.seat(act.scope, act.nonce)
    if found is None or today <= scope.closes_on:
        raise NoSuchSeat
    if (act.body["act"], act.body["room"]) != (TAKE_BACK, found.slug):
        raise ActForged
    check_token(act, scope)
    check_signature(act, scope.digest)
    return found


def say(slug: str, drafts: Sequence[Draft], *, now: datetime, slow: Slow) -> list[Said | Refusal]:
    """Store what was said in a room, in one transaction, in this order.

    Gives for each draft its line, the line that an earlier sending made, or why it is refused:
    one refused draft fails none of the others.
    """
    with writing("voice") as session:
        saying = Saying(session, locked(session, slug), drafts, now=now, slow=slow)
        answers = saying.answers()
        if saying.rows:
            bare(session).execute(_PUT, saying.rows)
            _count_on(session, slug, saying.last)
    # What was not stored in the end does not make anybody wait.
    saying.note_pace()
    return answers


def edit(seat: Seat, number: int, text: object, *, now: datetime) -> Line:
    """Change one's own line within five minutes; the same words again change nothing."""
    words = said_text(text)
    with writing("voice") as session:
        room = locked(session, seat.slug)
        check_speaker(room, _present(session, seat), today=now.date())
        row = _own(session, seat, number)
        if row.text != words:
            if not may_edit(row.day, row.minute, now=now):
                raise TooLateToEdit(minutes=EDIT_MINUTES)
            row.text, row.is_edited, row.changed = words, True, room.last_number + 1
            _count_on(session, seat.slug, row.changed)
            session.flush()
        return line(seat.slug, number)


def remove(seat: Seat, number: int) -> Line:
    """Take one's own line back, whenever, also in a closed room: number and day stay."""
    with writing("voice") as session:
        room = locked(session, seat.slug)
        return _removed(session, room, _own(session, seat, number), reason=OWN)


def hide(slug: str, number: int, *, reason: str) -> Line:
    """Take a line away for one of the fixed reasons."""
    check_reason(reason)
    with writing("voice") as session:
        room = locked(session, slug)
        return _removed(session, room, _standing(session, slug, number), reason=reason)


def flag(seat: Seat, number: int, reason: object, *, today: date, config: Config) -> None:
    """Flag a line for one of the fixed reasons, once a seat; a second flag changes nothing."""
    checked = check_reason(reason)
    with writing("voice") as session:
        _standing(session, seat.slug, number)
        flagger = veiled(config, "flag", str(number), scope=seat.scope, nonce=seat.nonce)
        row = {"room_slug": seat.slug, "number": number, "flagger": flagger}
        flags = insert_into(session, StoredFlag).values(**row, reason=checked, day=today)
        session.execute(flags.on_conflict_do_nothing())


def mute(slug: str, number: int, *, today: date) -> Seat:
    """Let the seat that said a line only read, until its month ends."""
    return _set_muted(slug, number, until=month(today).last)


def unmute(slug: str, number: int) -> Seat:
    """Let the seat that said a line speak again."""
    return _set_muted(slug, number, until=None)


def upkeep(today: date, config: Config) -> None:
    """Open what should stand and each month's scopes; forget hours, old lines, empty seats."""
    opening.open_standing(today=today, config=config)
    opening.open_months(today=today, config=config)
    keeping.forget(today)
    proposing.show_backers()


def locked(session: Session, slug: str) -> Room:
    """A room, locked for the caller's transaction; raises NoSuchRoom."""
    row = bare(session).execute(_LOCK, {"slug": slug}).first()
    if row is None:
        raise NoSuchRoom
    return public(row)


def line(slug: str, number: int) -> Line:
    """One line as it stands, in the caller's transaction; raises NoSuchLine."""
    found = read(lines_of(slug).where(StoredLine.number == number))
    if not found:
        raise NoSuchLine
    return found[0]


def _seated(session: Session, room: StoredRoom, act: Act, *, key: bytes) -> Seat:
    """The seat of a token whose key was let in; the next name is tried where one is taken."""
    taken: set[str] = set()
    names = candidates(room.secret, act.scope, act.nonce)
    while batch := list(islice(names, NAMES)):
        for name in (each for each in batch if each.name not in taken):
            row = {
                "key": key,
                "room_slug": room.slug,
                "scope_code": act.scope,
                "nonce": act.nonce,
                "pseudonym": name.name,
                "colour": name.colour,
            }
            seat = insert_into(session, StoredSeat).values(**row).on_conflict_do_nothing()
            if session.scalar(seat.returning(StoredSeat.key)) is not None:
                return Seat(key, room.slug, act.scope, act.nonce, name.name, name.colour, None)
            if found := queries.seat(act.scope, act.nonce):
                return found
            taken |= _taken(session, room.slug, [each.name for each in batch])
    raise SeatsGone


def _taken(session: Session, slug: str, names: list[str]) -> set[str]:
    query = select(StoredSeat.pseudonym).where(
        StoredSeat.room_slug == slug, StoredSeat.pseudonym.in_(names)
    )
    return set(session.scalars(query))


def _present(session: Session, seat: Seat) -> Seat | None:
    """The seat as it is now: it may have been muted since the connection was made."""
    row = session.get(StoredSeat, seat.key, populate_existing=True)
    return seat_of(row) if row else None


def _standing(session: Session, slug: str, number: int) -> StoredLine:
    row = session.get(StoredLine, (slug, number), populate_existing=True)
    if row is None or row.removed_for is not None:
        raise NoSuchLine
    return row


def _own(session: Session, seat: Seat, number: int) -> StoredLine:
    row = _standing(session, seat.slug, number)
    if row.speaker_key != seat.key:
        raise NotYours
    return row


def _removed(session: Session, room: Room, row: StoredLine, *, reason: str) -> Line:
    row.text, row.warning, row.quoted, row.minute = "", None, None, None
    row.removed_for, row.changed = reason, room.last_number + 1
    session.flush()
    _count_on(session, room.slug, row.changed)
    return line(room.slug, row.number)


def _count_on(session: Session, slug: str, number: int) -> None:
    bare(session).execute(_COUNT, {"of": slug, "number": number})


def _set_muted(slug: str, number: int, *, until: date | None) -> Seat:
    with writing("voice") as session:
        said = session.get(StoredLine, (slug, number), populate_existing=True)
        row = session.get(StoredSeat, said.speaker_key, populate_existing=True) if said else None
        if row is None:
            raise NoSuchLine
        row.muted_until = until
        return seat_of(row)
