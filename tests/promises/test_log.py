"""The log tells on nobody: a real server, hostile requests and faults, and every word it wrote."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from coop.config import ROOT
from tests.pages import Page
from tests.reports.sending import ANSWERS

MARKS = {
    "address": "203.0.113.77",
    "agent": "MARKED-AGENT",
    "words": "MARKED-WORDS",
    "receipt": "7777-7777-7777-7777-7777",
    "phrase": "marked phrase of seven words it is",
    "path": "MARKED-PATH",
    "cookie": "MARKED-COOKIE",
}


@dataclass
class Served:
    """A server that has stopped, and what it wrote."""

    said: str
    statuses: list[int]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": "s" * 40,
        "MEMBERS_DATABASE_URL": f"sqlite:///{folder}/members.db",
        "VOICE_DATABASE_URL": f"sqlite:///{folder}/voice.db",
        "COOP_PROXIES": "1",
        "PORT": str(port),
    }


class Eve:
    """Sends whatever she likes, marked all over."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.statuses: list[int] = []

    def ask(self, method: str, path: str, body: str = "", kind: str = "") -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {
            "X-Forwarded-For": MARKS["address"],
            "User-Agent": MARKS["agent"],
            "Cookie": f"seat={MARKS['cookie']}; language={MARKS['cookie']}",
            "Authorization": f"Receipt {MARKS['receipt']}",
            "Content-Type": kind or "application/x-www-form-urlencoded",
        }
        connection.request(method, path, body.encode(), headers)
        answer = connection.getresponse()
        self.statuses.append(answer.status)
        text = answer.read().decode()
        connection.close()
        return text

    def form(self, path: str, **said: str) -> str:
        return self.ask(
            "POST", path, "&".join(f"{k}={v}".replace(" ", "+") for k, v in said.items())
        )

    def raw(self, data: bytes) -> None:
        """Bytes that are no request, or the half of one."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as wire:
            with suppress(ConnectionResetError, BrokenPipeError):  # an answer, of a kind
                wire.sendall(data)
                wire.shutdown(socket.SHUT_WR)
                while wire.recv(65_536):
                    pass


def ordinary(eve: Eve) -> None:
    key = Page(eve.ask("GET", "/reports/new?kind=unpaid_rejection")).forms[0].fields["submission"]
    said = ANSWERS | {"testimony": MARKS["words"], "platform": MARKS["words"], "submission": key}
    eve.form("/reports/new", **said, step="send")
    eve.form("/reports/receipt", receipt=MARKS["receipt"])
    eve.form("/me/sign-in", phrase=MARKS["phrase"])
    eve.ask("GET", f"/{MARKS['path']}?{MARKS['path']}")
    eve.ask("GET", "/api/v1/reports/mine")
    eve.ask("POST", "/api/v1/reports", '{"testimony": "' + MARKS["words"], "application/json")
    eve.ask("POST", "/reports/import", MARKS["words"], "multipart/form-data; boundary=x")


def malformed(eve: Eve) -> None:
    marked = f"User-Agent: {MARKS['agent']}\r\nX-Forwarded-For: {MARKS['address']}\r\n"
    eve.raw(f"GET /{MARKS['path']} HTTP/9.9\r\n{marked}\r\n".encode())
    eve.raw(f"{MARKS['path']} nonsense\r\n\r\n".encode())
    eve.raw(f"GET /{MARKS['path'] * 900} HTTP/1.1\r\nHost: x\r\n{marked}\r\n".encode())
    head = f"POST /reports/new HTTP/1.1\r\nHost: x\r\n{marked}Content-Length: 900\r\n\r\n"
    eve.raw(head.encode() + MARKS["words"].encode())


def faulty(eve: Eve, folder: Path) -> None:
    """The same once more, with the table gone: a fault whose message would hold the words."""
    with sqlite3.connect(folder / "voice.db") as connection:
        connection.execute("ALTER TABLE reports RENAME TO gone")
    ordinary(eve)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house behind a proxy that served Eve, then stopped."""
    folder = tmp_path_factory.mktemp("log")
    port = free_port()
    environ = environment(folder, port)
    flask = [sys.executable, "-m", "flask", "--app", "wsgi", "migrate"]
    subprocess.run(flask, cwd=ROOT, env=environ, check=True, capture_output=True)
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app"]
    log = folder / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=out)
        try:
            wait_for(port)
            eve = Eve(port)
            ordinary(eve)
            malformed(eve)
            faulty(eve, folder)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
    yield Served(log.read_text(), eve.statuses)


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


@pytest.mark.parametrize("what", MARKS)
def test_the_log_does_not_hold(served: Served, what: str) -> None:
    mark = MARKS[what].lower()
    assert mark not in served.said.lower()
    assert mark.replace("-", "") not in served.said.lower().replace("-", "")


def test_the_server_was_really_asked_and_really_broke(served: Served) -> None:
    assert {201, 404, 500} <= set(served.statuses), served.statuses


def test_the_log_says_that_something_broke_and_where(served: Served) -> None:
    assert re.search(r"ERROR coop sqlalchemy\.exc\.OperationalError in coop/", served.said)


def test_the_log_has_no_address_at_all(served: Served) -> None:
    addresses = set(re.findall(r"\b\d{1,3}(?:\.\d{1,3}){3}\b", served.said))
    assert addresses <= {"127.0.0.1", "0.0.0.0"}


def test_the_log_has_no_hour(served: Served) -> None:
    assert not re.search(r"\b\d{2}:\d{2}:\d{2}\b", served.said)


def test_no_traceback_is_written(served: Served) -> None:
    assert "Traceback" not in served.said
