"""Many writers at once lose nothing, and nobody is told that a database is locked."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from coop.db import db
from coop.reports import service
from coop.reports.models import Reply, Report
from coop.reports.rules import Draft
from coop.web.settings import config

WRITERS, EACH = 8, 12
KEYS = service.Secrets(receipt=b"r" * 32, receipt_hash=b"h" * 32, salt=b"s" * 32)
TODAY = date(2026, 11, 23)


def file_one() -> bytes:
    """File a report; return what the database keeps of its receipt."""
    filed = service.file_report(
        Draft(kind="other", platform="MTurk", week=date(2026, 11, 9), testimony="words"),
        submission=secrets.token_bytes(16),
        keys=KEYS,
        is_proven=True,
        strength="declared",
        today=TODAY,
    )
    return KEYS.stored(filed.receipt)


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def together(app: Flask, work: Callable[[int], Any]) -> list[Any]:
    """Let all writers begin at the same moment, each in a context of its own."""
    ready = Barrier(WRITERS)

    def run(number: int) -> Any:
        with app.app_context():
            ready.wait()
            return work(number)

    with ThreadPoolExecutor(WRITERS) as threads:
        return list(threads.map(run, range(WRITERS)))


def test_reports_filed_at_once_are_all_kept(app: Flask) -> None:
    receipts = together(app, lambda _number: [file_one() for _ in range(EACH)])
    assert len({each for some in receipts for each in some}) == WRITERS * EACH
    assert count(app, Report) == WRITERS * EACH


def test_answers_to_one_report_at_once_are_all_kept(app: Flask) -> None:
    with app.app_context():
        stored = file_one()

    def answer(number: int) -> None:
        for turn in range(EACH):
            service.answer_organizers(stored, f"{number} {turn}", today=TODAY)

    together(app, answer)
    with app.app_context():
        numbers = db.session.scalars(select(Reply.number).order_by(Reply.number)).all()
    assert numbers == list(range(1, WRITERS * EACH + 1))


def test_filing_withdrawing_and_counting_at_once_leave_no_tally_behind(app: Flask) -> None:
    def live(number: int) -> None:
        for _ in range(EACH // 2):
            stored = file_one()
            if number % 2:
                service.upkeep(TODAY, config())
            service.withdraw(stored, salt=bytes(16), today=TODAY)

    together(app, live)
    with app.app_context():
        service.upkeep(TODAY, config())
        standings = db.session.scalars(select(Report.standing).distinct()).all()
        tallied = service.tally_new()
    assert (standings, tallied) == (["withdrawn"], 0)


def test_a_withdrawal_and_an_update_at_once_leave_a_clean_tombstone(app: Flask) -> None:
    with app.app_context():
        stored = [file_one() for _ in range(WRITERS)]

    def race(number: int) -> None:
        if number % 2:
            service.withdraw(stored[number // 2], salt=bytes(16), today=TODAY)
            return
        try:
            service.update_outcome(stored[number // 2], outcome="other", recovered_minor=None)
        except service.NoSuchReceipt:
            return

    together(app, race)
    with app.app_context():
        withdrawn = db.session.scalars(select(Report).where(Report.standing == "withdrawn")).all()
    assert {each.outcome for each in withdrawn} == {None}
    assert len(withdrawn) == WRITERS // 2
