"""How fast one may speak: buckets of tokens and slow mode, with the clock handed in.

Kept in memory by each process; nothing of it is written. Seconds are of any clock that only grows.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in a burst, then so many a second."""

    burst: float
    a_second: float


# A person in a lively talk; a room in which hundreds talk; a hint that somebody types.
SEAT = Rate(8, 1)
ROOM = Rate(200, 100)
TYPING = Rate(2, 0.5)
FLAGS = Rate(5, 0.05)


class Buckets:
    """One bucket a key, full at first; `MOST` keys are remembered at once."""

    def __init__(self, rate: Rate, most: int = MOST) -> None:
        self._rate, self._most = rate, most
        self._levels: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable, *, at: float) -> float:
        """Take one out: 0 where there was one, otherwise the seconds until there is."""
        level, since = self._levels.get(key, (self._rate.burst, at))
        level = min(self._rate.burst, level + max(at - since, 0) * self._rate.a_second)
        if level < 1:
            return (1 - level) / self._rate.a_second
        self._levels[key] = (level - 1, at)
        self._levels.move_to_end(key)
        while len(self._levels) > self._most:
            # Whoever was quiet the longest has a full bucket, or nearly one.
            self._levels.popitem(last=False)
        return 0.0

    def __len__(self) -> int:
        return len(self._levels)


@dataclass(slots=True)
class Slow:
    """When each seat last spoke, for rooms in slow mode."""

    most: int = MOST
    _spoke: OrderedDict[Hashable, float] = field(default_factory=OrderedDict)

    def wait(self, key: Hashable, *, seconds: int, at: float) -> float:
        """How many seconds this key still has to wait; 0 where it may speak."""
        if seconds <= 0 or key not in self._spoke:
            return 0.0
        return min(max(self._spoke[key] + seconds - at, 0.0), float(seconds))

    def note(self, key: Hashable, *, at: float) -> None:
        """Remember that this key speaks now."""
        self._spoke[key] = at
        self._spoke.move_to_end(key)
        while len(self._spoke) > self.most:
            self._spoke.popitem(last=False)
