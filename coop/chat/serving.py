"""Puts the rooms on the app: one Socket.IO server a process, at /socket.io/.

What the rooms may know of a request is listed here; neither address, nor agent, nor cookie is.
"""

import logging
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

import gevent
import socketio
from engineio.packet import MESSAGE, Packet
from flask import Flask
from socketio.packet import EVENT

from coop.chat.engine import guard, known_pings
from coop.chat.fanout import FanoutManager, FanoutRedisManager
from coop.chat.outbox import Outbox
from coop.chat.sending import Plain
from coop.chat.socket import NAMESPACE, RoomsNamespace
from coop.chat.websocket import LONGEST, TAKEN_OVER, WebSocket
from coop.config import Config
from coop.web.headers import HEADERS
from coop.web.settings import EXTENSION as SETTINGS

log = logging.getLogger("coop.chat")
EXTENSION = "coop_rooms"
PATH = "/socket.io/"
# The short way reaches into these two; another release of them is served the stock way.
WRITTEN_FOR = {"python-engineio": "4.15", "python-socketio": "5.18"}
# What a handshake needs; whatever else a browser sends never reaches the rooms.
NEEDED = frozenset(
    {
        "REQUEST_METHOD",
        "QUERY_STRING",
        "CONTENT_LENGTH",
        "CONTENT_TYPE",
        "HTTP_HOST",
        "HTTP_ORIGIN",
        "HTTP_UPGRADE",
        "HTTP_CONNECTION",
        "HTTP_SEC_WEBSOCKET_KEY",
        "HTTP_SEC_WEBSOCKET_VERSION",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_X_FORWARDED_HOST",
        "gunicorn.socket",
        "wsgi.input",
        "wsgi.url_scheme",
    }
)
# Seconds between two pings, and until a client that answers none is let go.
PING_INTERVAL, PING_TIMEOUT = 25, 20
# Seconds for a client to answer the last word of a process that stops.
PARTING = 0.6
# Come back after so many seconds: not all at once.
RETURNS = (1, 2, 3, 4, 5)


class Rooms:
    """The WSGI app in front of the pages: answers PATH itself, hands everything else on."""

    def __init__(self, app: Flask) -> None:
        self._pages = app.wsgi_app
        self._is_closing = False
        self.server = build(app.extensions[SETTINGS])
        self.namespace = RoomsNamespace(NAMESPACE, app)
        self.server.register_namespace(self.namespace)
        self.namespace.listen(self.server.manager)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Serve a handshake or a poll of the rooms, or a page."""
        if environ.get("PATH_INFO") != PATH:
            return self._pages(environ, start_response)
        self.namespace.start()
        dressed = _dressed(start_response)
        if self._is_closing:
            dressed("503 SERVICE UNAVAILABLE", [("Retry-After", str(RETURNS[0]))])
            return [b""]
        known = {name: environ[name] for name in NEEDED if name in environ}
        answer: Iterable[bytes] = self.server.handle_request(known, dressed)
        if answer is TAKEN_OVER:
            raise StopIteration  # gunicorn's word for: the connection was ours, and is over
        return answer

    def farewell(self) -> None:
        """Ask every client to come back in a moment, and close; new ones are sent away."""
        self._is_closing = True
        self.namespace.stop()
        known = list(self.server.eio.sockets)
        for turn, seconds in enumerate(RETURNS):
            packet = self.server.packet_class(
                EVENT, data=["away", {"retry_after": seconds}], namespace=NAMESPACE
            )
            told = Packet(MESSAGE, packet.encode())
            self.server.manager.send([told], known[turn :: len(RETURNS)])
        for session in list(self.server.eio.sockets.values()):
            if type(session.queue) is Outbox:
                session.queue.finish(1001)
            else:
                gevent.spawn(session.close, wait=False)
        gevent.sleep(PARTING)
        for session in list(self.server.eio.sockets.values()):
            if type(session.queue) is Outbox:
                session.queue.end()


def mount(app: Flask) -> Rooms:
    """Put the rooms before the app's pages; the app stays what it is for shell and tests."""
    rooms = Rooms(app)
    app.extensions[EXTENSION] = rooms
    app.wsgi_app = rooms  # type: ignore[method-assign]  # as Flask documents it
    return rooms


def build(config: Config) -> socketio.Server:
    """The Socket.IO server that these settings ask for."""
    is_fast = config.rooms == "fast" and fits()
    server = socketio.Server(
        client_manager=_manager(config, is_fast),
        async_mode="gevent",
        # Each connection is served in turn by its own reader: whoever asks too much waits.
        async_handlers=False,
        namespaces=[NAMESPACE],
        transports=["websocket", "polling"] if config.rooms_polling else ["websocket"],
        # A page whose websocket is blocked starts anew by polling; nothing changes under way.
        allow_upgrades=False,
        ping_interval=PING_INTERVAL,
        ping_timeout=PING_TIMEOUT,
        max_http_buffer_size=LONGEST,
        http_compression=False,
        cookie=None,
        json=Plain,
        cors_credentials=False,
        logger=_quiet("socketio"),
        engineio_logger=_quiet("engineio"),
    )
    drivers = server.eio._async  # how it is told of a driver: it offers no public way
    driver = WebSocket if is_fast else _bounded(drivers["websocket"])
    thread = known_pings(drivers["thread"])
    server.eio._async = {**drivers, "websocket": driver, "thread": thread}
    guard(server)
    return server


def fits() -> bool:
    """Whether python-engineio and python-socketio are those that the short way was written for."""
    for package, wanted in WRITTEN_FOR.items():
        if version(package).split(".")[:2] != wanted.split("."):
            log.warning("The rooms take the stock way: %s is not %s.", package, wanted)
            return False
    return True


def _manager(config: Config, is_fast: bool) -> FanoutManager:
    manager: FanoutManager = (
        FanoutRedisManager(
            config.redis_url,
            channel="coop-rooms",
            redis_options={"socket_connect_timeout": 2, "socket_keepalive": True},
        )
        if config.redis_url
        else FanoutManager()
    )
    manager.is_fast = is_fast
    return manager


def _bounded(stock: type) -> Callable[..., Any]:
    """The stock websocket, refusing messages that are too long while they arrive."""

    def made(handler: Any, server: Any) -> Any:
        driver = stock(handler, server)
        driver.server_args["max_message_size"] = LONGEST
        return driver

    return made


def _quiet(name: str) -> logging.Logger:
    """A logger that is silent: both libraries would write what clients sent."""
    logger = logging.getLogger(name)
    logger.setLevel(logging.CRITICAL + 1)
    return logger


def _dressed(start_response: Any) -> Any:
    """Answers of the rooms carry the same headers as pages."""

    def dressed(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        kept = [*headers, *HEADERS.items(), ("Cache-Control", "no-store")]
        return start_response(status, kept, *rest)

    return dressed
