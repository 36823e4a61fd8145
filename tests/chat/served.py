"""A real house for the rooms: gunicorn's gevent worker, and rights to its rooms drawn beside it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.request import urlopen

from flask import Flask

from coop import create_app
from coop.chat.opening import open_room
from coop.chat.rules import NewRoom, room_subject
from coop.config import ROOT, from_environment
from coop.db import db
from coop.migrations import migrate
from coop.tokens.periods import month
from coop.tokens.rules import scope_code
from coop.web.settings import config
from tests.chat.wire import PATIENCE, Talker
from tests.tokens.rights import Right, draw

SLUG = "talk"


@dataclass
class House:
    """A running house and its databases, seen from inside too."""

    environ: dict[str, str]
    app: Flask
    log: Path
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.ports[0]

    @property
    def pid(self) -> int:
        """The worker's process, which holds the connections."""
        return worker_of(self.servers[0].pid)

    def right(self, slug: str = SLUG) -> Right:
        """A member's token for a seat in a room this month."""
        with self.app.app_context():
            return draw(scope_code("room", room_subject(slug, month(today()).name)))

    def talker(self, right: Right | None = None, *, slug: str = SLUG, port: int = 0) -> Talker:
        """A client that has taken a seat, its welcome read."""
        talker = Talker(port or self.port)
        try:
            talker.welcome = talker.sit(right or self.right(slug), slug)
        except BaseException:
            talker.close()
            raise
        return talker

    def room(self, slug: str, **fields: object) -> None:
        """Open a room."""
        with self.app.app_context():
            new = NewRoom(slug, "theme", slug, "en", **fields)  # type: ignore[arg-type]
            open_room(new, today=today(), config=config())

    def serve(self, config: str = "deploy/gunicorn.conf.py", **settings: str) -> int:
        """Serve these databases by one more gunicorn; returns its port."""
        port = free_port()
        environ = self.environ | {"PORT": str(port)} | settings
        command = [sys.executable, "-m", "gunicorn", "-c", config, "wsgi:app"]
        with self.log.open("ab") as out:
            server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=out)
        self.servers.append(server)
        self.ports.append(port)
        _wait_for(port, server, self.log)
        return port

    def stop(self) -> None:
        """End every server."""
        for server in self.servers:
            server.terminate()
        for server in self.servers:
            server.wait(PATIENCE)
        self.servers.clear()
        self.ports.clear()

    def kill(self) -> None:
        """End the first server, and its worker first, as a power cut would."""
        server = self.servers.pop(0)
        self.ports.pop(0)
        worker = worker_of(server.pid)
        os.kill(server.pid, signal.SIGSTOP)  # so that it starts no other worker
        os.kill(worker, signal.SIGKILL)
        server.kill()
        server.wait(PATIENCE)


def today() -> date:
    """The day by the server's own clock."""
    return datetime.now(UTC).date()


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def worker_of(pid: int) -> int:
    """The one worker of a gunicorn."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0])


@contextmanager
def room_house(
    folder: Path, voice: str = "", members: str = "", **settings: str
) -> Iterator[House]:
    """A house with one open room, not served yet."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COOP_")} | {
        "SECRET_KEY": "a secret for the rooms under test, long enough to be one",
        "MEMBERS_DATABASE_URL": members or f"sqlite:///{folder}/members.db",
        "VOICE_DATABASE_URL": voice or f"sqlite:///{folder}/voice.db",
        "REDIS_URL": "",
        "WEB_CONCURRENCY": "1",
        "HOST": "127.0.0.1",
        **settings,
    }
    house = House(environ, create_app(from_environment(environ)), folder / "log")
    with house.app.app_context():
        migrate()
    house.room(SLUG)
    try:
        yield house
    finally:
        house.stop()
        with house.app.app_context():
            db.session.remove()
            for bind in db.engines.values():
                bind.dispose()


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            # An answer, and not a listening socket: the worker is there and has loaded the app.
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"The house did not open:\n{log.read_text()}")
