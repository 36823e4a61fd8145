"""Opening and closing rooms, and each month's right to sit in them.

Keys of scopes are made before any transaction, off the loop: `prepared` is slow, `open_in` is not.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coop.chat.models import StoredFlag, StoredLine, StoredRoom
from coop.chat.reading import public
from coop.chat.refusals import NoSuchRoom, RoomStands
from coop.chat.rules import (
    SECRET_BYTES,
    SUPPORT_SLOW,
    NewRoom,
    Room,
    bounded_keeps,
    bounded_slow,
    check_room,
    petition_slug,
    room_subject,
    support_slug,
    welcome_slug,
)
from coop.config import Config
from coop.db import db, insert_into, writing
from coop.lib.blindrsa import PrivateKey
from coop.tokens import queries as tokens
from coop.tokens.periods import Period, month
from coop.tokens.rules import Descriptor
from coop.tokens.sealing import keys_of, new_key
from coop.tokens.service import AHEAD, open_scope

# Titles of the rooms that every house has, each in its own language.
WELCOME = {"fr": "Bienvenue", "en": "Welcome"}
SUPPORT = {"fr": "Entraide de la modération de contenus", "en": "Support for content moderators"}
PETITION = {"fr": "Débat de la pétition %s", "en": "Debate of petition %s"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A room about to open, with its secret and the keys of its months."""

    new: NewRoom
    secret: bytes
    scopes: tuple[tuple[Descriptor, PrivateKey], ...]


def prepared(
    new: NewRoom, *, today: date, token_bytes: Callable[[int], bytes] = secrets.token_bytes
) -> Prepared:
    """Make what a room needs to open: slow, and before the transaction that opens it."""
    checked = check_room(new)
    descriptors = [_descriptor(checked, period) for period in _near(today)]
    keyed = tuple((descriptor, new_key(descriptor)) for descriptor in descriptors)
    return Prepared(checked, token_bytes(SECRET_BYTES), keyed)


def open_in(session: Session, room: Prepared, *, config: Config, today: date) -> bool:
    """Open a room in the caller's `voice` transaction; False where it stands already."""
    new = room.new
    row = insert_into(session, StoredRoom).values(
        slug=new.slug,
        kind=new.kind,
        title=new.title,
        language=new.language,
        platform_id=new.platform_id,
        country=new.country,
        petition_code=new.petition_code,
        state="open",
        cause="",
        slow_seconds=bounded_slow(new.slow_seconds),
        keeps_days=bounded_keeps(new.keeps_days),
        secret=room.secret,
        last_number=0,
        cleared=0,
        opened_on=today,
        closed_on=None,
    )
    opened = session.scalar(row.on_conflict_do_nothing().returning(StoredRoom.slug))
    if opened is None:
        return False
    for descriptor, key in room.scopes:
        open_scope(session, descriptor, key, keys=keys_of(config), today=today)
    return True


