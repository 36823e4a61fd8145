"""One room as one process knows it: what was told last, and what a newcomer is shown.

Everything told passes through `take`, in the order of changes, once. A line is kept as it is now
and never as it was, in quotes too: memory says nothing that the database would not say.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, replace
from typing import Any

from gevent.event import Event
from gevent.lock import RLock

from coop.chat.reading import Opening
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
        # How often something was forgotten of the room, as it is known and as memory has it.
        self.cleared = self.cleared_here = 0
        self.first = 1
        self.has_older = False
        self.quiet_since: float | None = None
        self.told_count = self.told_here = -1
        self.elsewhere: dict[str, tuple[int, float]] = {}
        # By number: the last lines in their order, and what changed last in the order of changes.
        self._recent: OrderedDict[int, Line] = OrderedDict()
        self._changes: OrderedDict[int, Line] = OrderedDict()
        self._known_after = 0

    def begin(self, opening: Opening) -> None:
        """Start from what is stored: the room as it stood, and its last lines."""
        changes = [line.change for line in opening.lines]
        self.head = self.reached = max([opening.room.last_number, *changes])
        self._know(opening)

    def begin_again(self, opening: Opening, since: Iterable[Line]) -> None:
        """Know only what is stored, once something was forgotten there.

        `since` is what changed after `head`, read after the opening: it is told already.
        """
        self._know(opening)
        for line in since:
            self._show(line)

    def take(self, lines: Iterable[Line]) -> list[Told]:
        """What listeners are to be told of these lines: those that are news, in their order."""
        told: list[Told] = []
        for line in lines:
            if line.change <= self.head:
                continue
            self.head = line.change
            self._note(line)
            self._show(line)
            if line.is_edited or line.removed is not None:
                self._quote_anew(line)
            told.append(as_told(line))
        return told

    def missed(self, change: int) -> list[Line] | None:
        """What changed after this, or None where memory does not reach back so far."""
        if change < self._known_after or change > self.head:
            return None
        return [line for line in self._changes.values() if line.change > change]

    def history(self) -> tuple[list[Line], bool]:
        """The last lines as a newcomer is shown them, oldest first; whether there are older."""
        shown = last_of(self._recent.values())
        return shown, self.has_older or len(shown) < len(self._recent)

    def count(self, here: int, *, at: float) -> int:
        """How many seats listen, here and in other processes that spoke lately."""
        fresh = [n for n, since in self.elsewhere.values() if at - since < BELIEVED]
        return here + sum(fresh)

    def _know(self, opening: Opening) -> None:
        self._recent = OrderedDict((line.number, line) for line in opening.lines)
        self._changes.clear()
        self._known_after = self.head
        self.has_older, self.first = opening.has_older, opening.first
        self.room = opening.room
        self.cleared_here = opening.room.cleared
        self.cleared = max(self.cleared, self.cleared_here)

    def _note(self, line: Line) -> None:
        """Remember a change, and nothing of what the line was before."""
        self._changes.pop(line.number, None)
        self._changes[line.number] = line
        if len(self._changes) > REMEMBERED:
            _, forgotten = self._changes.popitem(last=False)
            self._known_after = forgotten.change

    def _quote_anew(self, line: Line) -> None:
        """Let whatever quotes a line quote it as it is now."""
        kept: tuple[MutableMapping[int, Line], ...] = (self._recent, self._changes)
        for lines in kept:
            for number, other in list(lines.items()):
                if other.quote is not None and other.quote.number == line.number:
                    lines[number] = replace(other, quote=line.as_quote())

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
