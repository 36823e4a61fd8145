"""Who hears a broadcast: the frame is built once and written straight to each idle websocket.

Stock python-socketio builds and queues a packet for each client. Here a client whose websocket is
ours gets the bytes at once; any other (long polling, or the stock websocket) goes the stock way.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import gevent
from engineio import packet as engine_packet
from socketio import Manager, RedisManager
from socketio.packet import EVENT, Packet

from coop.chat.outbox import Outbox, frame

# After so many clients the loop gets a turn: others are served while a large room is told.
A_TURN = 256
# The namespace in which processes tell each other what moved; no client can be in it.
BELL = "/bell"

Event = tuple[str, Any]


class FanoutManager(Manager):
    """socketio.Manager whose plain broadcasts take the short way."""

    on_bell: Callable[[str, Any], None] | None = None
    on_connected: Callable[[str], None] | None = None
    is_fast = True

    def connect(self, sid: str, namespace: str) -> Any:
        """Let a client in, and say so once it has been told."""
        connected = super().connect(sid, namespace)
        if self.on_connected is not None:
            self.on_connected(connected)
        return connected

    def emit(self, event: str, data: Any, namespace: str, *args: Any, **kwargs: Any) -> None:
        """Tell a room; what is rung in BELL reaches this process's listener and nobody else."""
        if namespace == BELL:
            if self.on_bell is not None:
                self.on_bell(event, data)
            return
        room, skip = kwargs.get("to") or kwargs.get("room"), kwargs.get("skip_sid")
        if args or skip or kwargs.get("callback") or not self.is_fast:
            super().emit(event, data, namespace, *args, **kwargs)
            return
        self.tell([(event, data)], namespace, room)

    def tell(self, events: Sequence[Event], namespace: str, room: str | None) -> None:
        """Tell this process's clients of a room several things in order, in one write each."""
        if not self.is_fast:
            for event, data in events:
                super().emit(event, data, namespace, room=room)
            return
        texts = [_text(event, data, namespace) for event, data in events]
        packets = [engine_packet.Packet(engine_packet.MESSAGE, text) for text in texts]
        self.send(packets, (eio for _, eio in self.get_participants(namespace, room)))

    def send(self, packets: Sequence[engine_packet.Packet], sessions: Iterable[str]) -> None:
        """Send packets, in this order, to each of these Engine.IO sessions."""
        joined = b"".join(frame(packet.encode()) for packet in packets)
        known = self.server.eio.sockets
        for told, session_id in enumerate(list(sessions), 1):
            session = known.get(session_id)
            if session is None or session.closed:
                continue
            if type(session.queue) is Outbox:
                session.queue.write(joined)
            else:
                for packet in packets:
                    self.server.eio.send_packet(session_id, packet)
            if told % A_TURN == 0:
                gevent.sleep(0)


class FanoutRedisManager(RedisManager, FanoutManager):
    """The same across processes: Redis carries what is emitted, `tell` stays in this process."""


def _text(event: str, data: Any, namespace: str) -> str:
    packet = Packet(EVENT, data=[event, data], namespace=namespace)
    text: str = packet.encode()
    return text
