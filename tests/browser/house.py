"""A real house for the browser tests: gunicorn's gevent worker on real SQLite databases."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from coop.config import ROOT

PATIENCE = 30


@dataclass
class House:
    """A running house: where it answers and where its databases lie."""

    url: str
    folder: Path
    environ: dict[str, str]

    def flask(self, *words: str) -> str:
        """What `flask WORDS` prints."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=True
        )
        return done.stdout

    def link(self, role: str) -> str:
        """A one-time link into a demonstration seat."""
        printed = self.flask("sign-in-link", "--role", role, "--base", self.url)
        return re.search(r"http\S+", printed)[0]  # type: ignore[index]  # it fails where none is

    def reports_about(self, platform: str) -> list[str]:
        """The standings of all reports about a platform, as typed."""
        with closing(sqlite3.connect(self.folder / "voice.db")) as connection:
            query = "SELECT standing FROM reports WHERE platform_typed = ?"
            return [standing for (standing,) in connection.execute(query, (platform,))]


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)  # not for a page: nothing tells when a server listens
    raise RuntimeError(f"The house did not open:\n{log.read_text()}")


@contextmanager
def open_house(folder: Path, **settings: str) -> Iterator[House]:
    """Migrate, fill with the demonstration, serve with these settings; all ends on leaving."""
    port = _free_port()
    house = House(
        url=f"http://127.0.0.1:{port}",
        folder=folder,
        environ=os.environ
        | {
            "SECRET_KEY": "a secret for the browser tests, long enough to be one",
            "MEMBERS_DATABASE_URL": f"sqlite:///{folder}/members.db",
            "VOICE_DATABASE_URL": f"sqlite:///{folder}/voice.db",
            "REDIS_URL": "",
            "COOP_DEMO": "1",
            # Each browser of these tests comes from an address of its own, as people do.
            "COOP_PROXIES": "1",
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "WEB_CONCURRENCY": "1",
        }
        | settings,
    )
    house.flask("migrate")
    house.flask("demo")
    with _serving(house, folder / "gunicorn.log"):
        yield house


@contextmanager
def open_beside(house: House, **settings: str) -> Iterator[House]:
    """The same databases, served a second time by a process with other settings."""
    port = _free_port()
    environ = house.environ | {"PORT": str(port)} | settings
    beside = House(f"http://127.0.0.1:{port}", house.folder, environ)
    with _serving(beside, house.folder / f"gunicorn-{port}.log"):
        yield beside


@contextmanager
def _serving(house: House, log: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "wsgi:app"]
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=house.environ, stdout=out, stderr=out)
        try:
            _wait_for(house.url, server, log)
            yield
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)
