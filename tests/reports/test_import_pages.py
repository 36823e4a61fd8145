"""Ana's own history: what the file says, on the page and for a script; nothing of it is kept."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.counting import counted
from tests.reports.histories.reading import FIXTURES, fixture
from tests.reports.sending import on_one_engine, reports

PAGE, API = "/reports/import", "/api/v1/histories"
KINDS = sorted(path.name for path in FIXTURES.iterdir())
FIGURES = ("format", "rows", "not_understood", "workers", "by_status", "unknown")
WRONG = {
    "empty": (b"", "This file is empty."),
    "binary": (bytes(range(256)) * 20, "This file is not text."),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "This is a picture."),
    "archive": (b"PK\x03\x04" + bytes(200), "This"),
    "pdf": (b"%PDF-1.7\n", "This is a PDF"),
    "page": (b"<!doctype html><html><body>Sign in</body></html>", "This is a web page"),
    "strange": (b"a,b,c\n1,2,3\n", "We do not know this kind of file."),
    "no rows": (fixture("template.csv").split(b"\n")[0] + b"\n", "no task under them"),
    "cut off": (fixture("hitdb.json")[:-40], "This file is cut off"),
}


def send(client: FlaskClient, address: str, data: bytes, **fields: str) -> TestResponse:
    return client.post(address, data=fields | {"file": (io.BytesIO(data), "x.csv")})


@on_one_engine
@pytest.mark.parametrize("name", KINDS)
def test_a_script_is_told_what_each_kind_of_file_says(client: FlaskClient, name: str) -> None:
    answer = send(client, API, fixture(name))
    assert answer.status_code == 200
    assert set(FIGURES) <= set(answer.get_json())


@on_one_engine
@pytest.mark.parametrize("name", KINDS)
def test_the_page_shows_what_each_kind_of_file_says(client: FlaskClient, name: str) -> None:
    answer = send(client, PAGE, fixture(name))
    assert answer.status_code == 200
    assert "What your file says" in answer.text


@on_one_engine
@pytest.mark.parametrize("wrong", WRONG)
def test_each_wrong_file_has_its_own_sentence_on_the_page(client: FlaskClient, wrong: str) -> None:
    data, sentence = WRONG[wrong]
    answer = send(client, PAGE, data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'type="file"' in answer.text


@on_one_engine
@pytest.mark.parametrize("wrong", WRONG)
def test_each_wrong_file_is_a_problem_for_a_script(client: FlaskClient, wrong: str) -> None:
    data, sentence = WRONG[wrong]
    answer = send(client, API, data)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert sentence in answer.get_json()["detail"]


@on_one_engine
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": {"worker": "WANA"}},
        {"data": {"file": (io.BytesIO(b"a"), "")}},
        {"data": {"other": (io.BytesIO(b"a"), "x.csv")}},
        {"data": b"a,b", "content_type": "text/csv"},
        {"data": b"a,b", "content_type": "multipart/form-data"},
    ],
)
def test_a_form_without_its_file_says_so(client: FlaskClient, body: dict[str, Any]) -> None:
    answer = client.post(API, **body)
    assert answer.status_code == 422
    assert "No file was chosen." in answer.get_json()["detail"]


@on_one_engine
def test_an_upload_that_broke_off_says_so(client: FlaskClient) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\r\n'
    answer = client.post(API, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert "did not arrive whole" in answer.get_json()["detail"]


def multipart(*parts: tuple[str, bytes]) -> dict[str, Any]:
    """A form whose parts stand in this order."""
    body = b""
    for name, value in parts:
        named = '; filename="x.csv"' if name == "file" else ""
        body += b"--x\r\nContent-Disposition: form-data; "
        body += f'name="{name}"{named}\r\n\r\n'.encode() + value + b"\r\n"
    return {"data": body + b"--x--\r\n", "content_type": "multipart/form-data; boundary=x"}


@on_one_engine
def test_a_worker_may_stand_before_or_behind_the_file(client: FlaskClient) -> None:
    file, worker = ("file", fixture("mturk_batch.csv")), ("worker", b"WANA")
    before = client.post(API, **multipart(worker, file)).get_json()
    behind = client.post(API, **multipart(file, worker)).get_json()
    assert before["workers"] == 1
    assert behind == before


@on_one_engine
def test_a_worker_who_is_not_in_the_file_is_said_to_be_missing(client: FlaskClient) -> None:
    answer = send(client, API, fixture("mturk_batch.csv"), worker="NOBODY")
    assert answer.status_code == 422
    assert "not in the file" in answer.get_json()["detail"]


@on_one_engine
def test_no_answer_names_a_worker(client: FlaskClient) -> None:
    for address in (PAGE, API):
        answer = send(client, address, fixture("mturk_batch.csv"), worker="WANA")
        assert "WANA" not in answer.text


@on_one_engine
def test_a_file_of_several_people_offers_no_reports(client: FlaskClient) -> None:
    answer = send(client, PAGE, fixture("mturk_batch.csv"))
    assert "This file holds several people." in answer.text
    assert 'name="draft"' not in answer.text


@on_one_engine
def test_reading_a_history_keeps_nothing(app: Flask, client: FlaskClient) -> None:
    client.get(PAGE)
    with counted() as asked:
        send(client, PAGE, fixture("hitdb.csv"))
    assert not [statement for statement in asked if not statement.startswith("SELECT")]
    assert reports(app) == []


@on_one_engine
def test_the_template_can_be_read_back(client: FlaskClient) -> None:
    answer = client.get("/reports/import/template.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert re.match(r"platform,task_id,requester", answer.text)
