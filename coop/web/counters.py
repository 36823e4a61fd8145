"""Counts in memory, for one process: of a flood of new names, each costs as much as the first.

The library's own memory storage looks through all names every hundredth of a second, in a thread
of its own: ten thousand callers would keep a processor busy with nothing else. And of two calls
at once it may lose one, which what counts once (`once`) cannot bear.
"""

import threading
import time
from collections.abc import Callable

from limits.storage import Storage

SWEEP_SECONDS = 60


class Counters(Storage):
    """Fixed windows only: a count and its end under each name, all behind one lock."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._clock, self._lock = clock, threading.Lock()
        self._swept_at = clock()
        self.counts: dict[str, int] = {}
        self.expirations: dict[str, float] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a storage may raise: this one nothing."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count under a name, whose window begins with its first count; return how many."""
        now = self._clock()
        with self._lock:
            self._sweep(now)
            if self.expirations.get(key, 0) <= now:
                self.counts[key], self.expirations[key] = 0, now + expiry
            self.counts[key] += amount
            return self.counts[key]

    def get(self, key: str) -> int:
        """How many were counted under a name whose window is open."""
        with self._lock:
            is_open = self.expirations.get(key, 0) > self._clock()
            return self.counts[key] if is_open else 0

    def get_expiry(self, key: str) -> float:
        """When a name's window ends."""
        return self.expirations.get(key, self._clock())

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget every name; return how many there were."""
        with self._lock:
            forgotten = len(self.counts)
            self.counts.clear()
            self.expirations.clear()
        return forgotten

    def clear(self, key: str) -> None:
        """Forget one name."""
        with self._lock:
            self.counts.pop(key, None)
            self.expirations.pop(key, None)

    def _sweep(self, now: float) -> None:
        """Once a minute, forget the names whose windows ended."""
        if now - self._swept_at < SWEEP_SECONDS:
            return
        self._swept_at = now
        for key in [name for name, ends in self.expirations.items() if ends <= now]:
            del self.counts[key], self.expirations[key]
