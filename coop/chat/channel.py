"""One room as one process knows it: what was told last, and what a newcomer is shown.

Everything told passes through `take`, in the order of changes, once.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gevent.event import Event
from gevent.lock import RLock

from coop.chat.rules import HISTORY, Draft, Line, Room
from coop.chat.sending import last_of

# Changes kept in memory, so that those who come back after a short absence need no query.
REMEMBERED = 200
# Counts of other processes older than this are not believed any more, in seconds.
BELIEVED = 30.0

Told = tuple[str, dict[str, Any]]


@dataclass(eq=False, slots=True)
class Saying:
    """A draft that waits to be stored, and where its outcome will be told."""

    draft: Draft
    outcome: Any


class Channel:
    """A room with listeners here. `head` is the last change that they were told."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.opening = RLock()
        self.stirred = Event()
        self.waiting: deque[Saying] = deque()
        self.room: Room | None = None  # until it is opened
        self.head = 0
        self.reached = 0
        self.has_older = False
        self.quiet_since: float | None = None
        self.told_count = self.told_here = -1
        self.elsewhere: dict[str, tuple[int, float]] = {}
        self._recent: OrderedDict[int, Line] = OrderedDict()
        self._changes: deque[Line] = deque(maxlen=REMEMBERED)
        self._known_after = 0

    def begin(self, room: Room, lines: Iterable[Line], *, has_older: bool) -> None:
        """Start from what is stored: the room as it stood, and its last lines."""
        self._recent = OrderedDict((line.number, line) for line in lines)
        changes = [line.change for line in self._recent.values()]
        self.head = self.reached = self._known_after = max([room.last_number, *changes])
        self.has_older = has_older
        self.room = room

    def take(self, lines: Iterable[Line]) -> list[Told]:
        """What listeners are to be told of these lines: those that are news, in their order."""
        told: list[Told] = []
        for line in lines:
            if line.change <= self.head:
                continue
            self.head = line.change
            self._changes.append(line)
            self._known_after = max(self._known_after, self._changes[0].change - 1)
            self._show(line)
            told.append(as_told(line))
        return told

    def missed(self, change: int) -> list[Line] | None:
        """What changed after this, or None where memory does not reach back so far."""
        if change < self._known_after or change > self.head:
            return None
        return [line for line in self._changes if line.change > change]

    def history(self) -> tuple[list[Line], bool]:
        """The last lines as a newcomer is shown them, oldest first; whether there are older."""
        shown = last_of(self._recent.values())
        return shown, self.has_older or len(shown) < len(self._recent)

    def count(self, here: int, *, at: float) -> int:
        """How many seats listen, here and in other processes that spoke lately."""
        fresh = [n for n, since in self.elsewhere.values() if at - since < BELIEVED]
        return here + sum(fresh)

    def _show(self, line: Line) -> None:
        is_newest = not self._recent or line.number > next(reversed(self._recent))
        if line.number in self._recent or is_newest:
            self._recent[line.number] = line
        while len(self._recent) > HISTORY:
            self._recent.popitem(last=False)
            self.has_older = True


def as_told(line: Line) -> Told:
    """A line as an event: `message` for words new or changed, `removed` for words taken away."""
    if line.removed is None:
        return "message", line.as_json()
    return "removed", {"id": line.number, "reason": line.removed, "change": line.change}
