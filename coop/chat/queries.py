"""Rooms as pages and the transport read them: each question is one query, or two."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from coop.chat.models import StoredFlag, StoredLine, StoredRoom, StoredSeat
from coop.chat.reading import FRESH, joined, line_of, lines_of, public, read, seat_of
from coop.chat.refusals import NoSuchRoom
from coop.chat.rules import HISTORY, KINDS, MISSED, Kind, Line, Room, Seat, State, is_slug
from coop.db import db
from coop.lib.plaintext import folded

PAGE, FLAGS = 100, 50
# How many lines one search reads at most; the page of results says where it goes on.
SEARCHED = 5_000


@dataclass(frozen=True, slots=True)
class Page:
    """Lines in the order of the room, and whether there are more in the direction asked for.

    `next` is the number to go on from: below it for older pages, above it for what was missed.
    """

    lines: list[Line]
    more: bool
    next: int | None = None


@dataclass(frozen=True, slots=True)
class Flagged:
    """A line that seats flagged: how often for each reason, and since which day."""

    slug: str
    line: Line
    reasons: dict[str, int]
    since: Any


def room(slug: str) -> Room:
    """The room of this slug; raises NoSuchRoom."""
    found = find_room(slug)
    if found is None:
        raise NoSuchRoom
    return found


def find_room(slug: str) -> Room | None:
    """The room of this slug, or None."""
    if not is_slug(slug):
        return None
    row = db.session.get(StoredRoom, slug, populate_existing=True)
    return public(row) if row else None


def readable(slug: str) -> Room | None:
    """The room of this slug while it is open, or while words are left in it; one query."""
    left = select(StoredLine.number).where(
        StoredLine.room_slug == StoredRoom.slug, StoredLine.removed_for.is_(None)
    )
    is_readable = (StoredRoom.state == "open") | left.exists()
    return next(iter(_rooms(select(StoredRoom).where(StoredRoom.slug == slug, is_readable))), None)


def rooms(
    *,
    language: str | None = None,
    country: str | None = None,
    kind: Kind | None = None,
    state: State = "open",
    page: int = 1,
    size: int = PAGE,
) -> tuple[list[Room], bool]:
    """One page of the rooms by kind and slug; whether more follows.

    A room without a country is of every country.
    """
    query = select(StoredRoom).where(StoredRoom.state == state)
    if language:
        query = query.where(StoredRoom.language == language)
    if country:
        query = query.where((StoredRoom.country == country) | StoredRoom.country.is_(None))
    if kind:
        query = query.where(StoredRoom.kind == kind)
    query = query.order_by(StoredRoom.kind, StoredRoom.slug)
    found = _rooms(query.offset((page - 1) * size).limit(size + 1))
    order = list(KINDS)
    return sorted(found[:size], key=lambda each: order.index(each.kind)), len(found) > size


def countries() -> list[str]:
    """The countries that open rooms are about."""
    query = select(StoredRoom.country).where(
        StoredRoom.state == "open", StoredRoom.country.is_not(None)
    )
    return sorted(each for each in db.session.scalars(query.distinct()) if each)


def rooms_of(slugs: Iterable[str]) -> dict[str, Room]:
    """The rooms of these slugs, in one query."""
    return {each.slug: each for each in _rooms(_of(slugs))}


def last_numbers(slugs: Collection[str]) -> dict[str, int]:
    """How far the counters of these rooms have come, in one query."""
    query = select(StoredRoom.slug, StoredRoom.last_number)
    rows = db.session.execute(query.where(StoredRoom.slug.in_(slugs)))
    return {row.slug: row.last_number for row in rows}


def first_number(room: Room) -> int:
    """The number of the first line that is kept of a room, or that it will give next."""
    query = select(func.min(StoredLine.number)).where(StoredLine.room_slug == room.slug)
    return db.session.scalar(query) or room.last_number + 1


def seat(scope: str, nonce: bytes) -> Seat | None:
    """The seat of a token, if it was taken."""
    query = select(StoredSeat).where(StoredSeat.scope_code == scope, StoredSeat.nonce == nonce)
    row = db.session.scalar(query, execution_options=FRESH)
    return seat_of(row) if row else None


def names(slug: str, among: Collection[str]) -> set[str]:
    """Which of these are names of the room's seats, of this month or an earlier one."""
    query = select(StoredSeat.pseudonym).where(
        StoredSeat.room_slug == slug, StoredSeat.pseudonym.in_(among)
    )
    return set(db.session.scalars(query))


def mutes(slugs: Collection[str]) -> dict[bytes, date]:
    """The muted seats of these rooms, and until when they may only read."""
    query = select(StoredSeat.key, StoredSeat.muted_until).where(
        StoredSeat.room_slug.in_(slugs), StoredSeat.muted_until.is_not(None)
    )
    return {row.key: row.muted_until for row in db.session.execute(query)}


def history(slug: str, before: int | None = None, limit: int = HISTORY) -> Page:
    """The last lines of a room, or the last ones below a number; oldest first."""
    query = lines_of(slug)
    if before is not None:
        query = query.where(StoredLine.number < before)
    query = query.order_by(StoredLine.number.desc()).limit(limit + 1)
    found = read(query)
    shown = found[:limit][::-1]
    return Page(shown, len(found) > limit, shown[0].number if shown else None)


