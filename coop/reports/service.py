"""What changes among reports: filing, following up, withdrawing, an organizer's look."""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy import inspect as sa_inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coop.config import Config
from coop.db import writing
from coop.ledger import service as ledger
from coop.lib.codes import new_code, receipt_from, receipt_hash
from coop.platforms.models import Platform
from coop.platforms.queries import platform_named
from coop.platforms.rules import key
from coop.platforms.service import add_alias
from coop.reports.models import Reply, Report, Testimony
from coop.reports.queries import draft_of
from coop.reports.rules import (
    AlreadyWithdrawn,
    Consequences,
    Draft,
    Filed,
    NoSuchReceipt,
    NoSuchReport,
    RecoveredTooMuch,
    commitment,
    consequences,
    recovered,
    rounded,
    withdrawal,
)
from coop.reports.tallies import tally_new, untally, untally_where
from coop.tokens.rules import Act
from coop.tokens.service import spend


@dataclass(frozen=True, slots=True)
class Secrets:
    """The server's keys for receipts and salts, each for one purpose."""

    receipt: bytes
    receipt_hash: bytes
    salt: bytes

    def receipt_of(self, submission: bytes) -> str:
        """The receipt of one sending: the same for a retry and a reload."""
        return receipt_from(self.receipt, submission)

    def stored(self, receipt: str) -> bytes:
        """What the database keeps of a receipt."""
        return receipt_hash(self.receipt_hash, receipt)

    def salt_of(self, submission: bytes) -> bytes:
        """The salt of one sending's commitment, 16 bytes."""
        return hmac.new(self.salt, submission, hashlib.sha256).digest()[:16]


# What a withdrawn report is reduced to: everything but the tombstone's own columns.
TOMBSTONE = ("id", "code", "receipt_hash", "commitment", "filed_on", "standing")
NOT_NULL: dict[str, Any] = {
    "facts": {},
    "strength": "declared",
    "client_never_told": False,
    "may_quote": False,
    "is_rounded": True,
    "is_tallied": False,
}
EMPTY = {
    column.key: NOT_NULL.get(column.key)
    for column in sa_inspect(Report).columns
    if column.key not in TOMBSTONE
}


def file_report(
    draft: Draft,
    *,
    submission: bytes,
    keys: Secrets,
    is_proven: bool,
    strength: str,
    today: date,
    credential: Act | None = None,
    randbelow: Callable[[int], int] = secrets.randbelow,
) -> Filed:
    """File a report once, however often the same form is sent; return its receipt.

    Without proof of work it waits for an organizer's look before it counts. A member's
    credential is spent with it, in one transaction; raises TokenSpent where it was before.
    """
    draft = rounded(draft)
    receipt = keys.receipt_of(submission)
    salt = keys.salt_of(submission)
    report = _row(draft, commitment(draft, salt), new_code(randbelow))
    report.receipt_hash, report.salt = keys.stored(receipt), salt
    report.standing = "counted" if is_proven else "waiting"
    report.strength, report.filed_on = strength, today
    try:
        with writing("voice") as session:
            earlier = _filed_before(session, report, receipt)
            if earlier:
                return earlier
            if credential:
                spend(session, credential)
            report.platform_id = _platform_id(draft.platform)
            session.add(report)
            session.flush()
            if draft.testimony:
                session.add(Testimony(report_id=report.id, text=draft.testimony))
            ledger.wait(session, [report.commitment], today=today)
    except IntegrityError:
        # Another process filed the same form between our look and our insert.
        with writing("voice") as session:
            earlier = _filed_before(session, report, receipt)
        if earlier is None:
            raise
        return earlier
    return Filed(receipt, report.commitment, today, report.standing, is_new=True, is_same=True)


def _filed_before(session: Session, report: Report, receipt: str) -> Filed | None:
    earlier = session.scalar(
        select(Report).where(Report.receipt_hash == report.receipt_hash).with_for_update()
    )
    if earlier is None:
        return None
    if earlier.standing == "withdrawn":
        raise AlreadyWithdrawn
    same = earlier.commitment == report.commitment
    if same and (earlier.standing, report.standing) == ("waiting", "counted"):
        earlier.standing = "counted"  # the proof that was missing came with the second sending
    return Filed(
        receipt,
        earlier.commitment,
        earlier.filed_on,
        earlier.standing,
        is_new=False,
        is_same=same,
    )


def _platform_id(name: str) -> uuid.UUID | None:
    platform = platform_named(name)
    return platform.id if platform else None


