"""Which format a file is in, told by what it holds and never by its name."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coop.reports.histories import hitdb, mt_suite, mturk, mturk_site, prolific, template, toloka
from coop.reports.histories.refusals import NotRecognised
from coop.reports.histories.task import Columns, Doubts, Format, RowReader, Task
from coop.reports.histories.text import Text

_DELIMITERS = ",\t;"


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format in rows and columns."""

    format: Format
    recognises: Callable[[Columns], bool]
    reader: Callable[[Columns], RowReader]


@dataclass(frozen=True, slots=True)
class Table:
    """A file in rows and columns, of which the header is read."""

    format: Format
    columns: Columns
    reader: RowReader
    delimiter: str


TABLES = (
    TableFormat(mturk.FORMAT, mturk.recognises, mturk.Reader),
    TableFormat(toloka.FORMAT, toloka.recognises, toloka.Reader),
    TableFormat(prolific.OLD, prolific.recognises_old, prolific.Reader),
    TableFormat(prolific.NEW, prolific.recognises_new, prolific.Reader),
    TableFormat(hitdb.CSV, hitdb.recognises, hitdb.Reader),
    TableFormat(template.FORMAT, template.recognises, template.Reader),
)

EntryReader = Callable[[dict[str, str], Doubts], Task]

# By the key of the list that holds the tasks, with a field that each entry must have.
ENTRIES: dict[str, tuple[Format, str, EntryReader]] = {
    "results": (mturk_site.FORMAT, "state", mturk_site.entry),
    "hits": (mt_suite.FORMAT, "state", mt_suite.entry),
    "HIT": (hitdb.JSON, "status", hitdb.entry),
}


def is_json(text: Text) -> bool:
    """Whether the file begins as JSON does."""
    return text.first in ("{", "[")


def table(lines: Iterator[str]) -> Table:
    """The format of a table, from the first line that is not blank."""
    header = next((line for line in lines if _says_something(line)), "")
    for delimiter in _DELIMITERS:
        columns = Columns(next(csv.reader([header.lstrip("\ufeff")], delimiter=delimiter)))
        for known in TABLES:
            if known.recognises(columns):
                return Table(known.format, columns, known.reader(columns), delimiter)
    raise NotRecognised


def _says_something(line: str) -> bool:
    """Excel may write `sep=;` above the header."""
    return bool(line.strip(' \t\r\n\ufeff,;"')) and not line.lower().startswith("sep=")
