"""Turns between pages: on the gevent worker one page begins in one round of the loop.

A page computes and does not wait. With twenty asked for at once, whoever talks in a room would
wait for all twenty; so each next page begins only after the loop has looked at all other sockets.
"""

from collections import deque
from typing import Any

import gevent
from gevent.event import Event


class Turns:
    """Who begins now, and who waits for a next round, in the order of coming."""

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque()
        self._is_taken = False
        self._timer: Any = None

    def take(self) -> None:
        """Return once this one may begin: at once where nobody else began in this round."""
        if self._is_taken:
            turn = Event()
            self._waiting.append(turn)
            turn.wait()
            return
        self._is_taken = True
        if self._timer is None:
            self._timer = gevent.get_hub().loop.timer(0)
        self._timer.start(self._next)

    def _next(self) -> None:
        """Called by the loop in its next round."""
        if not self._waiting:
            self._is_taken = False
            return
        self._waiting.popleft().set()
        self._timer.start(self._next)
