"""How Ana's reports come into a test's database, by the service that her form calls."""

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from coop.db import db
from coop.reports import service
from coop.reports.models import Report
from coop.reports.rules import Draft

TODAY = date(2026, 11, 23)
WEEK = date(2026, 11, 9)
KEYS = service.Secrets(receipt=b"r" * 32, receipt_hash=b"h" * 32, salt=b"s" * 32)

REFUSED = Draft(
    kind="unpaid_rejection",
    platform="Clickworker",
    week=WEEK,
    country="FR",
    minutes=30,
    amount_minor=350,
    currency="USD",
    tried="no_channel",
    facts={"reason_given": "none"},
)


def file(*, is_proven: bool = True, strength: str = "declared", **said: Any) -> Report:
    """File a report that says this; return it as it is stored."""
    filed = service.file_report(
        replace(REFUSED, **said),
        submission=secrets.token_bytes(16),
        keys=KEYS,
        is_proven=is_proven,
        strength=strength,
        today=TODAY,
    )
    found = db.session.scalar(select(Report).where(Report.commitment == filed.commitment))
    assert found is not None
    return found


def file_many(count: int, **said: Any) -> list[Report]:
    """File as many reports that say this."""
    return [file(**said) for _ in range(count)]
