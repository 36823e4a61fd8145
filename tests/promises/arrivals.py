"""Reports as they arrive, one after another, for those who ask what the disks tell of it."""

from datetime import date

from coop.reports import service
from coop.reports.rules import Draft
from tests.ledger.leaves import TODAY

ARRIVALS = 60
KEYS = service.Secrets(receipt=b"r" * 32, receipt_hash=b"h" * 32, salt=b"s" * 32)


def file_one(number: int, today: date = TODAY) -> bytes:
    """File a report; return its commitment."""
    filed = service.file_report(
        Draft(kind="other", platform="MTurk", week=date(2026, 11, 9), testimony=f"No {number}"),
        submission=number.to_bytes(16),
        keys=KEYS,
        is_proven=True,
        strength="declared",
        today=today,
    )
    return filed.commitment
