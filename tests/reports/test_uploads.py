"""An upload is read as it arrives: bounded, never spooled, and refused before it is too large."""

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coop import create_app
from coop.reports.histories import run
from coop.web.uploads import AROUND
from tests.conftest import Databases, browser, dispose, make_config
from tests.reports.histories.reading import fixture
from tests.reports.sending import on_one_engine
from tests.reports.test_import_pages import multipart, send

PAGE, API = "/reports/import", "/api/v1/histories"


@pytest.fixture
def small_house(databases: Databases) -> Any:
    app = create_app(make_config(databases, max_upload=1_000))
    yield app
    with app.app_context():
        dispose(app)


class Endless:
    """A body that never ends, and counts what was read of it."""

    def __init__(self) -> None:
        self.taken = 0
        self._head = multipart(("file", b""))["data"].split(b"\r\n--x--")[0]

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "the whole of an endless body was asked for"
        piece = self._head[:size] or b"a" * size
        self._head = self._head[len(piece) :]
        self.taken += len(piece)
        return piece

    def tell(self) -> int:
        return 0

    def seek(self, *_where: int) -> int:
        return 0


@on_one_engine
@pytest.mark.parametrize("address", [PAGE, API])
def test_a_file_too_large_by_its_own_length_is_refused(small_house: Flask, address: str) -> None:
    answer = send(browser(small_house), address, b"a" * (AROUND + 1_001))
    assert answer.status_code == 413
    assert "This file is too large" in answer.text


@on_one_engine
def test_a_body_that_grows_beyond_the_limit_is_refused_on_the_way(small_house: Flask) -> None:
    body = Endless()
    answer = browser(small_house).post(
        API,
        input_stream=body,
        content_type="multipart/form-data; boundary=x",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code == 413
    assert body.taken < 1_000_000


@on_one_engine
def test_readers_that_are_all_taken_ask_to_wait(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = [run._places.acquire(blocking=False) for _ in range(run.CHILDREN)]
    try:
        answer = send(client, API, fixture("toloka.tsv"))
    finally:
        for _ in filter(None, taken):
            run._places.release()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


@on_one_engine
def test_an_upload_leaves_nothing_on_a_disk(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are watched while they are open, since a spooled one has no name."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened: list[str] = []
    places = run._places

    class Watch:
        def acquire(self, blocking: bool = True) -> bool:
            opened.extend(map(_target, Path("/proc/self/fd").iterdir()))
            return places.acquire(blocking)

        def release(self) -> None:
            places.release()

    monkeypatch.setitem(run.analyse.__kwdefaults__, "places", Watch())
    rows = b"".join(f"Appen,T{n},,x,2026-05-12,,,1.00,,,paid,,\n".encode() for n in range(60_000))
    answer = send_streamed(client, fixture("template.csv").split(b"\n")[0] + b"\n" + rows)
    assert answer.get_json()["rows"] == 60_000
    assert opened
    assert not [path for path in opened if path.startswith(str(tmp_path))]
    assert list(tmp_path.iterdir()) == []


def send_streamed(client: FlaskClient, data: bytes) -> TestResponse:
    """As `send`, but the test's own client spools nothing either."""
    body = multipart(("file", data))
    return client.post(
        API,
        input_stream=io.BytesIO(body["data"]),
        content_length=len(body["data"]),
        content_type=body["content_type"],
    )


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
