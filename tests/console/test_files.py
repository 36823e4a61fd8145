"""An organizer records a delivery with a file; what is refused comes back filled."""

import tempfile
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import TestResponse

from coop.accounts.models import Access
from coop.db import db
from coop.petitions import queries
from coop.petitions.attachments import FILE_MAX
from coop.petitions.models import RecordFile
from coop.web.formfile import SentFile, read_form
from coop.web.uploads import AROUND
from tests.accounts.seats import seated
from tests.conftest import browser
from tests.console.test_petitions import CONSOLE, deliver, state, undo
from tests.pages import Page
from tests.petitions.test_attachments import JPEG, PDF, PNG
from tests.petitions.test_lists import put
from tests.reports.sending import on_one_engine
from tests.shell import run


@pytest.fixture
def code(app: Flask) -> str:
    """An adopted petition."""
    with app.app_context():
        return put("adopted", "Pay for delivered work", since=3)


def hand_in(
    olu: FlaskClient, code: str, content: bytes, name: str = "letter.pdf", **fields: str
) -> TestResponse:
    """Send the form of what comes next with a file."""
    address = f"{CONSOLE}/{code}"
    form = Page(olu.get(address).text).form(address)
    told = {"party": "Clickworker GmbH", "happened_on": "2026-11-23", "is_sure": "y", "text": ""}
    kept = {key: form.fields[key] for key in ("csrf_token", "from")}
    return olu.post(address, **multipart(kept | told | fields, content, name))


def multipart(fields: dict[str, str], content: bytes, name: str = "letter.pdf") -> dict[str, Any]:
    """The form with its file in the middle, as a browser sends it."""
    parts = [(f'name="{key}"', value.encode()) for key, value in fields.items()]
    parts.insert(2, (f'name="file"; filename="{name}"', content))
    body = b"".join(
        b"--edge\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (head.encode(), value)
        for head, value in parts
    )
    return {"data": body + b"--edge--\r\n", "content_type": "multipart/form-data; boundary=edge"}


def stored(app: Flask) -> dict[str, Any]:
    """What is kept of the delivery's file."""
    with app.app_context():
        return {row.state: row.content for row in db.session.scalars(select(RecordFile))}


@pytest.mark.parametrize("content", [PDF, PNG, JPEG, b"Payez-nous.\n"])
def test_a_file_is_kept_as_it_is(app: Flask, olu: FlaskClient, code: str, content: bytes) -> None:
    assert hand_in(olu, code, content).status_code == 303
    assert stored(app) == {"delivered": content}
    assert state(app, code) == "delivered"


def test_the_largest_file_is_kept_whole(app: Flask, olu: FlaskClient, code: str) -> None:
    # Full of what is almost an end of it.
    content = (PDF + b"\r\n--edg" * FILE_MAX)[:FILE_MAX]
    assert hand_in(olu, code, content).status_code == 303
    assert stored(app) == {"delivered": content}


def test_words_and_file_can_both_be_given(client: FlaskClient, olu: FlaskClient, code: str) -> None:
    hand_in(olu, code, PDF, text="By registered letter.", source="RR123")
    page = Page(client.get(f"/petitions/{code}").text).words
    assert "By registered letter." in page
    assert "letter.pdf" in page


def test_a_form_without_a_chosen_file_is_as_before(app: Flask, olu: FlaskClient, code: str) -> None:
    # A browser sends an empty part where nothing was chosen.
    assert hand_in(olu, code, b"", name="", text="Sent.").status_code == 303
    assert stored(app) == {}


def test_neither_words_nor_file_is_too_little(olu: FlaskClient, code: str) -> None:
    sent = hand_in(olu, code, b"", name="")
    assert sent.status_code == 422
    assert "Say in words what was delivered, or choose the file." in sent.text


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"<html><script>alert(1)</script>", (415, "This is not a PDF")),
        (b"<svg onload='alert(1)'/>", (415, "This is not a PDF")),
        (b"", (422, "This file is empty.")),
        (b"%PDF-" + b"a" * (6 * 1024 * 1024), (413, "This file is too large: at most 5 MB.")),
    ],
    ids=["html", "svg", "empty", "large"],
)
def test_a_refused_file_is_named_and_the_rest_comes_back(
    app: Flask, olu: FlaskClient, code: str, content: bytes, refused: tuple[int, str]
) -> None:
    sent = hand_in(olu, code, content, text="By registered letter.")
    assert sent.status_code == refused[0]
    assert refused[1] in sent.text
    assert "The file was not kept: choose it again." in sent.text
    assert "By registered letter." in sent.text
    assert 'value="Clickworker GmbH"' in sent.text
    assert state(app, code) == "adopted"
    assert stored(app) == {}


def test_another_slip_says_that_the_file_is_to_be_chosen_again(
    app: Flask, olu: FlaskClient, code: str
) -> None:
    sent = hand_in(olu, code, PDF, party="")
    assert sent.status_code == 422
    assert "The file was not kept: choose it again." in sent.text
    assert stored(app) == {}


def test_a_form_without_a_file_says_nothing_of_one(olu: FlaskClient, code: str) -> None:
    assert "choose it again" not in deliver(olu, code, party="").text