def said_by(seat: Seat, before: int, limit: int = HISTORY) -> Page:
    """The last lines of one seat below a number that still stand, oldest first, without quotes."""
    query = lines_of(seat.slug).where(
        StoredLine.speaker_key == seat.key,
        StoredLine.removed_for.is_(None),
        StoredLine.number < before,
    )
    found = read(query.order_by(StoredLine.number.desc()).limit(limit + 1))
    shown = [replace(line, quote=None) for line in found[:limit][::-1]]
    return Page(shown, len(found) > limit, shown[0].number if shown else None)


def since(slug: str, change: int, limit: int = MISSED) -> Page:
    """What was said, changed or removed after a change, in that order."""
    query = lines_of(slug).where(StoredLine.changed > change).order_by(StoredLine.changed)
    found = read(query.limit(limit + 1))
    shown = found[:limit]
    return Page(shown, len(found) > limit, shown[-1].change if shown else change)


def search(
    slug: str,
    words: str,
    before: int | None = None,
    limit: int = HISTORY,
    *,
    reads: int = SEARCHED,
) -> Page:
    """Lines that hold all of these words, newest first; neither capitals nor accents matter.

    One asking reads at most so many lines: `more` is true where older ones were not looked at.
    """
    sought = folded(words).split()
    if not sought:
        return Page([], False)
    numbers: list[int] = []
    rows = _texts(slug, before, reads + 1)
    for row in rows[:reads]:
        before = row.number
        said = folded(row.text)
        if all(word in said for word in sought):
            numbers.append(row.number)
        if len(numbers) == limit:
            return Page(_numbered(slug, numbers), True, before)
    return Page(_numbered(slug, numbers), len(rows) > reads, before)


def flagged(*, page: int = 1, size: int = FLAGS) -> tuple[list[Flagged], bool]:
    """Lines that were flagged and still stand, those that wait longest first."""
    first = (
        select(StoredFlag.room_slug, StoredFlag.number, func.min(StoredFlag.day).label("since"))
        .join(StoredLine, _is_flagged())
        .where(StoredLine.removed_for.is_(None))
        .group_by(StoredFlag.room_slug, StoredFlag.number)
        .order_by(func.min(StoredFlag.day), StoredFlag.room_slug, StoredFlag.number)
    )
    waiting = db.session.execute(first.offset((page - 1) * size).limit(size + 1)).all()
    shown = waiting[:size]
    reasons = _reasons({row.room_slug for row in shown}, {row.number for row in shown})
    lines = _lines_at([(row.room_slug, row.number) for row in shown])
    found = [
        Flagged(row.room_slug, lines[place], reasons[place], row.since)
        for row in shown
        if (place := (row.room_slug, row.number)) in lines
    ]
    return found, len(waiting) > size


def flagged_count() -> int:
    """How many lines wait in the queue."""
    waiting = (
        select(StoredFlag.room_slug, StoredFlag.number)
        .join(StoredLine, _is_flagged())
        .where(StoredLine.removed_for.is_(None))
        .distinct()
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0


def _rooms(query: Any) -> list[Room]:
    return [public(row) for row in db.session.scalars(query, execution_options=FRESH)]


def _of(slugs: Iterable[str]) -> Any:
    return select(StoredRoom).where(StoredRoom.slug.in_(list(slugs)))


def _texts(slug: str, before: int | None, most: int) -> list[Any]:
    """The words of a page of lines that still have some, newest first."""
    query = select(StoredLine.number, StoredLine.text).where(
        StoredLine.room_slug == slug, StoredLine.removed_for.is_(None)
    )
    if before is not None:
        query = query.where(StoredLine.number < before)
    query = query.order_by(StoredLine.number.desc()).limit(most)
    return list(db.session.execute(query))


def _numbered(slug: str, numbers: list[int]) -> list[Line]:
    """These lines, newest first."""
    if not numbers:
        return []
    query = lines_of(slug).where(StoredLine.number.in_(numbers))
    return read(query.order_by(StoredLine.number.desc()))


def _is_flagged() -> Any:
    return and_(
        StoredLine.room_slug == StoredFlag.room_slug, StoredLine.number == StoredFlag.number
    )


def _reasons(slugs: set[str], numbers: set[int]) -> dict[tuple[str, int], dict[str, int]]:
    query = (
        select(StoredFlag.room_slug, StoredFlag.number, StoredFlag.reason, func.count())
        .where(StoredFlag.room_slug.in_(slugs), StoredFlag.number.in_(numbers))
        .group_by(StoredFlag.room_slug, StoredFlag.number, StoredFlag.reason)
        .order_by(StoredFlag.reason)
    )
    found: dict[tuple[str, int], dict[str, int]] = {}
    for slug, number, reason, count in db.session.execute(query):
        found.setdefault((slug, number), {})[reason] = count
    return found


def _lines_at(places: list[tuple[str, int]]) -> dict[tuple[str, int], Line]:
    """The lines at these places; asked by two lists, since no index helps with pairs."""
    if not places:
        return {}
    wanted = set(places)
    query = joined().where(
        StoredLine.room_slug.in_({slug for slug, _number in places}),
        StoredLine.number.in_({number for _slug, number in places}),
    )
    return {
        (row.room_slug, row.number): line_of(row)
        for row in db.session.execute(query)
        if (row.room_slug, row.number) in wanted
    }
