"""Bytes that arrive in pieces, read as lines of bounded length in whatever encoding they are."""

import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from coop.reports.histories.looks import HEAD, encoding_of
from coop.reports.histories.refusals import LineTooLong, WrongEncoding

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LONGEST_LINE = 1_000_000
BLOCK = 65_536

# Bytes that are no UTF-8, as `surrogateescape` leaves them.
_STRAY = re.compile("[\udc80-\udcff]+")
# What stands beyond ASCII in Western European text of Windows-1252: letters, and usual marks.
_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœŠšŽžŸ"
    "€£¥¢§©®°ºª«»\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014…·¿¡™†•²³µ¼½¾\u00a0\u00ad"
)
_MOST_STRAYS_IN_A_ROW = 2


class Pieces(io.RawIOBase):
    """An iterator of byte strings, read as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Say so, as BufferedReader wants to know."""
        return True

    def readinto(self, into: "WriteableBuffer", /) -> int:
        """Fill from the piece at hand, or the next that holds anything."""
        while not self._left:
            try:
                self._left = memoryview(next(self._chunks))
            except StopIteration:
                return 0
        target = memoryview(into)
        size = min(len(target), len(self._left))
        target[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


class Text:
    """A file's text, a line or a block at a time, with stray Windows-1252 letters mended."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        head = _head(chunks)
        self.encoding = encoding_of(head)
        is_utf8 = self.encoding.startswith("utf-8")
        self._file = io.TextIOWrapper(
            io.BufferedReader(Pieces(chain([head], chunks)), BLOCK),
            encoding=self.encoding,
            errors="surrogateescape" if is_utf8 else "replace",
            newline="",
        )
        self.first = head.decode(self.encoding, "ignore").lstrip("\ufeff \t\r\n")[:1]
        self.line = 0
        self.mended_line = 0
        self.has_last_end = True
        self._record_line = 1
        self._record_length = 0

    def begin_record(self) -> int:
        """Count the length of what follows as one record; the number of its first line."""
        self._record_line = self.line + 1
        self._record_length = 0
        return self._record_line

    def lines(self) -> Iterator[str]:
        """Each line with its end; `line` is its number."""
        readline = self._file.readline
        while line := readline(LONGEST_LINE):
            self.line += 1
            self._record_length += len(line)
            if self._record_length >= LONGEST_LINE:
                raise LineTooLong(line=self._record_line)
            if not line.isascii() or "\0" in line:
                line = self._mend(line, self.line)
            self.has_last_end = line[-1] in "\r\n"
            yield line

    def blocks(self) -> Iterator[bytes]:
        """The text as UTF-8, without its mark, for a reader of JSON."""
        line = 1
        while block := self._file.read(BLOCK):
            if not block.isascii() or "\0" in block:
                block = self._mend(block, line)
            line += block.count("\n")
            yield block.encode()

    def _mend(self, text: str, line: int) -> str:
        if "\0" in text or ("\ufffd" in text and not self.encoding.startswith("utf-8")):
            raise WrongEncoding(line=line + text[: _first_bad(text)].count("\n"))
        if stray := _STRAY.search(text):
            line += text[: stray.start()].count("\n")
            self.mended_line = self.mended_line or line
            return _STRAY.sub(lambda run: _western(run.group(), line), text)
        return text


def _head(chunks: Iterator[bytes]) -> bytes:
    head = bytearray()
    for chunk in chunks:
        head += chunk
        if len(head) >= HEAD:
            break
    return bytes(head)


def _first_bad(text: str) -> int:
    found = [at for at in (text.find("\0"), text.find("\ufffd")) if at >= 0]
    return min(found)


def _western(strays: str, line: int) -> str:
    """Stray bytes as Windows-1252, if they give what a Western European text holds."""
    try:
        letters = strays.encode("utf-8", "surrogateescape").decode("cp1252")
    except UnicodeDecodeError:
        raise WrongEncoding(line=line) from None
    if len(letters) > _MOST_STRAYS_IN_A_ROW or not _WESTERN.issuperset(letters):
        raise WrongEncoding(line=line)
    return letters
