"""Rooms, seats and lines as values, and their bounds.

Nothing here knows a database or a clock: days and minutes are handed in.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from coop.chat.refusals import AddressKept, NotALine, NothingSaid, TooHeavy, TooLong
from coop.lib.codes import CODE_LENGTH
from coop.lib.plaintext import is_blank, plain
from coop.lib.words import N_

Kind = Literal["welcome", "support", "platform", "theme", "petition"]
State = Literal["open", "closed"]

# In the order in which a page shows them.
KINDS: Mapping[Kind, str] = {
    "welcome": N_("Welcome"),
    "support": N_("Support"),
    "platform": N_("Platforms"),
    "theme": N_("Themes"),
    "petition": N_("Petitions in debate"),
}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Addresses below /rooms, here and at the console, that lead elsewhere.
RESERVED = frozenset({"flags", "help", "open", "proposals", "propose"})
# Addresses of rooms that open by themselves, by their kind.
OF_THE_HOUSE: Mapping[Kind, re.Pattern[str]] = {
    "welcome": re.compile(r"welcome-[a-z]{2,3}"),
    "support": re.compile(r"support-[a-z]{2,3}"),
    "petition": re.compile(rf"petition-[a-z0-9]{{{CODE_LENGTH}}}"),
}
SLUG_MAX, TITLE_MAX, CAUSE_MAX = 60, 80, 300
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
TEXT_MAX, WARNING_MAX, QUOTE_MAX = 2_000, 80, 120
# In UTF-8: with its warning and all that is written twice in JSON, a line stays under the 8 kB of
# a message. 2,000 signs of any alphabet fit, and so does whatever a page's field takes.
TEXT_BYTES = 6_000
CLIENT_ID_BYTES, KEY_BYTES, SECRET_BYTES = 16, 16, 32
HISTORY, MISSED = 50, 200
EDIT_MINUTES = 5
KEEPS_DAYS, KEEPS_MOST = 30, 365
SLOW_MOST, SUPPORT_SLOW = 3_600, 30
# Why a line is gone, where its own author took it back.
OWN = "own"
# More lines than this fit in no whole number of the database, and in no room.
NUMBER_MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Room:
    """A room as anyone may see it; its secret is not here."""

    slug: str
    kind: Kind
    title: str
    language: str
    platform_id: uuid.UUID | None
    country: str | None
    petition_code: str | None
    state: State
    cause: str
    slow_seconds: int
    keeps_days: int
    last_number: int
    opened_on: date
    closed_on: date | None
    # How often something of it was forgotten: what remembers more than that looks again.
    cleared: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it can be spoken in."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class NewRoom:
    """What is said of a room to be opened."""

    slug: str
    kind: Kind
    title: str
    language: str
    platform_id: uuid.UUID | None = None
    country: str | None = None
    petition_code: str | None = None
    slow_seconds: int = 0
    keeps_days: int = KEEPS_DAYS


@dataclass(frozen=True, slots=True)
class Seat:
    """One token's place in a room for a month, and the name it has there."""

    key: bytes
    slug: str
    scope: str
    nonce: bytes
    pseudonym: str
    colour: int
    muted_until: date | None

    @property
    def month(self) -> str:
        """The month that it holds for: 2026-11."""
        return self.scope[-7:]

    def is_muted(self, today: date) -> bool:
        """Whether it may only read."""
        return self.muted_until is not None and today <= self.muted_until


