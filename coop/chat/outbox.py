"""What one websocket still has to send, in order and within bounds.

A frame is written at once while the peer takes it; what it does not take waits here, and the
loop writes it when there is room again. No greenlet waits for that, so an idle client costs none.
"""

import os
import socket
from collections import deque
from contextlib import suppress
from itertools import islice
from typing import Any

import gevent
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

# Beyond either, the client is let go: it comes back and asks for what it missed.
MOST_BYTES = 256 * 1024
MOST_FRAMES = 500
# How long a client may take nothing at all of what waits for it, and how long a farewell may last.
PATIENCE = 10.0
FAREWELL = 1.0
# Most pieces that one system call takes (POSIX promises 16, Linux 1024).
TOGETHER = 64
WRITABLE = 2

# Frames of a server are neither masked nor, here, compressed: one serves every client.
_encoder = Connection(ConnectionType.SERVER)


def frame(text: str) -> bytes:
    """The bytes of one text message, the same for every client."""
    return _encoder.send(TextMessage(data=text))


def close_frame(code: int) -> bytes:
    """The bytes that end a conversation, with one of RFC 6455's codes."""
    return Connection(ConnectionType.SERVER).send(CloseConnection(code=code))


class Outbox:
    """The sending side of one websocket; stands in for the queue of an Engine.IO session."""

    __slots__ = ("_fd", "_leaving", "_socket", "_timer", "_watcher", "is_ended", "size", "waiting")

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._fd = connection.fileno()
        self._watcher: Any = None
        self._timer: Any = None
        self._leaving = False
        self.waiting: deque[bytes] = deque()
        self.size = 0
        self.is_ended = False

    def write(self, data: bytes) -> None:
        """Send whole frames after all that was sent before; never waits."""
        if self.is_ended or self._leaving:
            return
        if not self.waiting:
            taken = self._take(data)
            if taken == len(data) or self.is_ended:
                return
            data = data[taken:]
            self._watch()
        self.waiting.append(data)
        self.size += len(data)
        if self.size > MOST_BYTES or len(self.waiting) > MOST_FRAMES:
            self.end()

    def put(self, packet: Any) -> None:
        """Send an Engine.IO packet; None is its word for the end."""
        if packet is None:
            self.finish(1000)
            return
        self.write(frame(packet.encode(b64=True)))

    def join(self) -> None:
        """Return at once: nobody waits for a client that may never read."""

    def finish(self, code: int) -> None:
        """Say goodbye after what waits, and give the client a moment to answer."""
        if self.is_ended or self._leaving:
            return
        self.write(close_frame(code))
        self._leaving = True
        self._part()

    def end(self) -> None:
        """Stop here: what waits is dropped and the reader wakes up. Nothing is written after."""
        if self.is_ended:
            return
        self.is_ended = True
        self.waiting.clear()
        self.size = 0
        for watcher in (self._watcher, self._timer):
            if watcher is not None:
                watcher.stop()
                watcher.close()
        self._watcher = self._timer = None
        self._shut(socket.SHUT_RDWR)

    def _take(self, data: bytes) -> int:
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            return 0
        except OSError:
            self.end()
            return 0

    def _watch(self) -> None:
        if self._watcher is None:
            self._watcher = gevent.get_hub().loop.io(self._fd, WRITABLE)
        self._watcher.start(self._drain)
        self._patience(PATIENCE)

    def _patience(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer.close()
        self._timer = gevent.get_hub().loop.timer(seconds)
        self._timer.start(self.end)

    def _drain(self) -> None:
        """Write what waits, called by the loop when there is room."""
        try:
            taken = os.writev(self._fd, list(islice(self.waiting, TOGETHER)))
        except BlockingIOError:
            return
        except OSError:
            self.end()
            return
        self._forget(taken)
        if not self._leaving:
            self._patience(PATIENCE)
        if self.waiting:
            return
        self._watcher.stop()
        if self._leaving:
            self._shut(socket.SHUT_WR)
        else:
            self._timer.stop()

    def _forget(self, taken: int) -> None:
        """Drop the bytes that were taken from the front of what waits."""
        self.size -= taken
        while taken:
            first = self.waiting.popleft()
            if taken < len(first):
                self.waiting.appendleft(first[taken:])
                return
            taken -= len(first)

    def _part(self) -> None:
        """Wait a moment for the client's own goodbye, unless it is gone already."""
        if self.is_ended:
            return
        self._patience(FAREWELL)
        if not self.waiting:
            self._shut(socket.SHUT_WR)

    def _shut(self, how: int) -> None:
        with suppress(OSError):  # the peer may be gone already
            self._socket.shutdown(how)
