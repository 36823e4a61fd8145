"""What Amazon's worker site answers for a day (`status_details`): status and reward, no times."""

from collections.abc import Mapping

from coop.reports.histories.amounts import reward
from coop.reports.histories.clocks import day
from coop.reports.histories.mturk import PLATFORM
from coop.reports.histories.task import Doubts, Format, Task, name
from coop.reports.histories.vocabulary import (
    PAID,
    PENDING,
    REJECTED,
    RETURNED,
    TIMED_OUT,
    UNKNOWN,
)

FORMAT = Format("mturk_site", PLATFORM, cannot_tell=(RETURNED, TIMED_OUT), notes=("days_45",))
WORDS = {
    "approved": PAID,
    "paid": PAID,
    "submitted": PENDING,
    "pending": PENDING,
    "pending approval": PENDING,
    "rejected": REJECTED,
    "returned": RETURNED,
    "abandoned": UNKNOWN,
    "accepted": UNKNOWN,
    "assigned": UNKNOWN,
}


def entry(record: Mapping[str, str], doubts: Doubts) -> Task:
    """The task of one entry."""
    pay = record.get("reward.amount_in_dollars", "") or record.get("reward", "")
    amount, currency = doubts.money(reward, pay, "USD")
    return Task(
        doubts.status(WORDS, record.get("state", "")),
        record.get("assignment_id", "") or record.get("hit_id", ""),
        day=doubts.read(day, record.get("date", "")),
        amount=amount,
        currency=currency,
        client=name(record.get("requester_name", "")),
    )
