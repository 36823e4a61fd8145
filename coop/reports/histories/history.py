"""What is held of a file while it is read: numbers only, a few bytes for each task."""

import os
import re
from array import array
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

from coop.reports.histories.refusals import TooManyRows
from coop.reports.histories.task import Task
from coop.reports.histories.vocabulary import STATUSES, WORKED

K = TypeVar("K")

MOST_TASKS = 600_000
NONE = -(1 << 62)
RATE_COLUMNS = 3
_MOST_CURRENCIES = 24
_RATE = re.compile(r"\s*\d+(?:\.\d+)?%\s*\((\d{1,9})/(\d{1,9})\)\s*")
_CODES = {status: code for code, status in enumerate(STATUSES)}
_WORKED = frozenset(_CODES[status] for status in WORKED)


class History:
    """One task a place in each array. Identifiers become keyed hashes and then small numbers."""

    def __init__(self) -> None:
        self._key = os.urandom(16)
        self._tasks: dict[int, int] = {}
        self._workers: dict[int, int] = {}
        self._rates = tuple((array("q"), array("q")) for _ in range(RATE_COLUMNS))
        self.rows = 0
        self.repeats = 0
        self.clients: dict[str, int] = {}
        self.platforms: dict[str, int] = {}
        self.currencies: dict[str, int] = {}
        self.status = array("B")
        self.worker = array("I")
        self.client = array("I")
        self.platform = array("I")
        self.currency = array("B")
        self.start, self.end, self.worked = array("q"), array("q"), array("q")
        self.amount, self.clock = array("q"), array("q")
        self.day, self.status_at = array("q"), array("q")
        self._columns = (
            self.status, self.worker, self.client, self.platform, self.currency, self.start,
            self.end, self.worked, self.amount, self.clock, self.day, self.status_at,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.status)

    @property
    def worker_count(self) -> int:
        """How many people the file is of."""
        return len(self._workers)

    def add(self, task: Task) -> None:
        """Count a row; of a task seen before, the latest status is the one that stands."""
        self.rows += 1
        worker = self._worker(task.worker)
        self._note_rates(worker, task.rates)
        at = len(self)
        if task.id:
            at = self._tasks.setdefault(self._hash(task.id), at)
        if at < len(self):
            self.repeats += 1
            told = self.status_at[at]
            if task.status_at is not None and task.status_at < told:
                return
        self._put(at, worker, task)

    def has_worked(self, at: int) -> bool:
        """Whether the time of this task counts."""
        return self.status[at] in _WORKED and self.worked[at] != NONE

    def rates(self) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Each worker who has them, with Amazon's own counts: approved, and of how many."""
        for worker in range(self.worker_count):
            cells = [(approved[worker], of[worker]) for approved, of in self._rates]
            if found := [cell for cell in cells if cell[1] != NONE]:
                yield worker, found

    def _hash(self, text: str) -> int:
        data = text.encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(data, digest_size=8, key=self._key).digest())

    def _worker(self, told: str) -> int:
        worker = _number(self._workers, self._hash(told))
        if worker == len(self._rates[0][0]):
            for approved, of in self._rates:
                approved.append(NONE)
                of.append(NONE)
        return worker

    def _put(self, at: int, worker: int, task: Task) -> None:
        """Write a task in its place, or in a new one at the end."""
        values = self._values(worker, task)
        if at < len(self):
            for column, value in zip(self._columns, values, strict=True):
                column[at] = value
            return
        if at >= MOST_TASKS:
            raise TooManyRows(most=MOST_TASKS)
        for column, value in zip(self._columns, values, strict=True):
            column.append(value)

    def _values(self, worker: int, task: Task) -> tuple[int, ...]:
        has_span = task.start is not None and task.end is not None
        times = (task.start if has_span else None, task.end if has_span else None, task.worked)
        told = (*times, task.amount, task.clock, task.day, task.status_at)
        return (
            _CODES[task.status],
            worker,
            _number(self.clients, task.client),
            _number(self.platforms, task.platform),
            self._currency(task),
            *(NONE if value is None else value for value in told),
        )

    def _currency(self, task: Task) -> int:
        if task.currency not in self.currencies and len(self.currencies) >= _MOST_CURRENCIES:
            raise TooManyRows(most=MOST_TASKS)
        return _number(self.currencies, task.currency)

    def _note_rates(self, worker: int, cells: tuple[str, ...]) -> None:
        """Keep the fullest count of each column: overlapping files hold older ones too."""
        for (approved, of), cell in zip(self._rates, cells, strict=False):
            if cell and (counts := _rate(cell)) and counts[1] >= of[worker]:
                approved[worker], of[worker] = counts


@lru_cache(maxsize=4_096)
def _rate(cell: str) -> tuple[int, int] | None:
    found = _RATE.fullmatch(cell)
    return (int(found[1]), int(found[2])) if found else None


def _number(numbers: dict[K, int], key: K) -> int:
    return numbers.setdefault(key, len(numbers))
