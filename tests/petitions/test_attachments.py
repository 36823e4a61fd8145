"""A file's kind is what its bytes are, and its name is made safe."""

import unicodedata

import pytest

from coop.petitions.attachments import (
    FILE_MAX,
    FILE_NAME_MAX,
    KINDS,
    FileEmpty,
    FileOfAnotherKind,
    FileTooLarge,
    attachment,
    safe_name,
)
from coop.petitions.texts import record_leaf

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PDF, "pdf"),
        (b"%PDF-1.4\n<html><script>alert(1)</script>", "pdf"),
        (PNG, "png"),
        (JPEG, "jpeg"),
        (b"Dear sirs,\r\n\tpay.\n", "text"),
        ("\ufeffVoilà : payez.".encode(), "text"),
        (b"a <b> c", "text"),
    ],
)
def test_the_kind_is_what_the_bytes_are(content: bytes, code: str) -> None:
    assert attachment("any.pdf", content).code == code


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\n \xef\xbb\xbf<html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"GIF89a\x01\x00",
        b"PK\x03\x04\x14\x00",
        b"MZ\x90\x00\x03",
        b" %PDF-\x00",
        b"\x89PNG\r\n",
        "Voilà".encode("latin-1"),
        "Text".encode("utf-16"),
        b"text with a null\x00",
        b"\x1b[2Jtext that moves a terminal's cursor",
    ],
)
def test_anything_else_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(FileOfAnotherKind):
        attachment("letter.pdf", content)


def test_a_file_without_bytes_is_refused() -> None:
    with pytest.raises(FileEmpty):
        attachment("letter.txt", b"")


def test_five_megabytes_are_the_most() -> None:
    assert attachment("letter.txt", b"a" * FILE_MAX).size == 5 * 1024 * 1024
    with pytest.raises(FileTooLarge):
        attachment("letter.txt", b"a" * (FILE_MAX + 1))


@pytest.mark.parametrize(
    ("sent", "code", "kept"),
    [
        ("letter.pdf", "pdf", "letter.pdf"),
        ("Scan.JPEG", "jpeg", "Scan.jpeg"),
        ("letter.exe", "pdf", "letter.exe.pdf"),
        ("page.html", "text", "page.html.txt"),
        ("../../etc/passwd", "text", "passwd.txt"),
        ("C:\\Users\\Olu\\letter.txt", "text", "letter.txt"),
        ("..", "pdf", "file.pdf"),
        ("/", "pdf", "file.pdf"),
        (".pdf", "pdf", "file.pdf"),
        (".htaccess", "text", "htaccess.txt"),
        ("", "png", "file.png"),
        ("a\r\nSet-Cookie: x=1\x00.pdf", "pdf", "a Set-Cookie_ x=1.pdf"),
        ('a"; filename="b.exe', "pdf", "a_; filename=_b.exe.pdf"),
        ("a%0d%0ab.pdf", "pdf", "a_0d_0ab.pdf"),
        ("\u202efdp.exe", "pdf", "fdp.exe.pdf"),
        ("lettre a\u0300 l\u2019\u00e9quipe.pdf", "pdf", "lettre \u00e0 l\u2019\u00e9quipe.pdf"),
    ],
)
def test_a_name_is_made_safe(sent: str, code: str, kept: str) -> None:
    assert safe_name(sent, KINDS[code]) == kept  # type: ignore[index]  # one of the kinds


@pytest.mark.parametrize("sign", ["a", "é", "字", "🐝"])
def test_a_long_name_is_cut_between_signs(sign: str) -> None:
    kept = safe_name(sign * 500 + ".pdf", KINDS["pdf"])
    assert FILE_NAME_MAX - 4 < len(kept.encode()) <= FILE_NAME_MAX
    assert set(kept.removesuffix(".pdf")) == {sign}
    assert unicodedata.is_normalized("NFC", kept)


def test_the_leaf_says_the_files_digest_and_no_word() -> None:
    said = {"party": "Acme", "file": "letter.txt"}
    leaf = record_leaf("ABC", "delivered", said, b"\x01" * 32, bytes(16))
    assert b"01" * 32 in leaf.text
    assert b"Acme" not in leaf.text
    assert b"letter" not in leaf.text
    assert record_leaf("ABC", "delivered", said, None, bytes(16)).digest != leaf.digest
