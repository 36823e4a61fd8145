"""How members sit and talk in a test: seats taken with tokens drawn as a wallet would."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from coop.chat import opening, service
from coop.chat.models import StoredLine, StoredRoom, StoredSeat
from coop.chat.pacing import Slow
from coop.chat.rules import Draft, Line, NewRoom, Said, Seat, draft
from coop.db import db, insert_into, writing
from coop.lib.refusals import Refusal
from coop.tokens.periods import month
from coop.tokens.rules import Act
from coop.web.clock import now, today
from coop.web.settings import config
from tests.tokens.rights import Right, draw

SLUG = "night-shifts"


def opened(slug: str = SLUG, **values: Any) -> str:
    """Open a room; return its slug."""
    said = {"kind": "theme", "title": "Night shifts", "language": "en"} | values
    return opening.open_room(NewRoom(slug, **said), today=today(), config=config()).slug


def right_to(slug: str) -> Right:
    """A right to sit in a room this month."""
    return draw(f"room-{slug}-{month(today()).name}")


def sitting(right: Right, slug: str, connection: str = "a connection", **other: Any) -> Act:
    """What a phone signs to sit down."""
    return right.act({"act": "sit", "room": slug, "connection": connection} | other)


def seated(slug: str = SLUG, right: Right | None = None, connection: str = "a connection") -> Seat:
    """Take a seat."""
    act = sitting(right or right_to(slug), slug, connection)
    return service.take_seat(act, connection=connection, today=today())


def drafted(seat: Seat, text: str = "Hello.", **other: Any) -> Draft:
    """A draft of this seat."""
    said = {"client_id": secrets.token_bytes(16), "text": text, "language": "en"}
    return draft(seat, **(said | other))


def say_all(
    *drafts: Draft, at: datetime | None = None, slow: Slow | None = None
) -> list[Said | Refusal]:
    """Say several things at once in one room."""
    slug = drafts[0].seat.slug
    return service.say(slug, drafts, now=at or now(), slow=slow or Slow())


def say(seat: Seat, text: str = "Hello.", *, at: datetime | None = None, **other: Any) -> Line:
    """Say one thing; return its line."""
    (answer,) = say_all(drafted(seat, text, **other), at=at)
    assert isinstance(answer, Said), answer
    return answer.line


def lay(slug: str, count: int, *, text: str = "Line %d", seats: int = 5) -> None:
    """Fill a room with lines without saying them: for what only reads many."""
    keys = [number.to_bytes(16) for number in range(1, seats + 1)]
    with writing("voice") as session:
        for number, key in enumerate(keys):
            row = {"room_slug": slug, "scope_code": f"room-{slug}-2026-11", "nonce": key}
            name = f"Name {number}"
            values = row | {"key": key, "pseudonym": name, "colour": 1}
            session.execute(insert_into(session, StoredSeat).values(**values))
        rows = [
            {
                "room_slug": slug,
                "number": number,
                "changed": number,
                "speaker_key": keys[number % seats],
                "client_id": number.to_bytes(16),
                "text": text % number,
                "language": "en",
                "day": today(),
                "minute": number % 1440,
                "is_edited": False,
            }
            for number in range(1, count + 1)
        ]
        session.execute(insert_into(session, StoredLine), rows)
        session.get_one(StoredRoom, slug).last_number = count


def line_count(slug: str = SLUG) -> int:
    """How many lines a room holds."""
    query = select(func.count()).select_from(StoredLine).where(StoredLine.room_slug == slug)
    return db.session.scalar(query) or 0


def housekeeping() -> None:
    """What `flask upkeep` does of rooms, on the clock's day."""
    service.upkeep(today(), config())
    db.session.rollback()
