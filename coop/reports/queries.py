"""Reports as their authors and the organizers read them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from coop.db import db
from coop.reports.models import Reply, Report, Testimony
from coop.reports.rules import Draft


@dataclass(frozen=True, slots=True)
class Line:
    """One line between the organizers and the author."""

    by: str
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is kept of one report, for its author or for an organizer who opened it."""

    report: Report
    testimony: str
    lines: tuple[Line, ...]


def report_of_receipt(stored_receipt: bytes) -> Report | None:
    """The report that a receipt opens, unless it was withdrawn."""
    return db.session.scalar(
        select(Report).where(Report.receipt_hash == stored_receipt, Report.standing != "withdrawn")
    )


def report_of_code(code: str) -> Report | None:
    """The report of this code, unless it was withdrawn."""
    return db.session.scalar(
        select(Report).where(Report.code == code, Report.standing != "withdrawn")
    )


def dossier(report: Report) -> Dossier:
    """A report with its testimony and its conversation, in two more queries."""
    testimony = db.session.scalar(select(Testimony.text).where(Testimony.report_id == report.id))
    lines = db.session.scalars(
        select(Reply).where(Reply.report_id == report.id).order_by(Reply.number)
    )
    return Dossier(
        report, testimony or "", tuple(Line(x.written_by, x.written_on, x.text) for x in lines)
    )


def draft_of(report: Report) -> Draft:
    """What a stored report says, without its testimony, as a value that the rules take."""
    return Draft(
        kind=report.kind or "",
        platform=report.platform_typed or "",
        week=report.week or report.filed_on,
        client=report.client,
        client_never_told=report.client_never_told,
        country=report.country,
        task_type=report.task_type,
        minutes=report.minutes,
        amount_minor=report.amount_minor,
        currency=report.currency,
        task_count=report.task_count,
        tried=report.tried,
        outcome=report.outcome,
        recovered_minor=report.recovered_minor,
        facts=report.facts,
        may_quote=report.may_quote,
        is_rounded=report.is_rounded,
    )
