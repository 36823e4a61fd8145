"""How lines reach those who listen: the database is the log, and each process reads on in it.

One greenlet a room stores what waits to be said, all of it in one transaction, acknowledges, and
tells what is new in the order of changes. A wake-up only says how far a room has come; without
one, each process looks once a second, so that nothing depends on Redis.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import gevent
from gevent.event import AsyncResult, Event

from coop.chat.asking import NotStored
from coop.chat.channel import Channel, Saying
from coop.chat.fanout import BELL, FanoutManager
from coop.chat.log import Log
from coop.chat.refusals import NoSuchRoom
from coop.chat.rules import Draft, Room, Said
from coop.lib.refusals import Refusal
from coop.web.log import fault

# How many drafts one transaction takes; how many may wait in a room; how many words to ring.
A_BATCH, MOST_WAITING, MOST_RUNG = 100, 1_000, 1_000
# Seconds between two looks, two words of presence, and until a room without listeners is left.
LOOK, PRESENCE, LINGER = 1.0, 10.0, 60.0
# How long storing may take before the sender is told to try again.
PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Rung:
    """Something for all processes, that may get lost: never the words of anyone."""

    event: str
    data: dict[str, Any]
    namespace: str
    room: str | None


class Delivery:
    """The rooms that have listeners in this process. `listeners` counts the seats of one."""

    def __init__(self, log: Log, namespace: str, listeners: Callable[[str], int]) -> None:
        self._log, self._namespace, self._listeners = log, namespace, listeners
        self._name = uuid4().hex
        self._channels: dict[str, Channel] = {}
        self._to_ring: dict[Hashable, Rung] = {}
        self._ringing = Event()
        self._works: list[Any] = []
        self._told_presence = 0.0
        self._manager: FanoutManager

    def listen(self, manager: FanoutManager) -> None:
        """Tell by this manager, and hear the bell that other processes ring."""
        self._manager = manager
        manager.on_bell = self._hear

    def state(self, slug: str) -> dict[str, Any]:
        """What may change of an opened room while one listens."""
        room = self.channel(slug).room
        if room is None:
            raise NoSuchRoom
        return as_state(room)

    def channel(self, slug: str) -> Channel:
        """The room as this process knows it, opened where it was not; raises NoSuchRoom."""
        channel = self._channels.get(slug)
        if channel is None:
            channel = self._channels[slug] = Channel(slug)
            self._begin()
        try:
            with channel.opening:
                if channel.room is None:
                    opening = self._log.open(slug)
                    channel.begin(opening)
                    gevent.spawn(self._work, channel)
        except BaseException:
            if self._channels.get(slug) is channel and channel.room is None:
                del self._channels[slug]
            raise
        channel.quiet_since = None
        return channel

    def say(self, slug: str, draft: Draft) -> Said:
        """Store a line and return it; raises the Refusal that it meets, or NotStored."""
        channel = self.channel(slug)
        if len(channel.waiting) >= MOST_WAITING:
            raise NotStored
        saying = Saying(draft, AsyncResult())
        channel.waiting.append(saying)
        channel.stirred.set()
        try:
            outcome: Said | Refusal = saying.outcome.get(timeout=PATIENCE)
        except gevent.Timeout as late:
            raise NotStored from late
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    def touch(self, slug: str, change: int) -> None:
        """Something of the room changed up to here: tell it here and ring for the others."""
        self._reach(slug, change)
        self._ring_reached(slug, change)

    def count(self, slug: str) -> int:
        """How many seats listen to a room, as far as is known here."""
        channel = self._channels.get(slug)
        here = self._listeners(slug)
        return channel.count(here, at=time.monotonic()) if channel else here

    def stop(self) -> None:
        """Stop looking; what waits to be stored is still stored."""
        for work in self._works:
            work.kill(block=False)

    def _begin(self) -> None:
        if not self._works:
            self._works = [gevent.spawn(self._look_on), gevent.spawn(self._ring_on)]

    # One room

    def _work(self, channel: Channel) -> None:
        while self._channels.get(channel.slug) is channel:
            channel.stirred.wait()
            channel.stirred.clear()
            try:
                while channel.waiting:
                    self._store(channel)
                while channel.reached > channel.head:
                    self._read_on(channel)
                while channel.cleared > channel.cleared_here:
                    self._forget(channel)
            except Exception as error:
                fault(error)
                gevent.sleep(LOOK)
                channel.stirred.set()

    def _store(self, channel: Channel) -> None:
        count = min(len(channel.waiting), A_BATCH)
        batch = [channel.waiting.popleft() for _ in range(count)]
        try:
            outcomes = self._log.store(channel.slug, [saying.draft for saying in batch])
        except Exception:
            for saying in batch:
                saying.outcome.set_exception(NotStored())
            raise
        fresh = [each.line for each in outcomes if isinstance(each, Said) and each.is_new]
        # Lines of one transaction follow each other: nothing can be missing between them.
        if fresh and fresh[0].change == channel.head + 1:
            self._tell(channel, fresh)
        for saying, outcome in zip(batch, outcomes, strict=True):
            saying.outcome.set(outcome)
        if fresh:
            channel.reached = max(channel.reached, fresh[-1].change)
            self._ring_reached(channel.slug, fresh[-1].change)

    def _read_on(self, channel: Channel) -> None:
        # Whoever said how far the room has come said so after the commit: it can be read now.
        reached = channel.reached
        lines, has_more = self._log.tail(channel.slug, channel.head)
        self._tell(channel, lines)
        if not has_more:
            # Upkeep may have deleted what the counter still counts.
            channel.head = max(channel.head, reached)

    def _forget(self, channel: Channel) -> None:
        """Know no more of a room than what is stored, and let those who listen forget it too."""
        opening = self._log.open(channel.slug)
        lines, has_more = self._log.tail(channel.slug, channel.head)
        # Nothing is waited for from here on: what a newcomer is shown and what is told agree.
        self._tell(channel, lines)
        if has_more:
            return  # and once more, from there
        channel.begin_again(opening, lines)
        gone = {"before": channel.first, "day": self._log.day().isoformat()}
        self._manager.tell([("cleared", gone)], self._namespace, channel.slug)

    def _tell(self, channel: Channel, lines: Any) -> None:
        # Memory first, then the wire: whoever enters while it is told has it in the history.
        self._manager.tell(channel.take(lines), self._namespace, channel.slug)

    # All rooms

    def _look_on(self) -> None:
        while True:
            gevent.sleep(LOOK)
            try:
                self._look()
                self._tell_presence()
            except Exception as error:
                fault(error)

    def _look(self) -> None:
        self._leave_quiet_rooms()
        slugs = [slug for slug, channel in self._channels.items() if channel.room is not None]
        if not slugs:
            return
        for slug, room in self._log.rooms(slugs).items():
            channel = self._channels.get(slug)
            if channel is None or channel.room is None:
                continue
            self._reach(slug, room.last_number)
            if room.cleared > channel.cleared:
                channel.cleared = room.cleared
                channel.stirred.set()
            is_changed = as_state(room) != as_state(channel.room)
            channel.room = room
            if is_changed:
                self._manager.tell([("room", as_state(room))], self._namespace, slug)

    def _leave_quiet_rooms(self) -> None:
        now = time.monotonic()
        for slug, channel in list(self._channels.items()):
            if self._listeners(slug) or channel.waiting or channel.room is None:
                channel.quiet_since = None
            elif channel.quiet_since is None:
                channel.quiet_since = now
            elif now - channel.quiet_since > LINGER:
                del self._channels[slug]
                channel.stirred.set()

    def _tell_presence(self) -> None:
        now = time.monotonic()
        is_due = now - self._told_presence >= PRESENCE
        if is_due:
            self._told_presence = now
        for slug, channel in list(self._channels.items()):
            here = self._listeners(slug)
            if is_due or channel.told_here != here:
                channel.told_here = here
                word = {"room": slug, "process": self._name, "count": here}
                self.ring(("presence", slug), Rung("presence", word, BELL, None))
            count = channel.count(here, at=now)
            if channel.told_count != count:
                channel.told_count = count
                self._manager.tell([("presence", {"count": count})], self._namespace, slug)

    # The bell

    def ring(self, key: Hashable, rung: Rung) -> None:
        """Emit this to all processes in a moment; a later word with the same key replaces it."""
        if len(self._to_ring) < MOST_RUNG or key in self._to_ring:
            self._to_ring[key] = rung
            self._ringing.set()

    def _ring_reached(self, slug: str, change: int) -> None:
        self.ring(("reached", slug), Rung("reached", {"room": slug, "change": change}, BELL, None))

    def _ring_on(self) -> None:
        """Emit in a greenlet of its own: a Redis that takes its time holds up no room."""
        while True:
            self._ringing.wait()
            self._ringing.clear()
            rung, self._to_ring = self._to_ring, {}
            for each in rung.values():
                self._manager.emit(each.event, each.data, namespace=each.namespace, room=each.room)

    def _hear(self, event: str, word: Any) -> None:
        channel = self._channels.get(word["room"])
        if channel is None:
            return
        if event == "reached":
            self._reach(channel.slug, word["change"])
        elif event == "presence" and word["process"] != self._name:
            channel.elsewhere[word["process"]] = (word["count"], time.monotonic())

    def _reach(self, slug: str, change: int) -> None:
        channel = self._channels.get(slug)
        if channel is not None and change > channel.reached:
            channel.reached = change
            channel.stirred.set()


def as_state(room: Room) -> dict[str, Any]:
    """What may change of a room while one listens."""
    return {
        "slug": room.slug,
        "title": room.title,
        "kind": room.kind,
        "slow_seconds": room.slow_seconds,
        "keeps_days": room.keeps_days,
        "state": room.state,
        "cause": room.cause,
    }
