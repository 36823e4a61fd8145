"""What breaks is written without a word of who sent what: behind a proxy, with tables gone."""

import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.pages import Page
from tests.promises.server import Server, serving
from tests.reports.sending import ANSWERS

MARKS = {
    "address": "203.0.113.77",
    "agent": "MARKED-AGENT",
    "words": "MARKED-WORDS",
    "receipt": "7777-7777-7777-7777-7777",
    "path": "MARKED-PATH",
}
SAID = {"X_Forwarded_For": MARKS["address"], "User_Agent": MARKS["agent"]}


@dataclass
class Eve:
    """Sends whatever she likes, marked all over, and notes what was answered."""

    server: Server
    statuses: list[int]

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> str:
        body = None if form is None else urlencode(form).encode()
        status, text = self.server.ask(path, body, **SAID, **headers)
        self.statuses.append(status)
        return text

    def raw(self, text: str) -> None:
        """Bytes that are no request, or the half of one."""
        wire = socket.create_connection(("127.0.0.1", self.server.port), timeout=20)
        with wire, suppress(OSError):  # to be cut off is an answer, of a kind
            wire.sendall(text.encode())
            wire.shutdown(socket.SHUT_WR)
            while wire.recv(65_536):
                pass


def file_and_come_back(eve: Eve) -> None:
    key = Page(eve.ask("/reports/new?kind=unpaid_rejection")).forms[0].fields["submission"]
    marked = {"testimony": MARKS["words"], "platform": MARKS["words"], "client": MARKS["words"]}
    eve.ask("/reports/new", ANSWERS | marked | {"submission": key, "step": "send"})
    eve.ask("/reports/receipt", {"receipt": MARKS["receipt"]})
    eve.ask("/api/v1/reports/mine", Authorization=f"Receipt {MARKS['receipt']}")
    eve.ask(f"/{MARKS['path']}")


def send_nonsense(eve: Eve) -> None:
    marked = f"User-Agent: {MARKS['agent']}\r\nX-Forwarded-For: {MARKS['address']}\r\n"
    eve.raw(f"GET /{MARKS['path'] * 900} HTTP/1.1\r\nHost: x\r\n{marked}\r\n")
    head = f"POST /reports/new HTTP/1.1\r\nHost: x\r\n{marked}Content-Length: 900\r\n\r\n"
    eve.raw(head + MARKS["words"])


def break_the_table(folder: Path) -> None:
    """A fault whose own message would hold the words that were being written."""
    with closing(sqlite3.connect(folder / "voice.db")) as connection:
        connection.execute("ALTER TABLE reports RENAME TO gone")
        connection.commit()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Eve]:
    """A house behind a proxy that served Eve, broke, and has ended."""
    folder = tmp_path_factory.mktemp("faults")
    with serving(folder, COOP_PROXIES="1") as server:
        eve = Eve(server, [])
        file_and_come_back(eve)
        send_nonsense(eve)
        break_the_table(folder)
        file_and_come_back(eve)
    yield eve


def test_the_house_really_filed_and_really_broke(served: Eve) -> None:
    assert {201, 404, 500} <= set(served.statuses), served.statuses


@pytest.mark.parametrize("mark", MARKS)
def test_the_log_of_a_fault_holds_nothing_that_was_sent(served: Eve, mark: str) -> None:
    written = served.server.log.read_text().lower().replace("-", "")
    assert MARKS[mark].lower().replace("-", "") not in written


def test_the_log_says_what_broke_and_where(served: Eve) -> None:
    written = served.server.log.read_text()
    assert re.search(r"ERROR coop sqlalchemy\.exc\.OperationalError in coop/", written)


def test_no_traceback_is_written(served: Eve) -> None:
    assert "Traceback" not in served.server.log.read_text()


@pytest.mark.parametrize("name", ["members.db", "members.db-wal", "voice.db", "voice.db-wal"])
def test_no_database_holds_an_address_or_an_agent(served: Eve, name: str) -> None:
    file = served.server.folder / name
    held = file.read_bytes() if file.exists() else b""
    assert MARKS["address"].encode() not in held
    assert MARKS["agent"].encode() not in held
