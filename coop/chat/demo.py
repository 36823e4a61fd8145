"""The demonstration's rooms: conversations of the last days, laid as lines of made-up seats."""

import json
import random
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.chat import opening
from coop.chat.models import StoredBacker, StoredLine, StoredProposal, StoredRoom, StoredSeat
from coop.chat.pseudonyms import candidates
from coop.chat.rules import NewRoom, minute_of, welcome_slug
from coop.config import Config
from coop.db import db, insert_into, writing
from coop.lib.codes import new_code
from coop.platforms.queries import platform_named
from coop.tokens.periods import month
from coop.web import clock, settings

# How many days ago a talk begins; its last lines are of today, within the last hour.
BEGAN, LAST_HOUR, TODAYS = 3, 60, 3
FILE = Path(__file__).with_name("demo_talks.json")

Talk = dict[str, Any]


def has_rows() -> bool:
    """Whether any room stands here."""
    return db.session.execute(select(StoredRoom.slug).limit(1)).first() is not None


def demo(*, source: random.Random, today: date) -> None:
    """Open the rooms and let made-up members talk in them."""
    config = settings.config()
    opening.open_standing(today=today, config=config)
    said = json.loads(FILE.read_text())
    for talk in said["talks"]:
        _open(talk, today, config)
        with writing("voice") as session:
            _talk(session, talk, source, today)
    with writing("voice") as session:
        for number, wish in enumerate(said["wishes"]):
            _wish(session, wish, 4 + 3 * number, source, today)


def _open(talk: Talk, today: date, config: Config) -> None:
    if not talk["title"] or talk["language"] not in config.languages:
        return
    platform = platform_named(talk["platform"]) if talk["platform"] else None
    room = NewRoom(
        talk["slug"],
        talk["kind"],
        talk["title"],
        talk["language"],
        platform_id=platform.id if platform else None,
        country=talk["country"],
    )
    opening.open_room(room, today=today, config=config)


def _talk(session: Session, talk: Talk, source: random.Random, today: date) -> None:
    room = session.get(StoredRoom, talk["slug"])
    if room is None:  # a language that this house does not offer
        return
    scope = f"room-{room.slug}-{month(today).name}"
    seats = sorted({who for who, _words in talk["lines"]})
    keys = {who: _seat(session, room, scope, source) for who in seats}
    for number, (who, words) in enumerate(talk["lines"], start=1):
        day, minute = _when(number, len(talk["lines"]), today)
        warning, text = _folded(words.removeprefix("> "))
        session.add(
            StoredLine(
                room_slug=room.slug,
                number=number,
                changed=number,
                speaker_key=keys[who],
                client_id=source.randbytes(16),
                text=text,
                warning=warning,
                language=talk["language"],
                quoted=number - 1 if words.startswith("> ") else None,
                day=day,
                minute=minute,
                is_edited=False,
            )
        )
    room.last_number = len(talk["lines"])


def _seat(session: Session, room: StoredRoom, scope: str, source: random.Random) -> bytes:
    """A seat with the first name that is free."""
    nonce, key = source.randbytes(32), source.randbytes(16)
    for name in islice(candidates(room.secret, scope, nonce), 10):
        row = {
            "key": key,
            "room_slug": room.slug,
            "scope_code": scope,
            "nonce": nonce,
            "pseudonym": name.name,
            "colour": name.colour,
        }
        seat = insert_into(session, StoredSeat).values(**row).on_conflict_do_nothing()
        if session.scalar(seat.returning(StoredSeat.key)) is not None:
            break
    return key


def _when(number: int, count: int, today: date) -> tuple[date, int]:
    """The day and minute of a line: spread over the days before, the last ones just now."""
    left = count - number
    if left < TODAYS:
        now = minute_of(clock.now())
        return today, max(now - LAST_HOUR * left // TODAYS, 0)
    day = today - timedelta(days=1 + BEGAN * (left - TODAYS) // count)
    return day, 600 + 7 * number


def _folded(words: str) -> tuple[str | None, str]:
    if not words.startswith("["):
        return None, words
    warning, text = words[1:].split("] ", 1)
    return warning, text


def _wish(
    session: Session, wish: dict[str, str], backers: int, source: random.Random, today: date
) -> None:
    name, country, language, why = (wish[each] for each in ("name", "country", "language", "why"))
    platform = platform_named(name)
    code, scope = new_code(source.randrange), f"room-{welcome_slug(language)}-{month(today).name}"
    session.add(
        StoredProposal(
            code=code,
            proposer=source.randbytes(32),
            seq=1,
            platform_id=platform.id if platform else None,
            name=name,
            country=country or None,
            language=language,
            why=why,
            state="waiting",
            cause="",
            backers_shown=backers,
            proposed_on=today - timedelta(days=backers),
        )
    )
    for _ in range(backers):
        backer = source.randbytes(32)
        session.add(StoredBacker(proposal_code=code, scope_code=scope, backer=backer))
