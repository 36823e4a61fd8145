"""Hours of each worker, and what an hour came to, for each currency by itself."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from coop.reports.histories.history import NONE, History
from coop.reports.histories.intervals import Spent, spent
from coop.reports.histories.vocabulary import PAID, STATUSES

if TYPE_CHECKING:
    Longs: TypeAlias = array[int]
else:  # not subscriptable before Python 3.12
    Longs = array

_PAID = STATUSES.index(PAID)
_START_BITS = 48


@dataclass(slots=True)
class Person:
    """One worker's time, and pay in millionths for the tasks whose time is known."""

    spent: Spent
    earned: int


@dataclass(slots=True)
class Hours:
    """What a set of tasks comes to, over all its workers; `has_clock` if each has its place."""

    has_clock: bool = True
    totals: list[int] = field(default_factory=lambda: [0, 0, 0])
    earned: int = 0
    hourly: tuple[Longs, Longs, Longs] = field(
        default_factory=lambda: (array("q"), array("q"), array("q"))
    )

    def add(self, person: Person) -> None:
        """Add a worker's own figures to the whole, and keep what an hour was for them."""
        self.earned += person.earned
        for at, ms in enumerate(person.spent):
            self.totals[at] += ms
            if ms:
                # Thousandths of millionths: fine enough for any median, and still an integer.
                self.hourly[at].append(person.earned * 3_600_000_000 // ms)


def hours(history: History, currency: int | None = None) -> Hours:
    """The hours worked, of all tasks or of those in one currency (by its number)."""
    found = Hours()
    for _, tasks in groupby(_sorted(history, currency), key=lambda at: history.worker[at]):
        places = list(tasks)
        if any(history.start[at] == NONE for at in places):
            found.has_clock = False
        found.add(_person(history, places))
    return found


def _sorted(history: History, currency: int | None) -> Iterator[int]:
    """Places of the worked tasks, by worker and then by start."""
    return iter(
        sorted(
            (
                at
                for at in range(len(history))
                if history.has_worked(at) and currency in (None, history.currency[at])
            ),
            key=lambda at: (history.worker[at] << _START_BITS) + max(history.start[at], 0),
        )
    )


def _person(history: History, places: list[int]) -> Person:
    clock = spent(_intervals(history, places))
    total = sum(history.worked[at] for at in places)
    earned = sum(
        history.amount[at]
        for at in places
        if history.status[at] == _PAID and history.amount[at] != NONE
    )
    return Person(clock._replace(sum=total), earned)


def _intervals(history: History, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    return ((history.start[at], history.end[at]) for at in places if history.start[at] != NONE)
