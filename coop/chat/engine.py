"""What python-engineio and python-socketio would keep of a client, and need not.

Nothing of the rooms is binary, yet a packet that announces attachments would be kept, and each
attachment with it, until the connection ends: here the first one ends it. And a ping that is
still due would hold all that was of a connection for as long as it sleeps.
"""

from collections.abc import Callable
from typing import Any

import socketio
from socketio.packet import BINARY_ACK, BINARY_EVENT
from wsproto.frame_protocol import CloseReason

from coop.chat.outbox import Outbox

BINARY = (str(BINARY_EVENT), str(BINARY_ACK))


def guard(server: socketio.Server) -> None:
    """Stand between what a client sends and what would keep it, on any transport."""
    heard, ended = server.eio.handlers["message"], server.eio.handlers["disconnect"]

    def hear(sid: str, data: Any) -> Any:
        session = server.eio.sockets.get(sid)
        if session is None or session.closed:
            return None
        if isinstance(data, str) and not data.startswith(BINARY):
            return heard(sid, data)
        if type(session.queue) is Outbox:
            session.queue.finish(CloseReason.UNSUPPORTED_DATA)
        session.close(wait=False)
        return None

    def end(sid: str, *reason: Any) -> None:
        try:
            ended(sid, *reason)
        finally:
            session = server.eio.sockets.get(sid)
            pinging = getattr(session, "pinging", None)
            if session is not None and pinging is not None:
                session.pinging = None
                pinging.kill(block=False)

    server.eio.on("message", hear)
    server.eio.on("disconnect", end)


def known_pings(thread: Callable[..., Any]) -> Callable[..., Any]:
    """What starts a background task, noting on each session the one that is to ping it."""

    def made(target: Any, args: Any = (), kwargs: Any = None) -> Any:
        started = thread(target=target, args=args, kwargs=kwargs or {})
        if getattr(target, "__name__", "") == "_send_ping":
            target.__self__.pinging = started
        return started

    return made
