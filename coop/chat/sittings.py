"""Who sits where in this process, and who only stands at the door."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coop.chat.asking import OneHandshake
from coop.chat.rules import Seat

# Connections that one seat may hold: a phone, a laptop, a few pages.
MOST_OF_A_SEAT = 5
# Seconds in which a new connection has to take a seat.
UNSEATED = 10.0


@dataclass(frozen=True, slots=True)
class Sitting:
    """One connection that took a seat."""

    sid: str
    connection: str
    seat: Seat
    language: str
    # Of a month that is over: it hears nothing, and takes its own lines back.
    is_leaving: bool = False


class Sittings:
    """The connections that sit, by connection, seat and room."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Sitting] = {}
        self._of_seat: dict[bytes, set[str]] = {}
        self._seats_in: dict[str, set[bytes]] = {}
        # Until when each seat may only read, as its connections were told.
        self._muted: dict[bytes, date | None] = {}

    def get(self, sid: str) -> Sitting | None:
        """Who sits on this connection."""
        return self._by_sid.get(sid)

    def is_full(self, seat: Seat) -> bool:
        """Whether a seat holds as many connections as it may."""
        return len(self._of_seat.get(seat.key, ())) >= MOST_OF_A_SEAT

    def add(self, sitting: Sitting) -> None:
        """Note who sits down."""
        self._by_sid[sitting.sid] = sitting
        self._of_seat.setdefault(sitting.seat.key, set()).add(sitting.sid)
        if not sitting.is_leaving:
            self._seats_in.setdefault(sitting.seat.slug, set()).add(sitting.seat.key)
            self._muted.setdefault(sitting.seat.key, sitting.seat.muted_until)

    def drop(self, sid: str) -> None:
        """Note who left; nothing where nobody sat."""
        sitting = self._by_sid.pop(sid, None)
        if sitting is None:
            return
        seat = sitting.seat
        self._of_seat[seat.key].discard(sid)
        if self._of_seat[seat.key]:
            return
        del self._of_seat[seat.key]
        self._muted.pop(seat.key, None)
        listening = self._seats_in.get(seat.slug, set())
        listening.discard(seat.key)
        if not listening:
            self._seats_in.pop(seat.slug, None)

    def count(self, slug: str) -> int:
        """How many seats listen to a room; two phones of one seat count once."""
        return len(self._seats_in.get(slug, ()))

    def slugs(self) -> list[str]:
        """The rooms in which somebody sits."""
        return list(self._seats_in)

    def mutes(self) -> dict[bytes, date | None]:
        """Until when each seat may only read, as its connections were told."""
        return dict(self._muted)

    def muted_until(self, key: bytes) -> date | None:
        """Until when a seat that sits may only read, as its connections were or will be told."""
        return self._muted.get(key)

    def note_muted(self, key: bytes, until: date | None) -> set[str]:
        """Note what a seat is told now; the connections that are to be told."""
        if key in self._muted:
            self._muted[key] = until
        return set(self._of_seat.get(key, ()))

    def over(self, month: str) -> list[str]:
        """The Engine.IO ids of those who listen with a seat of another month than this one."""
        sitting = self._by_sid.values()
        return [
            each.connection for each in sitting if each.seat.month != month and not each.is_leaving
        ]

    def connections(self) -> set[str]:
        """The Engine.IO ids of all who sit."""
        return {sitting.connection for sitting in self._by_sid.values()}


class Door:
    """Connections without a seat: one handshake each, and not for long."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._over: set[str] = set()
        self._since: dict[str, float] = {}

    def ask_once(self, connection: str) -> None:
        """Note a handshake; raises OneHandshake at a second one."""
        if connection in self._asked:
            raise OneHandshake
        self._asked.add(connection)

    def turn_away(self, connection: str) -> None:
        """Let this connection end at the next sweep."""
        self._over.add(connection)

    def sweep(self, sessions: MutableMapping[str, Any], seated: set[str], *, at: float) -> None:
        """End the connections that have no seat and had their time."""
        for connection, session in list(sessions.items()):
            if connection in seated:
                continue
            since = self._since.setdefault(connection, at)
            if connection in self._over or at - since > UNSEATED:
                session.close(wait=False)
        here = set(sessions)
        self._asked &= here
        self._over &= here
        self._since = {each: at for each, at in self._since.items() if each in here - seated}
