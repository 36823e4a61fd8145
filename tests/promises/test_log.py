"""Nothing that a visitor sends is written anywhere: not in a log, not in a temporary file."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.promises.server import Server, serving

MARKERS = {
    "agent": "Planted-Agent-7741",
    "path": "planted-path-7742",
    "query": "planted-query-7743",
    "body": "planted-body-7744",
    "receipt": "PLAN-TED0-REC0-1PT7-7450",
    "phrase": "planted phrase seven seven four six words",
    "file": "planted-file-7747",
    "header": "planted-header-7748",
    "cookie": "planted-cookie-7749",
}
BOUNDARY = "xxPARTxx"


def multipart(name: str, body: str) -> tuple[bytes, str]:
    """A form with one file."""
    text = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: text/csv\r\n\r\n{body}\r\n--{BOUNDARY}--\r\n"
    )
    return text.encode(), f"multipart/form-data; boundary={BOUNDARY}"


def plant(server: Server) -> None:
    """Send every marker by every kind of route, well and badly."""
    said = {"User_Agent": MARKERS["agent"], "Referer": f"http://{MARKERS['header']}/"}
    said["Cookie"] = f"seat={MARKERS['cookie']}"
    for path in ("/", "/reports/new", "/platforms", "/me/", "/privacy"):
        server.ask(f"{path}?q={MARKERS['query']}&kind={MARKERS['query']}", **said)
    server.ask(f"/{MARKERS['path']}", **said)
    server.ask(f"/me/join/{MARKERS['path']}", **said)
    form = urlencode(
        {
            "kind": "unpaid_rejection",
            "platform": MARKERS["body"],
            "week": "x",
            "testimony": MARKERS["body"],
        }
    ).encode()
    for path in ("/reports/new", "/reports/receipt", "/me/sign-in", "/reports/import/send"):
        server.ask(path, form, **said)
    server.ask("/reports/receipt", urlencode({"receipt": MARKERS["receipt"]}).encode(), **said)
    server.ask("/me/sign-in", urlencode({"phrase": MARKERS["phrase"]}).encode(), **said)
    server.ask("/api/v1/reports/mine", Authorization=f"Receipt {MARKERS['receipt']}", **said)
    body, kind = multipart(f"{MARKERS['file']}.csv", MARKERS["file"] * 2000)
    server.ask("/api/v1/histories", body, Content_Type=kind, **said)
    for broken in (b"not json", b"[" * 10_000, b'{"kind": "%s"}' % MARKERS["body"].encode()):
        server.ask("/api/v1/reports", broken, Content_Type="application/json", **said)
    raw(server, f"GET /{MARKERS['path']} HTTP/9.9\r\n{MARKERS['header']}\r\n\r\n")
    raw(server, f"{MARKERS['body']}\r\n\r\n")


def raw(server: Server, text: str) -> None:
    """Send bytes that are no request."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(text.encode())
        connection.recv(4096)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A house through which every marker went, and which has ended."""
    with serving(tmp_path_factory.mktemp("house")) as server:
        plant(server)
    yield server


def everything(folder: Path) -> dict[str, bytes]:
    """Every file that the house wrote."""
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_house_wrote_that_it_started(planted: Server) -> None:
    assert "Listening at" in planted.log.read_text()


@pytest.mark.parametrize("marker", MARKERS)
def test_no_file_holds_what_was_sent(planted: Server, marker: str) -> None:
    sent = MARKERS[marker].encode()
    assert [name for name, held in everything(planted.folder).items() if sent in held] == []


def test_the_log_names_no_address(planted: Server) -> None:
    written = planted.log.read_text()
    listening = f"127.0.0.1:{planted.port}"
    assert "127.0.0.1" not in written.replace(listening, "")


def test_the_log_tells_no_hour(planted: Server) -> None:
    assert not re.search(r"\d\d:\d\d:\d\d", planted.log.read_text())


def test_an_upload_leaves_no_temporary_file(planted: Server) -> None:
    assert list((planted.folder / "temporary").rglob("*")) == []
