"""From stored rows to values: rooms without their secret, lines with names and what they answer."""

from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from coop.chat.models import StoredLine, StoredRoom, StoredSeat
from coop.chat.rules import Line, Quote, Room, Seat, quoted_text
from coop.db import db

# What another transaction changed meanwhile must not be read from this session's memory.
FRESH = {"populate_existing": True}
_answered, _speaker = aliased(StoredLine), aliased(StoredSeat)


def lines_of(slug: str) -> Any:
    """The lines of a room with their names and what they answer, to be narrowed and read."""
    return joined().where(StoredLine.room_slug == slug)


def joined() -> Any:
    """Any lines with their names and what they answer."""
    return (
        select(StoredLine, StoredSeat.pseudonym, StoredSeat.colour, _answered, _speaker.pseudonym)
        .join(StoredSeat, StoredSeat.key == StoredLine.speaker_key)
        .outerjoin(
            _answered,
            and_(
                _answered.room_slug == StoredLine.room_slug, _answered.number == StoredLine.quoted
            ),
        )
        .outerjoin(_speaker, _speaker.key == _answered.speaker_key)
    )


def read(query: Any) -> list[Line]:
    """The lines that such a query finds."""
    rows = db.session.execute(query, execution_options=FRESH)
    return [line_of(row, name, colour, quote_of(*to)) for row, name, colour, *to in rows]


def line_of(row: StoredLine, pseudonym: str, colour: int, quote: Quote | None) -> Line:
    """One stored line as a value."""
    return Line(
        number=row.number,
        change=row.changed,
        pseudonym=pseudonym,
        colour=colour,
        text=row.text,
        language=row.language,
        day=row.day,
        minute=row.minute,
        quote=quote,
        is_edited=row.is_edited,
        removed=row.removed_for,
        warning=row.warning,
    )


def quote_of(answered: StoredLine | None, pseudonym: str | None) -> Quote | None:
    """What a line answers: a folded line is not unfolded by whoever quotes it."""
    if answered is None:
        return None
    text = answered.text if answered.warning is None else answered.warning
    return Quote(answered.number, pseudonym or "", quoted_text(text))


def seat_of(row: StoredSeat) -> Seat:
    """One stored seat as a value."""
    return Seat(
        key=row.key,
        slug=row.room_slug,
        scope=row.scope_code,
        nonce=row.nonce,
        pseudonym=row.pseudonym,
        colour=row.colour,
        muted_until=row.muted_until,
    )


def public(row: StoredRoom) -> Room:
    """One stored room as anyone may see it."""
    return Room(
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        language=row.language,
        platform_id=row.platform_id,
        country=row.country,
        petition_code=row.petition_code,
        state=row.state,
        cause=row.cause,
        slow_seconds=row.slow_seconds,
        keeps_days=row.keeps_days,
        last_number=row.last_number,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )
