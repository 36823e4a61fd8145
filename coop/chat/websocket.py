"""Engine.IO's websocket over wsproto, with bounds: on sizes, on pace, on what may wait.

Stands where python-engineio's gevent driver has simple_websocket. wsproto refuses unmasked
frames, reserved bits, broken control frames and broken UTF-8; what is added here: no compression
(one frame serves all), a message is bounded while it arrives, a sender that does not pause is
read no faster than its allowance, and no second greenlet waits to write.
"""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import gevent
from engineio.packet import Packet
from wsproto import ConnectionType, WSConnection
from wsproto.connection import Connection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Message,
    Ping,
    Request,
    TextMessage,
)
from wsproto.frame_protocol import CloseReason
from wsproto.utilities import ProtocolError

from coop.chat.outbox import Outbox

# What was answered on the socket itself: the server has nothing to add. No list, since
# python-engineio takes a list for packets.
TAKEN_OVER: Iterator[bytes] = iter(())

LONGEST = 8 * 1024
# What is read at once: small, so that thousands of tiny frames do not keep the loop.
CHUNK = 4 * 1024
# What the kernel may hold for one client in each direction; what does not fit stays with it.
KERNEL_BYTES = 64 * 1024
# How fast one client may speak: frames and bytes, at once and each second.
FRAMES_AT_ONCE, FRAMES_A_SECOND = 60, 20
BYTES_AT_ONCE, BYTES_A_SECOND = 64 * 1024, 16 * 1024


class Refused(Exception):
    """The peer broke a rule; the code of RFC 6455 says which."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Allowance:
    """A token bucket: what may come at once, and what is added each second."""

    __slots__ = ("_at", "_each_second", "_left", "_most")

    def __init__(self, most: float, each_second: float, now: float) -> None:
        self._most, self._each_second = most, each_second
        self._left, self._at = most, now

    def spend(self, amount: float, now: float) -> float:
        """Seconds to wait before more may be read."""
        grown = self._left + (now - self._at) * self._each_second
        self._left, self._at = min(self._most, grown) - amount, now
        return max(0.0, -self._left / self._each_second)


class WebSocket:
    """python-engineio's driver interface: made with the session's handler, called as WSGI."""

    def __init__(self, handler: Callable[..., Any], server: Any) -> None:
        self._session: Any = handler.__self__  # type: ignore[attr-defined]  # a bound method
        self._server = server

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Take the connection over until it ends; answers 400 to what is no upgrade."""
        connection = environ.get("gunicorn.socket")
        answer = _accepted(environ) if connection and not self._session.connected else None
        if connection is None or answer is None:
            if not self._session.connected:
                self._session.close(wait=False, abort=True)
            start_response("400 BAD REQUEST", [("Content-Type", "text/plain")])
            return (b"Bad Request",)
        environ.clear()
        _prepare(connection)
        connection.sendall(answer)
        outbox = Outbox(connection)
        self._take_over(outbox)
        reader = _Reader(connection, outbox, self._hear)
        try:
            reader.run()
        finally:
            # Before the socket is closed: its number may be another client's in a moment.
            outbox.end()
            self._session.close(wait=False, abort=True, reason=self._server.reason.TRANSPORT_CLOSE)
        return TAKEN_OVER

    def _take_over(self, outbox: Outbox) -> None:
        """Let the session send through the outbox, first what already waits in its queue."""
        session, queued = self._session, self._session.queue
        while not queued.empty():
            outbox.put(queued.get_nowait())
        session.queue = outbox
        session.connected = session.upgraded = True

    def _hear(self, text: str) -> bool:
        """Hand on one message; False once the session is over."""
        try:
            self._session.receive(Packet(encoded_packet=text))
        except Exception as error:
            raise Refused(CloseReason.PROTOCOL_ERROR) from error
        return not self._session.closed


class _Reader:
    """Reads one client's frames, no faster than its allowance, until it ends or breaks a rule."""

    def __init__(
        self, connection: socket.socket, outbox: Outbox, hear: Callable[[str], bool]
    ) -> None:
        self._socket, self._outbox, self._hear = connection, outbox, hear
        self._wire = Connection(ConnectionType.SERVER)
        self._parts: list[str] = []
        self._size = 0

    def run(self) -> None:
        now = time.monotonic()
        frames = Allowance(FRAMES_AT_ONCE, FRAMES_A_SECOND, now)
        octets = Allowance(BYTES_AT_ONCE, BYTES_A_SECOND, now)
        try:
            while data := self._socket.recv(CHUNK):
                count = self._read(data)
                if count is None:
                    return
                now = time.monotonic()
                wait = max(frames.spend(count, now), octets.spend(len(data), now))
                if wait:
                    gevent.sleep(wait)
        except Refused as refused:
            self._part(refused.code)
        except OSError:
            return  # the network took it

    def _read(self, data: bytes) -> int | None:
        """How many frames came; None once the conversation is over."""
        self._wire.receive_data(data)
        count = 0
        for event in self._wire.events():
            count += 1
            if isinstance(event, TextMessage):
                if not self._text(event):
                    # The session is over, and has said so: what is left is to part.
                    self._part(CloseReason.NORMAL_CLOSURE)
                    return None
            elif isinstance(event, BytesMessage):
                raise Refused(CloseReason.UNSUPPORTED_DATA)
            elif isinstance(event, Ping):
                self._outbox.write(self._wire.send(event.response()))
            elif isinstance(event, CloseConnection):
                # Also what wsproto makes of a frame that breaks the rules, with the code for it.
                has_code = event.code != CloseReason.NO_STATUS_RCVD
                self._part(event.code if has_code else CloseReason.NORMAL_CLOSURE)
                return None
        return count

    def _text(self, event: Message[str]) -> bool:
        # An empty fragment adds nothing: an endless row of them must not either.
        if event.data:
            self._size += len(event.data if event.data.isascii() else event.data.encode())
            if self._size > LONGEST:
                raise Refused(CloseReason.MESSAGE_TOO_BIG)
            self._parts.append(event.data)
        if not event.message_finished:
            return True
        text = "".join(self._parts)
        self._parts.clear()
        self._size = 0
        return self._hear(text)

    def _part(self, code: int) -> None:
        """Say goodbye, then read on to the end: a reset would swallow the goodbye."""
        self._outbox.finish(code)
        try:
            while not self._outbox.is_ended and self._socket.recv(CHUNK):
                pass
        except OSError:
            pass


def _accepted(environ: dict[str, Any]) -> bytes | None:
    """The answer to an opening handshake, or None where it is none."""
    opening = WSConnection(ConnectionType.SERVER)
    headers = [
        (name[5:].replace("_", "-").lower().encode(), value.encode("latin-1"))
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    try:
        opening.initiate_upgrade_connection(headers, "/")
        for event in opening.events():
            if isinstance(event, Request):
                return opening.send(AcceptConnection())
    except (ProtocolError, ValueError):
        pass
    return None


def _prepare(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, KERNEL_BYTES)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
