"""Tells those who sit that a moderator let their seat only read, or speak again.

Each process looks once a second at the muted seats of its rooms: whoever mutes, in whatever
process or at the console, need not know where the seat is connected.
"""

from collections.abc import Callable
from datetime import date

import gevent

from coop.chat.log import Log
from coop.chat.sittings import Sittings
from coop.web.log import fault

# Seconds between two looks.
LOOK = 1.0
Tell = Callable[[str, date | None], None]


class Mutes:
    """The muted seats of one process.

    `tell` is given a connection and until when it may only read, None where it may speak.
    """

    def __init__(self, log: Log, sittings: Sittings, tell: Tell) -> None:
        self._log, self._sittings, self._tell = log, sittings, tell

    def look_on(self) -> None:
        """Look for as long as the process serves."""
        while True:
            gevent.sleep(LOOK)
            try:
                self.look()
            except Exception as error:
                fault(error)

    def look(self) -> None:
        """Tell each seat whose state has changed since it was told."""
        # What was known before the question: whoever sits down meanwhile knows better.
        told = self._sittings.mutes()
        if not told:
            return
        muted = self._log.mutes(self._sittings.slugs())
        for key, until in told.items():
            if muted.get(key) == until:
                continue
            for sid in self._sittings.note_muted(key, muted.get(key)):
                self._tell(sid, muted.get(key))
