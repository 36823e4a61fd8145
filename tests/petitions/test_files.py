"""A record's file is downloaded by anyone, and its digest stands in the ledger."""

import hashlib
import json
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from coop.ledger.queries import inclusion
from coop.petitions import outcomes, queries
from coop.petitions.attachments import attachment
from coop.petitions.outcomes import Outcome
from coop.petitions.texts import record_leaf
from coop.web.settings import config
from tests.conftest import browser
from tests.counting import counted
from tests.pages import Page
from tests.petitions.acting import housekeeping
from tests.petitions.test_attachments import PDF
from tests.petitions.test_lists import put
from tests.shell import run

pytestmark = pytest.mark.usefixtures("inside")
TODAY = date(2026, 11, 23)
LETTER = b"%PDF-1.7\n<html><script>alert(1)</script></html>" + b"x" * 4_000


def delivered(content: bytes = LETTER, name: str = "letter.pdf") -> str:
    """A petition that was delivered with this file; its code."""
    code = put("adopted")
    outcome = Outcome("delivered", TODAY, party="Acme", file=attachment(name, content))
    outcomes.record(code, outcome, today=TODAY, config=config())
    return code


def address(code: str, name: str = "letter.pdf", state: str = "delivered") -> str:
    return f"/petitions/{code}/files/{state}/{name}"


def test_anyone_downloads_it_and_no_browser_runs_it(client: FlaskClient) -> None:
    answer = client.get(address(delivered()))
    assert (answer.status_code, answer.data) == (200, LETTER)
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=letter.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_text_is_served_as_text(client: FlaskClient) -> None:
    code = delivered(b"Dear sirs, <script>alert(1)</script>", "letter.html")
    answer = client.get(address(code, "letter.html.txt"))
    assert answer.content_type == "text/plain; charset=utf-8"


def test_whoever_has_it_is_told_that_it_still_stands(client: FlaskClient) -> None:
    where = address(delivered())
    first = client.get(where)
    assert first.headers["Cache-Control"] == "public, no-cache"
    with counted() as statements:
        again = client.get(where, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert not any("petition_files" in statement for statement in statements)
    other = client.get(where, headers={"If-None-Match": '"another"'})
    assert (other.status_code, other.data) == (200, LETTER)


def test_asked_for_its_head_no_byte_is_read(client: FlaskClient) -> None:
    where = address(delivered())
    with counted() as statements:
        head = client.head(where)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(LETTER))
    assert not any("petition_files" in statement for statement in statements)
    full = client.get(where)
    assert full.headers["Content-Length"] == head.headers["Content-Length"]
    assert full.headers["ETag"] == head.headers["ETag"]


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("other.pdf", "delivered"),
        ("letter.pdf", "answered"),
        ("letter.pdf", "nothing"),
        ("%2e%2e%2fletter.pdf", "delivered"),
        ("LETTER.PDF", "delivered"),
        ("%00", "delivered"),
        ("%ff", "delivered"),
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, name: str, state: str) -> None:
    code = delivered()
    assert client.get(address(code, name, state)).status_code == 404
    assert client.get(address("0" * 12, name, state)).status_code == 404


def test_a_record_without_a_file_has_none(client: FlaskClient) -> None:
    code = put("adopted")
    outcome = Outcome("delivered", TODAY, party="Acme", text="Sent.")
    outcomes.record(code, outcome, today=TODAY, config=config())
    assert "/files/" not in client.get(f"/petitions/{code}").text
    assert client.get(address(code)).status_code == 404


def test_a_name_in_any_script_arrives(client: FlaskClient) -> None:
    name = "lettre à l’équipe 字.pdf"
    code = delivered(name=name)
    where = client.get(f"/api/v1/petitions/{code}").json["records"]["delivered"]["file"]["url"]
    answer = client.get(where)
    assert answer.status_code == 200
    said = answer.headers["Content-Disposition"]
    assert said.isascii()
    assert parse_options_header(said) == ("attachment", {"filename": name})


def test_a_name_that_would_add_a_header_adds_none(client: FlaskClient) -> None:
    code = delivered(name="a\r\nSet-Cookie: x=1; b.pdf")
    where = client.get(f"/api/v1/petitions/{code}").json["records"]["delivered"]["file"]["url"]
    answer = client.get(where)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_the_page_says_name_kind_size_and_digest(client: FlaskClient) -> None:
    code = delivered()
    page = Page(client.get(f"/petitions/{code}").text).words
    for said in ("letter.pdf", "PDF, 4 kB", hashlib.sha256(LETTER).hexdigest(), "sha256sum FILE"):
        assert said in page


