"""Every failure is answered in the reader's language and shows no inside."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop import create_app
from tests.conftest import Databases, browser, dispose, make_config
from tests.reports.sending import on_one_engine

pytestmark = on_one_engine

INSIDE = re.compile(
    r"Traceback|sqlalchemy|\.py\b|SELECT|werkzeug|0x[0-9a-f]{6}|<class", re.IGNORECASE
)
LARGE = b"a" * 300_000
FORM = "application/x-www-form-urlencoded"
FOREIGN = {"headers": {"Origin": "https://evil.example"}}
# Status, method, address, body.
Failure = tuple[int, str, str, dict[str, Any]]
PAGES: list[Failure] = [
    (404, "GET", "/nothing/here", {}),
    (405, "DELETE", "/reports/new", {}),
    (410, "POST", "/me/join/x", {}),
    (413, "POST", "/reports/new", {"data": LARGE, "content_type": FORM}),
    (422, "POST", "/reports/import", {}),
    (403, "POST", "/reports/new", FOREIGN),
]
CALLS: list[Failure] = [
    (404, "GET", "/api/v1/nothing", {}),
    (405, "DELETE", "/api/v1/grievances", {}),
    (413, "POST", "/api/v1/reports", {"data": LARGE, "content_type": "application/json"}),
    (400, "POST", "/api/v1/reports", {"data": b"{", "content_type": "x/y"}),
    (422, "POST", "/api/v1/histories", {}),
    (403, "POST", "/api/v1/reports", FOREIGN),
]


@pytest.fixture
def broken(tmp_path: Path, databases: Databases) -> Iterator[Flask]:
    """A house whose tables are gone."""
    where = Databases(
        "sqlite", f"sqlite:///{tmp_path}/members.db", f"sqlite:///{tmp_path}/voice.db"
    )
    app = create_app(make_config(where))
    yield app
    with app.app_context():
        dispose(app)


def ask(client: FlaskClient, failure: Failure) -> Any:
    _status, method, address, said = failure
    return client.open(address, method=method, **said)


@pytest.mark.parametrize("failure", PAGES, ids=lambda failure: str(failure[0]))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_failure_is_a_page_in_the_readers_language(
    app: Flask, language: str, failure: Failure
) -> None:
    answer = ask(browser(app, language), failure)
    assert answer.status_code == failure[0]
    assert f'<html lang="{language}"' in answer.text
    assert not INSIDE.search(answer.text)


@pytest.mark.parametrize("failure", CALLS, ids=lambda failure: str(failure[0]))
def test_a_failure_is_a_problem_for_a_script(client: FlaskClient, failure: Failure) -> None:
    answer = ask(client, failure)
    assert (answer.status_code, answer.mimetype) == (failure[0], "application/problem+json")
    assert {"type", "title", "status", "detail"} <= set(answer.get_json())


@pytest.mark.parametrize("failure", CALLS, ids=lambda failure: str(failure[0]))
def test_a_problem_speaks_the_readers_language(app: Flask, failure: Failure) -> None:
    french, english = (ask(browser(app, code), failure).get_json() for code in ("fr", "en"))
    assert french["status"] == english["status"] == failure[0]
    assert french["detail"] != english["detail"]


@pytest.mark.parametrize(
    ("method", "address", "wrote"),
    [
        ("POST", "/reports/new", True),
        ("POST", "/petitions/new", True),
        ("POST", "/petitions/AAAABBBBCCCC/debate", True),
        ("POST", "/petitions/AAAABBBBCCCC/amend", True),
        ("GET", "/petitions/AAAABBBBCCCC/amend", False),
        ("GET", "/nothing/here", False),
        ("POST", "/reports/receipt", False),
        ("POST", "/me/join", False),
    ],
)
def test_a_draft_is_spoken_of_where_one_was_written(
    client: FlaskClient, method: str, address: str, wrote: bool
) -> None:
    answer = client.open(address, method=method, headers={"Origin": "https://evil.example"})
    assert answer.status_code in (403, 404)
    assert ("what you were writing is kept on this phone" in answer.text) is wrote
    assert "a report you were writing" not in answer.text.lower()
    assert ("I have a receipt" in answer.text) is address.startswith("/reports")


def test_what_passes_may_be_sent_again(broken: Flask) -> None:
    for address in ("/petitions/AAAABBBBCCCC/debate", "/reports/receipt"):
        form = {"receipt": "AAAA-BBBB-CCCC-DDDD", "submission": "x", "text": "Words."}
        answer = browser(broken, "en").post(address, data=form)
        assert ("Go back and send it again" in answer.text) is (answer.status_code >= 500)
    assert "Go back and send it again" not in browser(broken, "en").get("/petitions").text


def test_a_page_asked_for_as_json_answers_with_a_problem(client: FlaskClient) -> None:
    answer = client.get("/nothing/here", headers={"Accept": "application/json"})
    assert answer.mimetype == "application/problem+json"


def test_a_method_that_is_not_taken_says_which_are(client: FlaskClient) -> None:
    assert "POST" in client.delete("/reports/new").headers["Allow"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fault_of_ours_is_a_page_that_says_so(broken: Flask, language: str) -> None:
    answer = browser(broken, language).get("/platforms")
    assert answer.status_code == 500
    assert f'<html lang="{language}"' in answer.text
    assert not INSIDE.search(answer.text)


def test_a_fault_of_ours_is_a_problem_for_a_script(broken: Flask) -> None:
    answer = browser(broken).get(
        "/api/v1/reports/mine", headers={"Authorization": "Receipt 0000-0000-0000-0000-0000"}
    )
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert not INSIDE.search(answer.text)


def test_a_fault_has_every_header(broken: Flask) -> None:
    headers = browser(broken).get("/platforms").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
