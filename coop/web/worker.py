"""Gunicorn's gevent worker, gone within a second of SIGTERM where nothing but sockets is open.

Gunicorn looks once a second whether it is to leave, and once more whether all are served; and a
browser that only keeps its connection open counts as served for another while.
"""

from functools import partial
from typing import Any

import gevent
from gevent import GreenletExit
from gevent.server import StreamServer
from gunicorn.workers.ggevent import GeventWorker

# Seconds between two looks whether all are served, and for a request that is on its way.
LOOK, ON_ITS_WAY = 0.02, 0.2


class Served(Exception):
    """Nobody is left to serve."""


class Idle(gevent.Timeout):
    """A connection's wait for its next request, which may be cut short."""

    def __init__(self, waits: "set[Idle]", seconds: float) -> None:
        super().__init__(seconds, False)
        self._waits = waits
        self._greenlet: Any = None

    def __enter__(self) -> "Idle":
        super().__enter__()
        self._greenlet = gevent.getcurrent()
        self._waits.add(self)
        return self

    def __exit__(self, *error: Any) -> Any:
        self._waits.discard(self)
        return super().__exit__(*error)

    def end(self) -> None:
        """End the wait as if its time were over; to be called by the loop."""
        if self in self._waits:
            self._greenlet.throw(self)


class Worker(GeventWorker):
    """Serves as gunicorn's own does, and leaves as soon as it can."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waits: set[Idle] = set()
        self._servers: list[StreamServer] = []
        self._main: Any = None

    def server_class(self, listener: Any, *, spawn: Any, **_others: Any) -> StreamServer:
        """What accepts connections on a listener: kept, to know when all are served."""
        server = StreamServer(listener, handle=partial(self.handle, listener), spawn=spawn)
        if self.cfg.workers > 1:
            server.max_accept = 1
        self._servers.append(server)
        return server

    def timeout_ctx(self) -> Idle:
        """How long a connection may wait for its next request."""
        return Idle(self._waits, self.cfg.keepalive)

    def run(self) -> None:
        """Serve until told to leave, then until all are served or their time is over."""
        self._main = gevent.getcurrent()
        try:
            super().run()
        except Served:
            return

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Leave, told by a signal."""
        super().handle_exit(sig, frame)
        gevent.spawn(self._leave)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer and note what broke; a request whose time was over when we left did not."""
        if not isinstance(exc, GreenletExit):
            super().handle_error(req, client, addr, exc)

    def _leave(self) -> None:
        """Take no one else in, let who only waits go, and wake the worker once all are served."""
        loop = gevent.get_hub().loop
        gevent.sleep(ON_ITS_WAY)
        for server in self._servers:
            server.close()
        while any(server.pool for server in self._servers):
            for wait in list(self._waits):
                loop.run_callback(wait.end)
            gevent.sleep(LOOK)
        loop.run_callback(self._main.throw, Served())
