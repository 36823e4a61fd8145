"""Many writers at once lose nothing, and nobody is told that a database is locked."""

import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from threading import Barrier, Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

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


# SQLAlchemy's own pool for SQLite: this many connections, and no more.
CONNECTIONS, MORE = 15, 10


def give_way(*_: object) -> None:
    time.sleep(0.02)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_more_writers_than_connections_do_not_wait_for_one_another(app: Flask) -> None:
    """Each reads before it writes: who waits for a turn must hold no connection meanwhile."""
    have_read, go = Barrier(CONNECTIONS + 1), Event()
    # What is given back is taken by whoever waited for it: on a busy machine they come first.
    event.listen(db.session, "after_transaction_end", give_way)

    def read_then_write(*, is_first: bool) -> None:
        with app.app_context():
            db.session.scalar(select(func.count()).select_from(Report))
            if is_first:
                have_read.wait()
                go.wait()
            file_one()

    with ThreadPoolExecutor(CONNECTIONS + MORE) as threads:
        first = [threads.submit(read_then_write, is_first=True) for _ in range(CONNECTIONS)]
        have_read.wait()
        others = [threads.submit(read_then_write, is_first=False) for _ in range(MORE)]
        # They ask for a connection before the first ones go on; none is left for them.
        wait(others, timeout=0.3)
        go.set()
        done, late = wait([*first, *others], timeout=15)
        event.remove(db.session, "after_transaction_end", give_way)
        assert len(late) == 0
    assert [each.exception() for each in done if each.exception()] == []
    assert count(app, Report) == CONNECTIONS + MORE
