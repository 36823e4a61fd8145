"""The house as it is deployed: gunicorn on a free port, its own databases, its words caught."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from coop.config import ROOT

PATIENCE = 30.0


@dataclass
class Server:
    """A running house: where it answers, what it writes, where its files lie."""

    address: str
    port: int
    log: Path
    folder: Path
    pid: int
    environ: dict[str, str] = field(default_factory=dict, repr=False)

    def flask(self, *words: str) -> str:
        """What `flask WORDS` prints beside the running house."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environ, check=True, capture_output=True, text=True
        )
        return done.stdout

    def ask(
        self, path: str, data: bytes | None = None, method: str | None = None, **headers: str
    ) -> tuple[int, str]:
        """Status and text of one request, refusals included."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = Request(self.address + path, data=data, headers=named, method=method)
        try:
            with urlopen(asked, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode("utf-8", "replace")


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Migrate and serve with the deployed configuration until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    temporary = folder / "temporary"
    temporary.mkdir()
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COOP_")} | {
        "SECRET_KEY": "a secret for the server under test, long enough",
        "MEMBERS_DATABASE_URL": f"sqlite:///{folder}/members.db",
        "VOICE_DATABASE_URL": f"sqlite:///{folder}/voice.db",
        "PORT": str(port),
        "TMPDIR": str(temporary),
        **settings,
    }
    flask = [sys.executable, "-m", "flask", "--app", "wsgi", "migrate"]
    subprocess.run(flask, cwd=ROOT, env=environ, check=True, capture_output=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "wsgi:app"]
    log = folder / "log"
    with log.open("wb") as words:
        process = subprocess.Popen(gunicorn, cwd=ROOT, env=environ, stdout=words, stderr=words)
        try:
            _wait(port)
            yield Server(f"http://127.0.0.1:{port}", port, log, folder, process.pid, environ)
        finally:
            process.terminate()
            process.wait(20)


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("gunicorn did not come up")
