"""What every importer makes of one row, and the words in it that it could not understand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from coop.reports.histories.vocabulary import UNKNOWN, is_blank, plain, shown

MOST_DOUBTS_SHOWN = 50
_LONGEST_WORD = 80
_LONGEST_NAME = 120


class Task(NamedTuple):
    """One task: identifiers as in the file (hashed at once), times in ms, money in millionths."""

    status: str
    id: str = ""
    worker: str = ""
    start: int | None = None
    end: int | None = None
    worked: int | None = None
    day: int | None = None
    amount: int | None = None
    currency: str = ""
    client: str = ""
    platform: str = ""
    status_at: int | None = None
    clock: int | None = None  # the platform's own count, in microseconds, whatever it means
    rates: tuple[str, ...] = ()


# “+” and “-” begin numbers and lists far more often than formulas.
_FORMULA_SIGNS = ("=", "@")


class Doubts:
    """The words not understood, with their lines: the first ones kept, all of them counted."""

    def __init__(self) -> None:
        self.line = 0
        self.count = 0
        self.shown: list[tuple[int, str]] = []
        # The first line with a cell that a spreadsheet would compute; 0 where there is none.
        self.formula_line = 0

    def look_for_formula(self, row: Sequence[str]) -> None:
        """Note the first cell that begins as a formula does: here it is words, like any other."""
        if not self.formula_line and any(cell[:1] in _FORMULA_SIGNS for cell in row if cell):
            self.formula_line = self.line

    def add(self, word: str) -> None:
        """Note a word of the current line."""
        self.count += 1
        if len(self.shown) < MOST_DOUBTS_SHOWN:
            self.shown.append((self.line, shown(word, _LONGEST_WORD)))

    def read(self, parse: Callable[[str], int], cell: str) -> int | None:
        """The cell as a number; nothing if it is blank, and a doubt if it makes no sense."""
        if not cell:
            return None
        try:
            return parse(cell)
        except (ValueError, OverflowError):
            if not is_blank(cell):
                self.add(cell)
            return None

    def money(self, parse: Callable[..., tuple[int, str]], *cells: str) -> tuple[int | None, str]:
        """The first cell as an amount and its currency; the other cells help to read it."""
        if not cells[0]:
            return None, ""
        try:
            return parse(*cells)
        except (ValueError, ArithmeticError):
            if not is_blank(cells[0]):
                self.add(cells[0])
            return None, ""

    def status(self, words: Mapping[str, str], cell: str) -> str:
        """The cell in our vocabulary; a word that it lacks is a doubt, and unknown."""
        found = words.get(cell) or words.get(plain(cell))
        if found is None:
            self.add(cell)
            return UNKNOWN
        return found


class Columns:
    """Where a file's columns stand, by name without case; rows are padded with one blank cell."""

    def __init__(self, header: Iterable[str]) -> None:
        self.header = list(header)
        self.names = [plain(name) for name in self.header]
        self.width = len(self.names)

    def at(self, *names: str) -> int:
        """The place of the first of these names that the file has, else of the blank cell."""
        for name in map(plain, names):
            if name in self.names:
                return self.names.index(name)
        return -1

    def is_header(self, row: list[str]) -> bool:
        """Whether a row is the header again, as in files put one after the other."""
        first = row[0].endswith(self.header[0])  # the second file's mark may stand before it
        return first and row[1:] == self.header[1:]

    def has(self, *names: str) -> bool:
        """Whether all these columns are there."""
        return all(self.at(name) >= 0 for name in names)


class RowReader(Protocol):
    """Reads the rows of one file, whose columns it was made for."""

    worker_at: int

    def task(self, row: list[str], doubts: Doubts) -> Task:
        """The task of a padded row."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called and what its files cannot tell; `platform` is the catalogue's."""

    name: str
    platform: str
    cannot_tell: tuple[str, ...]
    notes: tuple[str, ...] = ()


def span(
    start: int | None, end: int | None, worked: int | None, doubts: Doubts
) -> tuple[int | None, int | None, int | None]:
    """Start, end and time worked in ms, each as far as the others tell it."""
    if start is not None and end is not None and end < start:
        doubts.add("start > end")
        return None, None, worked
    if worked is None:
        worked = end - start if start is not None and end is not None else None
    elif start is not None:
        end = start + worked
    elif end is not None:
        start = end - worked
    return start, end, worked


def name(text: str) -> str:
    """A client's or a platform's name, plain and cut to what a report holds."""
    return shown(text, _LONGEST_NAME)
