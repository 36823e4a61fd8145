"""Batch results of Amazon Mechanical Turk: one row an assignment, with Amazon's own check."""

from coop.reports.histories.amounts import reward
from coop.reports.histories.clocks import DAY_MS, duration, moment
from coop.reports.histories.task import Columns, Doubts, Format, Task, span
from coop.reports.histories.vocabulary import PAID, PENDING, REJECTED, RETURNED, TIMED_OUT

PLATFORM = "Amazon Mechanical Turk"
FORMAT = Format("mturk_batch", PLATFORM, cannot_tell=(RETURNED, TIMED_OUT))
WORDS = {
    "Approved": PAID, "approved": PAID,
    "Submitted": PENDING, "submitted": PENDING,
    "Rejected": REJECTED, "rejected": REJECTED,
}  # fmt: skip
_RATES = ("LifetimeApprovalRate", "Last30DaysApprovalRate", "Last7DaysApprovalRate")


def recognises(columns: Columns) -> bool:
    """The status of an assignment, and one column more that only these files have."""
    own = ("HITId", "WorkerId", "AssignmentId", "AcceptTime", "SubmitTime")
    return columns.has("AssignmentStatus") and any(columns.has(name) for name in own)


class Reader:
    """Rows of a batch file; a column that is missing reads as blank."""

    def __init__(self, columns: Columns) -> None:
        self.worker_at = columns.at("WorkerId")
        self._id = columns.at("AssignmentId")
        self._hit = columns.at("HITId")
        self._status = columns.at("AssignmentStatus")
        self._reward = columns.at("Reward")
        self._accept = columns.at("AcceptTime")
        self._submit = columns.at("SubmitTime")
        self._approval = columns.at("ApprovalTime")
        self._rejection = columns.at("RejectionTime")
        self._work = columns.at("WorkTimeInSeconds")
        self._rates = tuple(columns.at(name) for name in _RATES)

    def task(self, row: list[str], doubts: Doubts) -> Task:
        """The task of a row; its hours run from accepting to submitting."""
        status = doubts.status(WORDS, row[self._status])
        accepted = doubts.read(moment, row[self._accept])
        submitted = doubts.read(moment, row[self._submit])
        clock = doubts.read(duration, row[self._work])
        has_both = accepted is not None and submitted is not None
        told = None if has_both or clock is None else clock // 1000
        start, end, worked = span(accepted, submitted, told, doubts)
        amount, currency = doubts.money(_dollars, row[self._reward])
        seen = accepted if accepted is not None else submitted
        return Task(
            status,
            self._identity(row),
            row[self.worker_at],
            start,
            end,
            worked,
            None if seen is None else seen // DAY_MS,
            amount,
            currency,
            status_at=self._status_at(row, status, submitted, doubts),
            clock=clock,
            rates=tuple(row[at] for at in self._rates),
        )

    def _identity(self, row: list[str]) -> str:
        """The assignment; else the HIT, which a worker does once; else the moment it was done."""
        if row[self._id]:
            return row[self._id]
        if row[self._hit]:
            return f"{row[self._hit]}/{row[self.worker_at]}"
        if row[self._accept] and row[self._submit]:
            return "/".join((row[self.worker_at], row[self._accept], row[self._submit]))
        return ""

    def _status_at(
        self, row: list[str], status: str, submitted: int | None, doubts: Doubts
    ) -> int | None:
        if status == PAID:
            return doubts.read(moment, row[self._approval])
        if status == REJECTED:
            return doubts.read(moment, row[self._rejection])
        return submitted


def _dollars(cell: str) -> tuple[int, str]:
    """Amazon pays in dollars, whether or not the sign is written."""
    return reward(cell, "USD")
