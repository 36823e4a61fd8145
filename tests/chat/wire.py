"""A client of the rooms down to the bytes: one socket, no thread, so that faults can be made."""

import json
import secrets
import socket
import time
from collections import deque
from types import TracebackType
from typing import Any, Self

from wsproto import ConnectionType, WSConnection
from wsproto.connection import Connection
from wsproto.events import (
    AcceptConnection,
    CloseConnection,
    Ping,
    RejectConnection,
    Request,
    TextMessage,
)

from coop.lib import base64url
from coop.tokens.acts import as_json
from tests.tokens.rights import Right

PATIENCE = 15.0
PATH = "/socket.io/?EIO=4&transport=websocket"


class Ended(Exception):
    """The server ended the conversation; `code` is of its close frame, None without one."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class Refused(Exception):
    """The handshake was refused; `error` is what the server said."""

    def __init__(self, error: Any) -> None:
        super().__init__(error)
        self.error = error


class Talker:
    """One connection. `events` holds what came and was not asked for yet."""

    def __init__(self, port: int, *, receives: int | None = None, **headers: str) -> None:
        self.socket = socket.socket()
        if receives:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        self.events: deque[tuple[str, Any]] = deque()
        self.acks: dict[int, Any] = {}
        self.refusal: Any = None
        self.welcome: Any = None
        self.is_in = False
        self.ended: Ended | None = None
        self._asked = 0
        self._part = ""
        self.connection = ""
        try:
            self.wire = self._open(port, headers)
            self._hear_all()
            self._until(lambda: self.connection)
        except BaseException:
            self.close()
            raise

    def _open(self, port: int, headers: dict[str, str]) -> Connection:
        opening = WSConnection(ConnectionType.CLIENT)
        extra = [(name.replace("_", "-").encode(), v.encode()) for name, v in headers.items()]
        asked = Request(host=f"127.0.0.1:{port}", target=PATH, extra_headers=extra)
        self.socket.sendall(opening.send(asked))
        while True:
            opening.receive_data(self.socket.recv(4096))
            for event in opening.events():
                if isinstance(event, RejectConnection):
                    raise Refused(event.status_code)
                if isinstance(event, AcceptConnection):
                    assert not event.extensions
                    assert opening.connection is not None
                    return opening.connection

    def send(self, text: str) -> None:
        """Send one message."""
        self.socket.sendall(self.wire.send(TextMessage(data=text)))

    def sit(self, right: Right, slug: str, **changes: Any) -> Any:
        """Take a seat; returns what the server welcomes with, or raises Refused."""
        body = {"act": "sit", "room": slug, "connection": self.connection} | changes
        return self.sit_with({"act": as_json(right.act(body)), "language": "en"})

    def sit_with(self, auth: Any) -> Any:
        """Try to take a seat with this."""
        self.send(f"40/rooms,{json.dumps(auth)}")
        self._until(lambda: self.refusal is not None or self.is_in)
        if self.refusal is not None:
            raise Refused(self.refusal)
        return self.event("welcome")

    def ask(self, event: str, data: Any = None) -> Any:
        """Send an event and wait for its acknowledgement."""
        number = self.post(event, data)
        self._until(lambda: number in self.acks)
        return self.acks.pop(number)

    def post(self, event: Any, data: Any = None) -> int:
        """Send an event; its acknowledgement will come under the number returned."""
        self._asked += 1
        sent = [event] if data is None else [event, data]
        self.send(f"42/rooms,{self._asked}{json.dumps(sent)}")
        return self._asked

    def say(self, text: str, **fields: Any) -> Any:
        """Say something."""
        fields.setdefault("client_id", base64url.encode(secrets.token_bytes(16)))
        return self.ask("say", {"text": text} | fields)

    def event(self, name: str, patience: float = PATIENCE) -> Any:
        """The next event of this name; others are kept."""

        def found() -> Any:
            return next((each for each in self.events if each[0] == name), None)

        event = self._until(found, patience)
        self.events.remove(event)
        return event[1]

    def lines(self, count: int, patience: float = PATIENCE) -> list[Any]:
        """The next lines that are told."""
        return [self.event("message", patience) for _ in range(count)]

    def listen(self, seconds: float) -> None:
        """Read what comes, for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._read(left)
            except TimeoutError:
                return

    def ending(self, patience: float = PATIENCE) -> int | None:
        """Wait for the end; returns the code of the close frame, None without one."""
        try:
            self._until(lambda: None, patience)
        except Ended as ended:
            return ended.code
        raise TimeoutError

    def _until(self, found: Any, patience: float = PATIENCE) -> Any:
        end = time.monotonic() + patience
        while not (value := found()):
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._read(left)
        return value

    def _read(self, patience: float) -> None:
        if self.ended is not None:
            raise self.ended
        self.socket.settimeout(patience)
        try:
            data = self.socket.recv(65536)
        except ConnectionError as error:
            raise Ended(None) from error
        if not data:
            raise Ended(None)
        self.wire.receive_data(data)
        self._hear_all()

    def _hear_all(self) -> None:
        for event in self.wire.events():
            if isinstance(event, CloseConnection):
                # What came before it is heard first.
                self.ended = Ended(event.code)
                return
            if isinstance(event, Ping):
                self.socket.sendall(self.wire.send(event.response()))
            elif isinstance(event, TextMessage):
                self._part += event.data
                if event.message_finished:
                    self._hear(self._part)
                    self._part = ""

    def _hear(self, text: str) -> None:
        kind, rest = text[0], text[1:]
        if kind == "0":
            self.connection = json.loads(rest)["sid"]
        elif kind == "2":
            self.send("3")
        elif kind == "4":
            self._hear_packet(rest)

    def _hear_packet(self, text: str) -> None:
        kind, _, body = text.partition("/rooms,")
        if kind == "0":
            self.is_in = True
        elif kind == "4":
            self.refusal = json.loads(body)
        elif kind == "2":
            name, *data = json.loads(body)
            self.events.append((name, data[0] if data else None))
        elif kind == "3":
            digits = len(body) - len(body.lstrip("0123456789"))
            self.acks[int(body[:digits])] = json.loads(body[digits:])[0]

    def close(self) -> None:
        """Leave without a word."""
        self.socket.close()

    def __del__(self) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()
