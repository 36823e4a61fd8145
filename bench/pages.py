"""How pages share one process: new visitors beside 200 connections that never pause.

A request that never waits keeps a gevent loop; without a turn between two requests of one
connection, new visitors wait. Measured: the deployed worker (which yields), the same without
yielding, and gunicorn's threads as the reference.
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 200
SECONDS = 6.0
REQUEST = b"GET /platforms HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\n\r\n"
NO_YIELD = "from gevent import monkey; monkey.patch_all()\nworker_class = 'gevent'\n"
THREADS = "worker_class = 'gthread'\nthreads = 8\n"
QUIET = "logger_class = 'coop.web.log.Logger'\ncontrol_socket_disable = True\nkeepalive = 15\n"


@dataclass(frozen=True)
class Share:
    """What one server did: requests a second, and seconds that a new visitor waited."""

    name: str
    rate: float
    median: float
    worst: float
    failed: int


def measure(say: Callable[[str], None]) -> None:
    """Print the three side by side, the threads as 1."""
    with tempfile.TemporaryDirectory() as folder:
        configs = {
            "gthread (reference)": _written(folder, "threads.py", THREADS + QUIET),
            "gevent, never yielding": _written(folder, "greedy.py", NO_YIELD + QUIET),
            "gevent as deployed": ROOT / "deploy" / "gunicorn.conf.py",
        }
        shares = [_share(name, config, Path(folder)) for name, config in configs.items()]
    reference = shares[0]
    say(f"Pages: {CONNECTIONS} keep-alive connections without a pause, new visitors beside them")
    say(f"{'server':26}{'req/s':>8}{'ratio':>7}{'new p50 s':>11}{'new worst s':>13}{'failed':>8}")
    for share in shares:
        say(
            f"{share.name:26}{share.rate:8.0f}{share.rate / reference.rate:7.2f}"
            f"{share.median:11.3f}{share.worst:13.3f}{share.failed:8d}"
        )


def _written(folder: str, name: str, text: str) -> Path:
    path = Path(folder) / name
    path.write_text(text)
    return path


def _share(name: str, config: Path, folder: Path) -> Share:
    with _server(config, folder) as port:
        stop = time.monotonic() + SECONDS
        counts = [0] * CONNECTIONS
        loaders = [
            threading.Thread(target=_load, args=(port, stop, counts, index))
            for index in range(CONNECTIONS)
        ]
        for loader in loaders:
            loader.start()
        waits, failed = _visits(port, stop)
        for loader in loaders:
            loader.join()
    waits.sort()
    return Share(name, sum(counts) / SECONDS, waits[len(waits) // 2], waits[-1], failed)


@contextmanager
def _server(config: Path, folder: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environ = os.environ | {
        "SECRET_KEY": "a secret for the benchmark, long enough to be one",
        "MEMBERS_DATABASE_URL": f"sqlite:///{folder}/members.db",
        "VOICE_DATABASE_URL": f"sqlite:///{folder}/voice.db",
        "PORT": str(port),
    }
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    for command in (["migrate"], ["demo", "--if-empty"]):
        subprocess.run([*flask, *command], cwd=ROOT, env=environ, check=True, capture_output=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", str(config)]
    server = subprocess.Popen(
        [*gunicorn, "--bind", f"127.0.0.1:{port}", "wsgi:app"],
        cwd=ROOT,
        env=environ,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            if _visit(port) is not None:
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _load(port: int, stop: float, counts: list[int], index: int) -> None:
    """Ask again as soon as an answer is complete, on one connection."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            stream = connection.makefile("rb")
            while time.monotonic() < stop:
                connection.sendall(REQUEST)
                _read_answer(stream)
                counts[index] += 1
    except OSError:
        return


def _read_answer(stream: object) -> None:
    length = 0
    while (line := stream.readline()) not in (b"\r\n", b""):  # type: ignore[attr-defined]
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    if len(stream.read(length)) < length or not length:  # type: ignore[attr-defined]
        raise ConnectionError


def _visits(port: int, stop: float) -> tuple[list[float], int]:
    """A new visitor every 50 ms: how long each waits for a whole page, and how many gave up."""
    waits, failed = [], 0
    while time.monotonic() < stop:
        waited = _visit(port)
        if waited is None:
            failed += 1
        else:
            waits.append(waited)
        time.sleep(0.05)
    return waits or [float("inf")], failed


def _visit(port: int) -> float | None:
    start = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=3) as connection:
            connection.sendall(REQUEST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            _read_answer(connection.makefile("rb"))
    except OSError:
        return None
    return time.monotonic() - start