def test_the_page_says_so_in_french(app: Flask) -> None:
    page = Page(browser(app, "fr").get(f"/petitions/{delivered()}").text).words
    assert "Vérifier ce fichier" in page
    assert "4 ko" in page.replace("\u202f", " ").replace("\xa0", " ")


def test_pages_and_lists_never_read_the_bytes(client: FlaskClient) -> None:
    code = delivered()
    addresses = (f"/petitions/{code}", "/petitions", f"/api/v1/petitions/{code}", "/petitions.atom")
    for each in addresses:
        with counted() as statements:
            assert client.get(each).status_code == 200
        assert not any("petition_files" in statement for statement in statements)
    with counted() as statements:
        client.get(f"/petitions/{code}")
    assert len(statements) <= 7
    with counted() as statements:
        client.get(address(code))
    assert len(statements) <= 2


def test_scripts_are_told_all_of_it(client: FlaskClient) -> None:
    code = delivered()
    file = client.get(f"/api/v1/petitions/{code}").json["records"]["delivered"]["file"]
    assert file == {
        "name": "letter.pdf",
        "type": "application/pdf",
        "size": len(LETTER),
        "sha256": hashlib.sha256(LETTER).hexdigest(),
        "url": address(code),
    }


def test_its_leaf_can_be_made_from_what_is_told(client: FlaskClient) -> None:
    code = delivered()
    told = client.get(f"/api/v1/petitions/{code}").json["records"]["delivered"]
    said = {name: told[name] for name in ("on", "party", "text", "promise", "source")}
    said |= {"promised_by": "", "file": told["file"]["name"]}
    sha256 = hashlib.sha256(client.get(told["file"]["url"]).data).digest()
    leaf = record_leaf(code, "delivered", said, sha256, bytes.fromhex(told["salt"]))
    assert leaf.digest.hex() == told["leaf"]
    assert inclusion(leaf.digest).text == leaf.text.decode()
    assert f"/ledger?leaf={told['leaf']}" in client.get(f"/petitions/{code}").text
    assert hashlib.sha256(LETTER).hexdigest() in client.get(f"/ledger?leaf={told['leaf']}").text


def test_a_promises_day_is_in_the_leaf(client: FlaskClient) -> None:
    code = put("delivered")
    outcome = Outcome("answered", TODAY, "Acme", promise="To pay.", promised_by=date(2027, 1, 31))
    outcomes.record(code, outcome, today=TODAY, config=config())
    told = client.get(f"/api/v1/petitions/{code}").json["records"]["answered"]
    salt = bytes.fromhex(told["salt"])
    assert record_leaf(code, "answered", outcome.said, None, salt).digest.hex() == told["leaf"]
    assert outcome.said["promised_by"] == told["due"]
    assert told["file"] is None


def test_the_ledger_holds_and_upkeep_changes_nothing(app: Flask, client: FlaskClient) -> None:
    code = delivered()
    housekeeping()
    for command in (["ledger", "verify"], ["upkeep"], ["ledger", "verify"]):
        done = run(app, *command)
        assert done.exit_code == 0, done.output
    assert client.get(address(code)).data == LETTER


def test_taken_back_it_is_gone_and_the_ledger_says_so(client: FlaskClient) -> None:
    code = delivered()
    where = address(code)
    tag = client.get(where).headers["ETag"]
    leaf = queries.records(code)["delivered"].leaf
    outcomes.undo(code, today=TODAY, config=config())
    assert client.get(where, headers={"If-None-Match": tag}).status_code == 404
    newest = client.get("/api/v1/ledger/head").json
    assert newest["size"] == 3  # its text, the record, the taking back
    assert leaf is not None
    page = client.get("/ledger").text
    assert "Taken back the same day" in page
    assert leaf.hex() in page


def test_recorded_anew_another_file_stands_at_once(client: FlaskClient) -> None:
    code = delivered()
    where = address(code)
    tag = client.get(where).headers["ETag"]
    outcomes.undo(code, today=TODAY, config=config())
    outcome = Outcome("delivered", TODAY, party="Acme", file=attachment("letter.pdf", PDF))
    outcomes.record(code, outcome, today=TODAY, config=config())
    assert client.get(where, headers={"If-None-Match": tag}).data == PDF


def test_too_many_downloads_are_slowed(client: FlaskClient) -> None:
    where = address(delivered())
    statuses = [client.head(where).status_code for _ in range(121)]
    assert (statuses[119], statuses[120]) == (200, 429)


def test_no_word_of_a_record_stands_in_the_ledger(client: FlaskClient) -> None:
    code = delivered(name="Olu-Obi.pdf")
    leaf = queries.records(code)["delivered"].leaf
    assert leaf is not None
    text = inclusion(leaf).text or ""
    assert set(json.loads(text)["content"]) == {"petition", "state", "said", "file"}
    assert "Olu" not in text
    assert "Acme" not in text
