"""One's own dossier, for one's own lawyer: as PDF or as text, in the reader's language."""

import re
import zlib

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.config import ROOT
from coop.reports import service
from coop.reports.dossier import as_pdf, as_text
from tests.conftest import Clock
from tests.reports.sending import come_back, filed, on_one_engine, report

HOSTILE = '#read("/etc/passwd") $x$ *bold* @ref \\ " #eval("1")'


def text_of(client: FlaskClient, **said: str) -> str:
    return come_back(client, filed(client, **said), "text").text


@on_one_engine
def test_the_text_holds_all_that_is_kept(app: Flask, client: FlaskClient) -> None:
    text = text_of(client)
    for kept in ("Work refused and not paid", "MTurk", "Zed Labs", "$3.60", "They refused it all."):
        assert kept in text
    assert report(app).commitment.hex() in text


@on_one_engine
def test_the_text_says_what_law_it_can_rest_on(client: FlaskClient) -> None:
    assert "article 22" in text_of(client)


@on_one_engine
def test_the_text_holds_the_conversation(app: Flask, client: FlaskClient, clock: Clock) -> None:
    receipt = filed(client)
    with app.app_context():
        service.reply(report(app).code, "We look into it.", today=clock().date())
    assert "the organizers: We look into it." in come_back(client, receipt, "text").text


@on_one_engine
def test_the_dossier_does_not_hold_the_receipt(client: FlaskClient) -> None:
    receipt = filed(client)
    assert receipt not in come_back(client, receipt, "text").text


@on_one_engine
@pytest.mark.parametrize(
    ("act", "kind", "ending"),
    [("pdf", "application/pdf", "pdf"), ("text", "text/plain; charset=utf-8", "txt")],
)
def test_the_file_has_a_name_that_says_little(
    client: FlaskClient, act: str, kind: str, ending: str
) -> None:
    answer = come_back(client, filed(client), act)
    assert answer.content_type == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="notes-2026-11.{ending}"'


@on_one_engine
def test_the_pdf_is_one(client: FlaskClient) -> None:
    assert come_back(client, filed(client), "pdf").data.startswith(b"%PDF-")


@on_one_engine
def test_what_ana_wrote_never_runs_as_typst(client: FlaskClient) -> None:
    said = {"testimony": HOSTILE, "platform": HOSTILE[:60], "client": HOSTILE[:60]}
    assert come_back(client, filed(client, **said), "pdf").data.startswith(b"%PDF-")


@on_one_engine
@pytest.mark.parametrize("words", ["Où ça ? « Là »", "a\tb\u2028c\u0007", "€ – … ’"])
def test_words_of_both_languages_make_a_pdf(client: FlaskClient, words: str) -> None:
    answer = come_back(client, filed(client, testimony=words), "pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")


@on_one_engine
def test_letters_that_no_font_has_are_said_to_be_missing(client: FlaskClient) -> None:
    answer = come_back(client, filed(client, testimony="\U00040000"), "pdf")
    assert answer.status_code == 422
    assert "download it as text" in answer.text


def test_the_pdf_names_no_hour_and_no_machine() -> None:
    said = {"title": "T", "lead": "L", "language": "en", "columns": ["Q", "A"]}
    pdf = as_pdf(said | {"facts": [("a", "b")], "sections": []})
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    everything = pdf + b"".join(_inflated(stream) for stream in streams)
    assert b"CreationDate" not in everything
    assert str(ROOT).encode() not in everything


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def test_a_section_without_lines_is_a_heading_alone() -> None:
    said = {"title": "T", "facts": [("a", "b")], "sections": [("S", [])]}
    assert as_text(said) == "T\n=\n\na: b\n\nS\n-\n"
