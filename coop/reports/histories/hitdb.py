"""HITDB, a tracker of Mechanical Turk work, as CSV and as JSON: status and reward, no times."""

from collections.abc import Mapping

from coop.reports.histories.amounts import reward
from coop.reports.histories.clocks import day
from coop.reports.histories.mturk import PLATFORM
from coop.reports.histories.task import Columns, Doubts, Format, Task, name
from coop.reports.histories.vocabulary import (
    PAID,
    PENDING,
    REJECTED,
    RETURNED,
    TIMED_OUT,
    UNKNOWN,
)

CSV = Format("hitdb_csv", PLATFORM, cannot_tell=(RETURNED, TIMED_OUT))
JSON = Format("hitdb_json", PLATFORM, cannot_tell=(RETURNED, TIMED_OUT))
WORDS = {
    "paid": PAID,
    "approved": PAID,
    # What is still to be paid is not yet paid.
    "approved pending payment": PENDING,
    "pending payment": PENDING,
    "pending": PENDING,
    "pending approval": PENDING,
    "submitted": PENDING,
    "rejected": REJECTED,
    "returned": RETURNED,
    "abandoned": UNKNOWN,
}
_FIRST, _LAST = 4, 3


def recognises(columns: Columns) -> bool:
    """The tracker's own eight names, of which some versions leave the feedback out."""
    return columns.has("hitId", "date", "requesterName", "requesterId", "reward", "status")


class Reader:
    """Rows of the CSV: a title may hold commas without quotes, so both ends tell the place."""

    worker_at = -1

    def __init__(self, columns: Columns) -> None:
        self._tail = columns.width - columns.at("reward")

    def task(self, row: list[str], doubts: Doubts) -> Task:
        """The task of a row, whose commas in the title are not columns."""
        cells = row[:-1]
        amount_cell, status_cell = cells[-self._tail], cells[1 - self._tail]
        return _task(cells[0], cells[1], cells[2], (amount_cell, status_cell), doubts)


def entry(record: Mapping[str, str], doubts: Doubts) -> Task:
    """The task of one entry of the JSON; newer versions split the reward in pay and bonus."""
    pay = record.get("reward") or record.get("reward.pay", "")
    return _task(
        record.get("hitId", ""),
        record.get("date", ""),
        record.get("requesterName", ""),
        (pay, record.get("status", "")),
        doubts,
    )


def _task(
    hit: str, on: str, requester: str, reward_and_status: tuple[str, str], doubts: Doubts
) -> Task:
    amount, currency = doubts.money(reward, reward_and_status[0], "USD")
    return Task(
        doubts.status(WORDS, reward_and_status[1]),
        hit,
        day=doubts.read(day, on),
        amount=amount,
        currency=currency,
        client=name(requester),
        status_at=None,
    )
