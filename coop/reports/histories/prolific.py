"""Prolific's submissions, in the columns of today and of before: times and no reward."""

from coop.reports.histories.clocks import DAY_MS, duration, moment
from coop.reports.histories.task import Columns, Doubts, Format, Task, span
from coop.reports.histories.vocabulary import (
    PAID,
    PENDING,
    REJECTED,
    RETURNED,
    SCREENED_OUT,
    TIMED_OUT,
    UNKNOWN,
    WORKED,
    is_blank,
)

NEW = Format("prolific", "Prolific", cannot_tell=())
OLD = Format("prolific_old", "Prolific", cannot_tell=(SCREENED_OUT,), notes=("no_time_zone",))
WORDS = {
    "approved": PAID,
    "partially approved": PAID,
    "awaiting review": PENDING,
    "rejected": REJECTED,
    "returned": RETURNED,
    "timed out": TIMED_OUT,
    "screened out": SCREENED_OUT,
    "active": UNKNOWN,
    "reserved": UNKNOWN,
    "consent revoked": UNKNOWN,
    "data expired": UNKNOWN,
    "unknown": UNKNOWN,
}


def recognises_new(columns: Columns) -> bool:
    """The first column goes by several names: the times tell the format."""
    return columns.has("Status", "Started at") and (
        columns.has("Time taken") or columns.has("Completed at")
    )


def recognises_old(columns: Columns) -> bool:
    """The names of the former export."""
    return columns.has("status", "started_datetime")


class Reader:
    """Rows of either export."""

    def __init__(self, columns: Columns) -> None:
        self.worker_at = columns.at("Participant id", "participant_id")
        self._id = columns.at("Submission id", "session_id", "id")
        if self._id < 0 and self.worker_at != 0:
            self._id = 0
        self._status = columns.at("Status")
        self._start = columns.at("Started at", "started_datetime")
        self._end = columns.at("Completed at", "completed_date_time", "completed_datetime")
        self._taken = columns.at("Time taken", "time_taken")
        self._reviewed = columns.at("Reviewed at", "reviewed_at_datetime")

    def task(self, row: list[str], doubts: Doubts) -> Task:
        """The task of a row; the time taken is worked time only where the work was sent in."""
        status = doubts.status(WORDS, row[self._status])
        started = doubts.read(moment, row[self._start])
        ended = doubts.read(moment, row[self._end])
        clock = doubts.read(duration, row[self._taken])
        is_worked = status in WORKED
        start, end, worked = span(
            started,
            ended if is_worked else None,
            clock // 1000 if is_worked and clock is not None else None,
            doubts,
        )
        return Task(
            status,
            row[self._id],
            self._worker(row),
            start,
            end,
            worked,
            None if started is None else started // DAY_MS,
            status_at=doubts.read(moment, row[self._reviewed]) or ended,
            clock=clock,
        )

    def _worker(self, row: list[str]) -> str:
        """One whose consent is gone has no number: each such submission is someone's own."""
        if self.worker_at >= 0 and is_blank(row[self.worker_at]):
            return row[self._id]
        return row[self.worker_at]
