"""A house of its own whose clock a test sets: the real app, served from a thread of the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from coop import create_app
from coop.migrations import migrate
from tests.conftest import Clock, Databases, dispose, make_config
from tests.shell import run


@dataclass
class ClockedHouse:
    """A running house, its clock, and what its operator does in the shell."""

    app: Flask
    url: str
    clock: Clock

    def invitation(self) -> str:
        """The address of a fresh invitation, as `flask invite` prints it."""
        done = run(self.app, "invite", "--base", "")
        return done.stdout.strip()

    def pass_days(self, days: int) -> None:
        """Let days go by, upkeep done on each as a system's timer would."""
        for _ in range(days):
            self.clock.time += timedelta(days=1)
            self.upkeep()

    def upkeep(self) -> None:
        """`flask upkeep`."""
        done = run(self.app, "upkeep")
        assert done.exit_code == 0, done.output


class _Quiet(WSGIRequestHandler):
    """Writes no line for each request: the house has no access log either."""

    def log(self, *_words: object, **_more: object) -> None:
        return


@contextmanager
def open_clocked_house(folder: Path, **settings: object) -> Iterator[ClockedHouse]:
    """Migrate and serve until the block ends, at noon of the tests' day to begin with."""
    clock = Clock()
    databases = Databases(
        "sqlite", f"sqlite:///{folder}/members.db", f"sqlite:///{folder}/voice.db"
    )
    # Each browser comes from an address of its own, as people do.
    app = create_app(make_config(databases, proxies=1, **settings), now=clock)
    with app.app_context():
        migrate()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield ClockedHouse(app, f"http://127.0.0.1:{server.port}", clock)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            dispose(app)
