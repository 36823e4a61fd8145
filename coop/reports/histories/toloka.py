"""Toloka's TSV: one row a task, so the rows of one assignment are one piece of paid work."""

from coop.reports.histories.amounts import reward
from coop.reports.histories.clocks import DAY_MS, moment
from coop.reports.histories.task import Columns, Doubts, Format, Task, span
from coop.reports.histories.vocabulary import (
    PAID,
    PENDING,
    REJECTED,
    RETURNED,
    SCREENED_OUT,
    TIMED_OUT,
    UNKNOWN,
)

FORMAT = Format("toloka", "Toloka", cannot_tell=(SCREENED_OUT,))
WORDS = {
    "APPROVED": PAID, "approved": PAID, "accepted": PAID,
    "SUBMITTED": PENDING, "submitted": PENDING,
    "REJECTED": REJECTED, "rejected": REJECTED,
    "skipped": RETURNED,
    "expired": TIMED_OUT,
    "active": UNKNOWN,
}  # fmt: skip


def recognises(columns: Columns) -> bool:
    """The columns of an assignment."""
    return columns.has("ASSIGNMENT:assignment_id", "ASSIGNMENT:status")


class Reader:
    """Rows of a TSV; the assignment is what counts, however many rows it has."""

    def __init__(self, columns: Columns) -> None:
        self.worker_at = columns.at("ASSIGNMENT:worker_id")
        self._id = columns.at("ASSIGNMENT:assignment_id")
        self._status = columns.at("ASSIGNMENT:status")
        self._reward = columns.at("ASSIGNMENT:reward")
        self._start = columns.at("ASSIGNMENT:started")
        self._end = columns.at("ASSIGNMENT:submitted", "ASSIGNMENT:finished")
        self._reviewed = columns.at("ASSIGNMENT:accepted", "ASSIGNMENT:rejected")

    def task(self, row: list[str], doubts: Doubts) -> Task:
        """The assignment of a row."""
        status = doubts.status(WORDS, row[self._status])
        started = doubts.read(moment, row[self._start])
        start, end, worked = span(started, doubts.read(moment, row[self._end]), None, doubts)
        amount, currency = doubts.money(_dollars, row[self._reward])
        return Task(
            status,
            row[self._id],
            row[self.worker_at],
            start,
            end,
            worked,
            None if started is None else started // DAY_MS,
            amount,
            currency,
            status_at=doubts.read(moment, row[self._reviewed]),
        )


def _dollars(cell: str) -> tuple[int, str]:
    """Toloka pays in dollars, whether or not the sign is written."""
    return reward(cell, "USD")
