"""From stored rows to values: rooms without their secret, lines with names and what they answer."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, select
from sqlalchemy.orm import Session, aliased

from coop.chat.models import StoredLine, StoredRoom, StoredSeat
from coop.chat.rules import Line, Quote, Room, Seat, quote_of
from coop.db import db

# What another transaction changed meanwhile must not be read from this session's memory.
FRESH = {"populate_existing": True}
_answered, _speaker = aliased(StoredLine), aliased(StoredSeat)
# Columns and not rows of models: a page of lines is read in half the time.
_COLUMNS = StoredLine.__table__.columns


@dataclass(frozen=True, slots=True)
class Opening:
    """A room as it stands, its last lines, and the number of the first line that is kept."""

    room: Room
    lines: list[Line]
    has_older: bool
    first: int


def bare(session: Session) -> Connection:
    """The connection under a session's transaction: what runs here passes by its models."""
    return session.connection(bind_arguments={"mapper": StoredRoom})


def lines_of(slug: str) -> Any:
    """The lines of a room with their names and what they answer, to be narrowed and read."""
    return joined().where(StoredLine.room_slug == slug)


def joined() -> Any:
    """Any lines with their names and what they answer."""
    return (
        select(
            *_COLUMNS,
            StoredSeat.pseudonym,
            StoredSeat.colour,
            _answered.number.label("answered"),
            _answered.text.label("answered_text"),
            _answered.warning.label("answered_warning"),
            _speaker.pseudonym.label("answered_name"),
        )
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
    return [line_of(row) for row in db.session.execute(query)]


def line_of(row: Any) -> Line:
    """One row of such a query as a value."""
    return Line(
        number=row.number,
        change=row.changed,
        pseudonym=row.pseudonym,
        colour=row.colour,
        text=row.text,
        language=row.language,
        day=row.day,
        minute=row.minute,
        quote=_quote_of(row),
        is_edited=row.is_edited,
        removed=row.removed_for,
        warning=row.warning,
    )


def _quote_of(row: Any) -> Quote | None:
    if row.answered is None:
        return None
    name = row.answered_name or ""
    return quote_of(row.answered, name, row.answered_text, row.answered_warning)


def seat_of(row: Any) -> Seat:
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


def public(row: Any) -> Room:
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
        cleared=row.cleared,
    )
