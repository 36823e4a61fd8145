"""What a file looks like from its first bytes, and how its letters are encoded."""

import codecs

from coop.reports.histories.refusals import (
    Archive,
    BinaryFile,
    EmptyFile,
    Pdf,
    Picture,
    Spreadsheet,
    UnreadableHistory,
    WebPage,
)

HEAD = 65_536

_STARTS: tuple[tuple[bytes, type[UnreadableHistory]], ...] = (
    (b"%PDF", Pdf),
    (b"\x1f\x8b", Archive),
    (b"BZh", Archive),
    (b"\xfd7zXZ", Archive),
    (b"7z\xbc\xaf\x27\x1c", Archive),
    (b"Rar!", Archive),
    (b"\x28\xb5\x2f\xfd", Archive),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Spreadsheet),
    (b"\x89PNG", Picture),
    (b"\xff\xd8\xff", Picture),
    (b"GIF8", Picture),
)
_WORKBOOK = (b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet")
_PAGES = (b"<!doctype html", b"<html", b"<head")

# A UTF-32 mark begins like a UTF-16 one: the longer is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(head: bytes) -> str:
    """The encoding to read a file with, from its first bytes; refuses what is not text."""
    _refuse_known(head)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            _refuse_blank(head[len(mark) :])
            return encoding
    _refuse_blank(head)
    if b"\0" not in head:
        return "utf-8"
    return _unmarked_utf16(head)


def _refuse_known(head: bytes) -> None:
    if head.startswith(b"PK\x03\x04"):
        raise Spreadsheet if any(part in head for part in _WORKBOOK) else Archive
    for start, refusal in _STARTS:
        if head.startswith(start):
            raise refusal
    if head.lstrip()[:64].lower().startswith(_PAGES):
        raise WebPage


def _refuse_blank(head: bytes) -> None:
    if not head.strip(b"\0 \t\r\n"):
        raise EmptyFile


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without its mark shows as every second byte zero, as Latin letters make it."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if not even and odd > half * 0.9:
        return "utf-16-le"
    if not odd and even > half * 0.9:
        return "utf-16-be"
    raise BinaryFile