def test_fields_that_never_end_are_refused(app: Flask, olu: FlaskClient, code: str) -> None:
    assert hand_in(olu, code, PDF, text="a" * 300_000).status_code == 413
    assert stored(app) == {}


def test_a_form_that_breaks_off_is_refused(app: Flask, olu: FlaskClient, code: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-'
    sent = olu.post(f"{CONSOLE}/{code}", data=body, content_type="multipart/form-data; boundary=x")
    assert sent.status_code == 400
    assert state(app, code) == "adopted"


def test_nothing_is_spooled_to_a_disk(
    olu: FlaskClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError

    for name in ("SpooledTemporaryFile", "TemporaryFile", "NamedTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)
    assert hand_in(olu, code, PDF + b"a" * 2_000_000).status_code == 303


@on_one_engine
def test_of_a_file_too_large_only_the_start_is_held(app: Flask) -> None:
    with app.test_request_context(method="POST", **multipart({"a": "b"}, b"x" * 300_000)):
        fields, file = read_form("file", most=100, bound=300_000)
    assert fields.to_dict() == {"a": "b"}
    assert file == SentFile("letter.pdf", b"x" * 100, is_whole=False)


@on_one_engine
def test_a_form_beyond_all_bounds_is_refused_unread(app: Flask) -> None:
    sent = multipart({}, b"x" * (AROUND + 2_000))
    with app.test_request_context(method="POST", **sent), pytest.raises(RequestEntityTooLarge):
        read_form("file", most=100, bound=1_000)


def test_sent_twice_the_file_is_kept_once(app: Flask, olu: FlaskClient, code: str) -> None:
    address = f"{CONSOLE}/{code}"
    form = Page(olu.get(address).text).form(address)
    told = {key: form.fields[key] for key in ("csrf_token", "from")}
    told |= {"party": "Acme", "happened_on": "2026-11-23", "is_sure": "y", "text": ""}

    def send(content: bytes) -> int:
        return olu.post(address, **multipart(told, content)).status_code

    assert [send(PDF), send(PDF), send(PDF + b"another")] == [303, 303, 409]
    assert stored(app) == {"delivered": PDF}


def test_two_petitions_have_a_file_each(app: Flask, olu: FlaskClient, code: str) -> None:
    with app.app_context():
        other = put("adopted", "Another")
    hand_in(olu, code, PDF)
    hand_in(olu, other, PNG, name="letter.pdf")
    with app.app_context():
        names = {each: queries.records(each)["delivered"].file_name for each in (code, other)}
        assert db.session.scalar(select(func.count()).select_from(RecordFile)) == 2
    assert names == {code: "letter.pdf", other: "letter.pdf.png"}


def test_an_answer_and_an_end_may_have_files_too(
    app: Flask, client: FlaskClient, olu: FlaskClient, code: str
) -> None:
    hand_in(olu, code, PDF)
    hand_in(olu, code, PNG, name="answer.png", promise="To pay.")
    hand_in(olu, code, JPEG, name="proof.jpg", end="kept")
    assert stored(app) == {"delivered": PDF, "answered": PNG, "kept": JPEG}
    page = client.get(f"/petitions/{code}").text
    for address in ("delivered/letter.pdf", "answered/answer.png", "kept/proof.jpg"):
        assert f"/petitions/{code}/files/{address}" in page


def test_taken_back_the_file_is_gone(app: Flask, olu: FlaskClient, code: str) -> None:
    hand_in(olu, code, PDF)
    assert undo(olu, code).status_code == 303
    assert stored(app) == {}
    assert run(app, "ledger", "verify").exit_code == 0


def test_the_access_log_says_it(app: Flask, olu: FlaskClient, code: str) -> None:
    hand_in(olu, code, PDF)
    with app.app_context():
        acts = dict(db.session.execute(select(Access.act, Access.times)).all())
    assert acts["record_petition"] == 1


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_who_is_no_organizer_hands_in_nothing(app: Flask, code: str, role: str) -> None:
    eve = seated(app, role)
    sent = eve.post(f"{CONSOLE}/{code}", **multipart({"from": "adopted"}, PDF))
    assert sent.status_code == 403
    assert stored(app) == {}


def test_who_has_no_seat_hands_in_nothing(app: Flask, client: FlaskClient, code: str) -> None:
    sent = client.post(f"{CONSOLE}/{code}", **multipart({"from": "adopted"}, PDF))
    assert (sent.status_code, stored(app)) == (303, {})
    assert "/me/sign-in" in sent.headers["Location"]


def test_without_the_forms_token_nothing_is_kept(app: Flask, olu: FlaskClient, code: str) -> None:
    sent = hand_in(olu, code, PDF, csrf_token="")
    assert (sent.status_code, stored(app)) == (422, {})


def test_the_form_warns_of_what_a_file_says_of_who_made_it(olu: FlaskClient, code: str) -> None:
    page = olu.get(f"{CONSOLE}/{code}").text
    assert page.index("A file becomes public as it is") < page.index('type="file"')


def test_the_form_warns_in_french(app: Flask, code: str) -> None:
    olu = seated(app, "organizer")
    olu.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    assert "Un fichier devient public tel qu’il est" in olu.get(f"{CONSOLE}/{code}").text
    assert browser(app, "fr").get(f"/petitions/{code}/files/delivered/x").status_code == 404
