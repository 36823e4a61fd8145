"""The board as files: JSON and CSV, written page by page so that neither side holds it whole."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from coop.votes.queries import ballots, end_reading
from coop.votes.rules import Ballot

COLUMNS = ("nonce", "choice", "seq", "prefix", "token", "signature")


def as_json(scope_code: str, preamble: str) -> Iterator[bytes]:
    """The whole board: its first part, then each ballot on a line of its own."""
    yield preamble[:-1].encode() + b',"ballots":['
    mark = b"\n"
    for some in _pages(scope_code):
        yield mark + b",\n".join(each.line for each in some)
        mark = b",\n"
    yield b"\n]}\n"


def as_csv(scope_code: str) -> Iterator[bytes]:
    """Every ballot as a row, for a spreadsheet; the proofs are in the JSON."""
    yield _row(COLUMNS)
    for some in _pages(scope_code):
        rows = (each.as_json() for each in some)
        yield b"".join(_row([row[name] for name in COLUMNS]) for row in rows)


def _pages(scope_code: str) -> Iterator[list[Ballot]]:
    """Pages of ballots; no connection is held while a slow reader takes one."""
    after = b""
    while some := ballots(scope_code, after=after):
        after = some[-1].nonce
        end_reading()
        yield some


def _row(values: Any) -> bytes:
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow(values)
    return line.getvalue().encode()
