"""Which rows of reports the ledger proves: what was filed, as long as it is there."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from coop.ledger.rows import in_batches
from coop.ledger.rules import Row
from coop.reports.models import Report, Testimony
from coop.reports.queries import draft_of
from coop.reports.rules import commitment

# Leaves of workers have no kind: nobody can tell which of them is whose.
KINDS: tuple[str, ...] = ()


def committed() -> Iterator[list[Row]]:
    """Every report; of a withdrawn one only that its commitment stands."""
    query = select(Report, Testimony.text)
    query = query.outerjoin(Testimony, Testimony.report_id == Report.id)
    for found in in_batches(query, Report.id):
        yield [
            Row(f"report {report.code}", report.commitment, _fits(report, testimony))
            for report, testimony in found
        ]


def _fits(report: Report, testimony: str | None) -> bool:
    if report.standing == "withdrawn":
        return True
    draft = replace(draft_of(report), testimony=testimony or "")
    return report.salt is not None and commitment(draft, report.salt) == report.commitment