def open_room(
    new: NewRoom,
    *,
    today: date,
    config: Config,
    token_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> Room:
    """Open a room; raises RoomStands where one has this slug."""
    room = prepared(new, today=today, token_bytes=token_bytes)
    with writing("voice") as session:
        if not open_in(session, room, config=config, today=today):
            raise RoomStands
        return public(session.get_one(StoredRoom, new.slug))


def close_room(slug: str, *, cause: str, today: date) -> None:
    """Let a room be read and not spoken in any more, for a reason that everybody reads."""
    with writing("voice") as session:
        close_in(session, slug, cause=cause, today=today)


def close_in(session: Session, slug: str, *, cause: str, today: date) -> None:
    """Close a room in the caller's transaction; one that is closed stays as it is."""
    _set(session, slug, only_open=True, state="closed", cause=cause, closed_on=today)


def close_if_open(session: Session, slug: str, *, cause: str, today: date) -> None:
    """Do the same with a room that may not be there at all."""
    try:
        close_in(session, slug, cause=cause, today=today)
    except NoSuchRoom:
        return


def reopen(slug: str) -> None:
    """Let a closed room be spoken in again."""
    _change(slug, state="open", cause="", closed_on=None)


def set_slow(slug: str, seconds: int) -> None:
    """How long one waits between two lines in a room; 0 ends slow mode."""
    _change(slug, slow_seconds=bounded_slow(seconds))


def set_keeps(slug: str, days: int) -> None:
    """How many days a room keeps its lines; fewer takes effect with the next upkeep."""
    _change(slug, keeps_days=bounded_keeps(days))


def wipe_in(session: Session, slug: str, *, today: date) -> None:
    """Close a withdrawn petition's room: its title and all that was said in it are gone."""
    row = session.get(StoredRoom, slug, populate_existing=True)
    if row is None:
        return
    row.title = neutral_title(row.petition_code or "", row.language)
    row.state, row.closed_on = "closed", row.closed_on or today
    row.cleared += 1
    for model in (StoredFlag, StoredLine):
        session.execute(delete(model).where(model.room_slug == slug))
    session.flush()


def room_of_petition(code: str, title: str, language: str) -> NewRoom:
    """The room in which a petition is debated."""
    return NewRoom(petition_slug(code), "petition", title[:80], language, petition_code=code)


def open_standing(*, today: date, config: Config) -> None:
    """Open the rooms that every house has, one of each language, where they are missing."""
    wanted = [
        new
        for language in config.languages
        for new in (
            NewRoom(welcome_slug(language), "welcome", WELCOME[language], language),
            NewRoom(
                support_slug(language),
                "support",
                SUPPORT[language],
                language,
                slow_seconds=SUPPORT_SLOW,
            ),
        )
    ]
    slugs = [new.slug for new in wanted]
    standing = set(db.session.scalars(select(StoredRoom.slug).where(StoredRoom.slug.in_(slugs))))
    for new in wanted:
        if new.slug not in standing:
            room = prepared(new, today=today)
            with writing("voice") as session:
                open_in(session, room, config=config, today=today)


def open_months(*, today: date, config: Config) -> None:
    """Open this month's scopes, and the next month's when it is near, where they are missing.

    A closed room has them for as long as it keeps lines that somebody may read.
    """
    rows = [public(row) for row in db.session.scalars(select(StoredRoom))]
    read = [row for row in rows if row.is_open or _is_kept(row, today)]
    wanted = [_descriptor(row, period) for row in read for period in _near(today)]
    standing = tokens.scopes_of(descriptor.code for descriptor in wanted)
    for descriptor in wanted:
        if descriptor.code not in standing:
            key = new_key(descriptor)
            with writing("voice") as session:
                open_scope(session, descriptor, key, keys=keys_of(config), today=today)


def neutral_title(code: str, language: str) -> str:
    """What a petition's room is called without the petition's words."""
    return PETITION.get(language, PETITION["en"]) % code


def _descriptor(room: Room | NewRoom, period: Period) -> Descriptor:
    """What a room's scope says of itself in a month.

    A petition's words may be withdrawn, and a descriptor stands for ever: it has the code instead.
    """
    is_lasting = room.petition_code is None
    title = room.title if is_lasting else neutral_title(str(room.petition_code), room.language)
    return Descriptor(
        "room",
        room_subject(room.slug, period.name),
        period.first,
        period.last,
        details={"room": room.slug, "title": title},
    )


def _near(today: date) -> Iterable[Period]:
    period = month(today)
    yield period
    if period.next_day - today <= AHEAD:
        yield month(period.next_day)


def _is_kept(room: Room, today: date) -> bool:
    last = room.closed_on or room.opened_on
    return today < last + timedelta(days=room.keeps_days)


def _change(slug: str, **values: object) -> None:
    with writing("voice") as session:
        _set(session, slug, only_open=False, **values)


def _set(session: Session, slug: str, *, only_open: bool, **values: object) -> None:
    query = update(StoredRoom).where(StoredRoom.slug == slug)
    changed = query.where(StoredRoom.state == "open") if only_open else query
    if session.scalar(changed.values(**values).returning(StoredRoom.slug)) is not None:
        return
    if session.scalar(select(StoredRoom.slug).where(StoredRoom.slug == slug)) is None:
        raise NoSuchRoom