def _row(draft: Draft, committed: bytes, code: str) -> Report:
    report = Report(
        code=code,
        commitment=committed,
        kind=draft.kind,
        platform_typed=draft.platform,
        platform_key=key(draft.platform),
        client=draft.client,
        client_key=key(draft.client) if draft.client else None,
        client_never_told=draft.client_never_told,
        week=draft.week,
        country=draft.country,
        task_type=draft.task_type,
        minutes=draft.minutes,
        amount_minor=draft.amount_minor,
        currency=draft.currency,
        task_count=draft.task_count,
        tried=draft.tried,
        facts=dict(draft.facts),
        may_quote=draft.may_quote,
        is_rounded=draft.is_rounded,
        outcome=draft.outcome,
        recovered_minor=recovered(draft),
    )
    _follow(report, consequences(draft, outcome=draft.outcome, recovered=draft.recovered_minor))
    return report


def _follow(report: Report, follows: Consequences) -> None:
    for column, value in asdict(follows).items():
        setattr(report, column, value)


def update_outcome(
    stored_receipt: bytes, *, outcome: str | None, recovered_minor: int | None
) -> Report:
    """Let the holder of the receipt say what came of it."""
    with writing("voice") as session:
        report = _held(session, stored_receipt)
        draft = draft_of(report)
        recovered_minor = rounded(replace(draft, recovered_minor=recovered_minor)).recovered_minor
        owed = consequences(draft, outcome=None, recovered=0).lost_minor
        if recovered_minor is not None and (owed is None or recovered_minor > owed):
            raise RecoveredTooMuch
        untally(session, report)
        updated = replace(draft, outcome=outcome, recovered_minor=recovered_minor)
        report.outcome, report.recovered_minor = outcome, recovered(updated)
        _follow(report, consequences(draft, outcome=outcome, recovered=recovered_minor))
    return report


def answer_organizers(stored_receipt: bytes, text: str, *, today: date) -> None:
    """Add the worker's line to the conversation about a report."""
    with writing("voice") as session:
        report = _held(session, stored_receipt)
        _add_reply(session, report, "worker", text, today=today)


def withdraw(stored_receipt: bytes, *, salt: bytes, today: date) -> bytes:
    """Wipe a report: its commitment stays as a tombstone, and nothing that it said.

    Returns what the ledger will keep of the withdrawal; `salt` is that of its receipt.
    """
    with writing("voice") as session:
        report = _held(session, stored_receipt)
        untally(session, report)
        session.execute(delete(Testimony).where(Testimony.report_id == report.id))
        session.execute(delete(Reply).where(Reply.report_id == report.id))
        for column, value in EMPTY.items():
            setattr(report, column, value)
        report.standing = "withdrawn"
        leaf = withdrawal(report.commitment, salt)
        ledger.wait(session, [leaf], today=today)
    return leaf


def reply(code: str, text: str, *, today: date) -> None:
    """Add the organizers' line to the conversation about a report."""
    with writing("voice") as session:
        _add_reply(session, _of_code(session, code), "organizers", text, today=today)


def count_report(code: str) -> None:
    """Let a report that waited count, after an organizer's look."""
    _move(code, "counted")


def set_aside(code: str) -> None:
    """Take out of the figures what is not a report; `count_report` undoes it."""
    _move(code, "set_aside")


def map_platform(code: str, platform: Platform) -> int:
    """Tie the name that a worker typed to a platform; return how many reports that re-counts."""
    with writing("voice") as session:
        typed = _of_code(session, code)
        add_alias(session, platform, typed.platform_typed or "")
        same_name = Report.platform_key == typed.platform_key
        untally_where(session, same_name)
        mapped = update(Report).where(same_name).values(platform_id=platform.id)
        return len(session.scalars(mapped.returning(Report.id)).all())


def _move(code: str, standing: str) -> None:
    with writing("voice") as session:
        report = _of_code(session, code)
        untally(session, report)
        report.standing = standing


def _add_reply(session: Session, report: Report, by: str, text: str, *, today: date) -> None:
    last = session.scalar(
        select(Reply).where(Reply.report_id == report.id).order_by(Reply.number.desc()).limit(1)
    )
    if last and (last.written_by, last.text) == (by, text):
        return  # the same form, sent again by a reload or a double click
    session.add(
        Reply(
            report_id=report.id,
            number=last.number + 1 if last else 1,
            written_by=by,
            written_on=today,
            text=text,
        )
    )


def _held(session: Session, stored_receipt: bytes) -> Report:
    report = session.scalar(
        select(Report)
        .where(Report.receipt_hash == stored_receipt, Report.standing != "withdrawn")
        .with_for_update()
    )
    if report is None:
        raise NoSuchReceipt
    return report


def _of_code(session: Session, code: str) -> Report:
    report = session.scalar(
        select(Report).where(Report.code == code, Report.standing != "withdrawn").with_for_update()
    )
    if report is None:
        raise NoSuchReport
    return report


def upkeep(today: date, config: Config) -> None:
    """Count new reports into the tallies, which the console's pages add up."""
    del today, config
    tally_new()
