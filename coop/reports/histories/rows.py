"""CSV and TSV records, one at a time, with the lines they stand on and a file cut off found out."""

import csv
from collections.abc import Iterator
from itertools import chain

from coop.reports.histories.refusals import CutOff, LineTooLong, TooManyRows
from coop.reports.histories.task import Doubts
from coop.reports.histories.text import LONGEST_LINE, Text

# Text never holds it (see text.py): an open quotation mark swallows it, a whole record does not.
_END = "\0"
# Blank ones and repeated ones too: nothing bounds these but the size of the upload.
MOST_RECORDS = 2_000_000


def records(
    text: Text, lines: Iterator[str], delimiter: str, doubts: Doubts
) -> Iterator[list[str]]:
    """Each record that is not blank; `doubts.line` is its first line."""
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(chain(lines, [_END]), delimiter=delimiter)
    count, widths = 0, _Widths()
    for _ in range(MOST_RECORDS):
        begins = text.begin_record()
        try:
            row = next(reader)
        except csv.Error:
            raise LineTooLong(line=begins) from None
        if row == [_END]:
            widths.refuse_cut_off(text, count)
            return
        if row and row[-1].endswith(_END):
            raise CutOff(line=begins, rows=count)
        if not any(row):
            continue
        count += 1
        widths.add(len(row))
        doubts.line = begins
        doubts.look_for_formula(row)
        yield row
    raise TooManyRows(most=MOST_RECORDS)


class _Widths:
    """Whether the last record has fewer cells than any before it."""

    def __init__(self) -> None:
        self._narrowest = 0
        self._last = 0

    def add(self, width: int) -> None:
        """Count a record."""
        if self._last:
            self._narrowest = min(self._narrowest or self._last, self._last)
        self._last = width

    def refuse_cut_off(self, text: Text, count: int) -> None:
        """Refuse a file whose last record is short and lacks the end of its line."""
        if not text.has_last_end and self._last < self._narrowest:
            raise CutOff(line=text.line, rows=count - 1)