@dataclass(frozen=True, slots=True)
class Draft:
    """What a seat wants to say; `client_id` makes that it is said once however often it is sent.

    `warning` is None where nobody needs to be warned; otherwise the line is folded under it.
    """

    seat: Seat
    client_id: bytes
    text: str
    language: str
    quoted: int | None = None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """The beginning of a line that another one answers; without words where it is gone."""

    number: int
    pseudonym: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a room. `minute` is the minute of its day (UTC), unknown after that day."""

    number: int
    change: int
    pseudonym: str
    colour: int
    text: str
    language: str
    day: date
    minute: int | None
    quote: Quote | None = None
    is_edited: bool = False
    removed: str | None = None
    warning: str | None = None

    @property
    def time(self) -> str | None:
        """The hour as a clock shows it, in UTC: 14:05."""
        return None if self.minute is None else f"{self.minute // 60:02d}:{self.minute % 60:02d}"

    def as_quote(self) -> Quote:
        """What another line shows of it: folded, it is not unfolded by whoever quotes it."""
        return quote_of(self.number, self.pseudonym, self.text, self.warning)

    def as_json(self) -> dict[str, Any]:
        """The line as it is sent to browsers (docs/decisions/rooms.md)."""
        quote = self.quote and {
            "id": self.quote.number,
            "pseudonym": self.quote.pseudonym,
            "text": self.quote.text,
        }
        return {
            "id": self.number,
            "change": self.change,
            "pseudonym": self.pseudonym,
            "colour": self.colour,
            "text": self.text,
            "lang": self.language,
            "day": self.day.isoformat(),
            "time": self.time,
            "quote": quote,
            "edited": self.is_edited,
            "removed": self.removed,
            "warning": self.warning,
        }


@dataclass(frozen=True, slots=True)
class Said:
    """A line that stands, and whether this was the sending that made it."""

    line: Line
    is_new: bool


def said_text(text: object) -> str:
    """The words of a line, tidied; raises NothingSaid, TooLong or TooHeavy."""
    if not isinstance(text, str):
        raise NotALine
    tidied = plain(text[: 4 * TEXT_MAX]).strip()
    if is_blank(tidied):
        raise NothingSaid
    if len(tidied) > TEXT_MAX:
        raise TooLong(most=TEXT_MAX, count=len(tidied))
    if (weight := len(tidied.encode())) > TEXT_BYTES:
        raise TooHeavy(most=TEXT_BYTES, count=weight)
    return tidied


def warning_text(warning: object) -> str | None:
    """What a line warns of, on one row; None where it warns of nothing."""
    if warning is None or warning is False:
        return None
    if not isinstance(warning, str):
        raise NotALine
    return " ".join(plain(warning[: 4 * WARNING_MAX]).split())[:WARNING_MAX]


def draft(
    seat: Seat,
    *,
    client_id: object,
    text: object,
    language: object,
    quoted: object = None,
    warning: object = None,
) -> Draft:
    """A draft of a line from whatever a browser sent; raises a Refusal where it cannot be said."""
    if not isinstance(client_id, bytes) or len(client_id) != CLIENT_ID_BYTES:
        raise NotALine
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        raise NotALine
    number = None if quoted is None else line_number(quoted)
    return Draft(seat, client_id, said_text(text), language, number, warning_text(warning))


def line_number(sent: object) -> int:
    """The number of a line, or of a change, as a browser sent it; raises NotALine."""
    if not isinstance(sent, int) or isinstance(sent, bool) or not 0 <= sent <= NUMBER_MOST:
        raise NotALine
    return sent


def quoted_text(text: str) -> str:
    """The beginning of a line, as another one shows it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE_MAX else flat[: QUOTE_MAX - 1] + "…"


def quote_of(number: int, pseudonym: str, text: str, warning: str | None) -> Quote:
    """A quote of a line with these words, of which a folded one shows its warning alone."""
    return Quote(number, pseudonym, quoted_text(text if warning is None else warning))


def minute_of(moment: datetime) -> int:
    """The minute of the day, in UTC."""
    return moment.hour * 60 + moment.minute


def may_edit(day: date, minute: int | None, *, now: datetime) -> bool:
    """Whether a line is young enough to change; without its minute it is of a day past."""
    if minute is None:
        return False
    passed = (now.date() - day).days * 24 * 60 + minute_of(now) - minute
    return 0 <= passed <= EDIT_MINUTES


def check_room(new: NewRoom) -> NewRoom:
    """The room, if it can be opened so; raises AddressKept, or NotALine beyond a bound."""
    is_sound = 0 < len(new.title) <= TITLE_MAX and LANGUAGE.fullmatch(new.language)
    if not (is_slug(new.slug) and is_sound):
        raise NotALine
    others = (form for kind, form in OF_THE_HOUSE.items() if kind != new.kind)
    if new.slug in RESERVED or any(form.fullmatch(new.slug) for form in others):
        raise AddressKept
    return new


def bounded_slow(seconds: int) -> int:
    """How many seconds slow mode asks for: none to an hour."""
    return min(max(seconds, 0), SLOW_MOST)


def bounded_keeps(days: int) -> int:
    """How many days a room keeps its lines: one to a year."""
    return min(max(days, 1), KEEPS_MOST)


def is_slug(text: str) -> bool:
    """Whether this can be a room's slug."""
    return len(text) <= SLUG_MAX and SLUG.fullmatch(text) is not None


def welcome_slug(language: str) -> str:
    """The welcome room of a language."""
    return f"welcome-{language}"


def support_slug(language: str) -> str:
    """The support room of a language."""
    return f"support-{language}"


def petition_slug(code: str) -> str:
    """The room of a petition in debate."""
    return f"petition-{code.lower()}"


def room_subject(slug: str, month: str) -> str:
    """The subject of a room's scope in a month."""
    return f"{slug}-{month}"
