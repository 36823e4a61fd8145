"""CSV and TSV records, one at a time, with the lines they stand on and a file cut off found out."""

import csv
from collections.abc import Iterator
from itertools import chain

from coop.reports.histories.refusals import CutOff, LineTooLong
from coop.reports.histories.task import Doubts
from coop.reports.histories.text import LONGEST_LINE, Text

# Text never holds it (see text.py): an open quotation mark swallows it, a whole record does not.
_END = "\0"


def records(
    text: Text, lines: Iterator[str], delimiter: str, doubts: Doubts
) -> Iterator[list[str]]:
    """Each record that is not blank; `doubts.line` is its first line, blank ones are counted."""
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(chain(lines, [_END]), delimiter=delimiter)
    count, widths = 0, _Widths()
    while True:
        begins = text.begin_record()
        try:
            row = next(reader)
        except csv.Error:
            raise LineTooLong(line=begins) from None
        if row == [_END]:
            break
        if row and row[-1].endswith(_END):
            raise CutOff(line=begins, rows=count)
        if not any(row):
            continue
        count += 1
        widths.add(len(row))
        doubts.line = begins
        yield row
    if not text.has_last_end and widths.is_last_short():
        raise CutOff(line=text.line, rows=count - 1)


class _Widths:
    """Whether the last record has fewer cells than any before it."""

    def __init__(self) -> None:
        self._narrowest = 0
        self._last = 0

    def add(self, width: int) -> None:
        if self._last:
            self._narrowest = min(self._narrowest or self._last, self._last)
        self._last = width

    def is_last_short(self) -> bool:
        return self._last < self._narrowest
