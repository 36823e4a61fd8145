"""Whoever holds the disks cannot read in which order workers came, once upkeep has run.

Each attack is first seen to succeed: before upkeep it reads the order back, exactly.
"""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Table, func, select, text

from coop.db import DATABASES, db, engine, writing
from coop.ledger import service as ledger
from coop.ledger.models import Waiting
from coop.reports import models, service
from coop.reports.models import Report
from coop.reports.rules import Draft
from coop.settling import PROVABLE, groups, rewrite_together, settle
from tests.ledger.leaves import TODAY, sent
from tests.promises.order import (
    database_file,
    disordered_pages,
    in_another_order,
    in_key_order,
    is_same_order,
    is_sqlite,
    read_from_journal,
    read_from_pages,
    read_from_postgresql,
    said_by,
    tables_of,
)
from tests.shell import run

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


@pytest.fixture
def arrived(app: Flask) -> Iterator[list[bytes]]:
    """The commitments of sixty reports, in the order in which they were filed."""
    with app.app_context():
        settle("voice")
        commitments = [file_one(number) for number in range(ARRIVALS)]
    yield commitments


def checkpoint(app: Flask) -> None:
    """What SQLite does by itself: the journal's pages go into the file."""
    with app.app_context():
        db.session.remove()
        connection = engine("voice").raw_connection()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def longest_run_in_order(told: list[list[bytes]], arrived: list[bytes]) -> int:
    """The most marks of one page that lie in the order in which they came."""
    return max(
        (len(found) for found in told if found == [mark for mark in arrived if mark in found]),
        default=0,
    )


def read(app: Flask, table: Table, column: str, arrived: list[bytes]) -> bool:
    """Whether the attacker reads the order of arrival back, by any of the attacks."""
    if not is_sqlite(app):
        return is_same_order(read_from_postgresql(app, table, column), arrived)
    path = database_file(app)
    if is_same_order(read_from_journal(path, arrived), arrived):
        return True
    return longest_run_in_order(read_from_pages(path, arrived), arrived) > ARRIVALS // 4


@pytest.mark.parametrize("model", [Report, Waiting])
def test_before_upkeep_the_attack_reads_the_order(
    app: Flask, arrived: list[bytes], model: type
) -> None:
    column = "commitment" if model is Report else "digest"
    assert read(app, model.__table__, column, arrived)


def test_without_its_journal_too_a_file_tells_the_order(app: Flask, arrived: list[bytes]) -> None:
    if is_sqlite(app):
        checkpoint(app)
        assert disordered_pages(database_file(app)) > 0
    assert read(app, Waiting.__table__, "digest", arrived)


@pytest.mark.parametrize("model", [Report, Waiting])
def test_after_upkeep_it_reads_nothing(app: Flask, arrived: list[bytes], model: type) -> None:
    column = "commitment" if model is Report else "digest"
    assert run(app, "upkeep").exit_code == 0
    assert not read(app, model.__table__, column, arrived)


def test_after_upkeep_all_would_be_the_same_had_they_come_in_another_order(
    app: Flask, arrived: list[bytes], tmp_path: Path
) -> None:
    assert run(app, "upkeep").exit_code == 0
    for database in DATABASES:
        if is_sqlite(app):
            path, copy = database_file(app, database), tmp_path / database
            assert said_by(path) == in_another_order(path, copy, random.Random(database))
            assert read_from_journal(path, arrived) == []
            continue
        for table in tables_of(database):
            if table.name not in PROVABLE:
                column = next(iter(table.primary_key)).name
                assert read_from_postgresql(app, table, column) == in_key_order(app, table, column)


def test_a_change_after_upkeep_is_hidden_by_the_next(app: Flask, arrived: list[bytes]) -> None:
    run(app, "upkeep")
    with app.app_context():
        later = [file_one(number) for number in range(ARRIVALS, 2 * ARRIVALS)]
    run(app, "upkeep")
    assert not read(app, Report.__table__, "commitment", arrived + later)
    assert not read(app, Report.__table__, "commitment", later)


def test_upkeep_loses_no_row(app: Flask, arrived: list[bytes]) -> None:
    run(app, "upkeep")
    with app.app_context():
        kept = set(db.session.scalars(select(Report.commitment)))
        words = db.session.scalar(select(func.count()).select_from(models.Testimony))
    assert (kept, words) == (set(arrived), ARRIVALS)


def test_all_tables_but_the_ledgers_are_rewritten_with_those_they_are_tied_to() -> None:
    for database in DATABASES:
        together = groups(database)
        names = [table.name for group in together for table in group]
        tables = {table.name for table in tables_of(database)}
        assert sorted(names) == sorted(tables - PROVABLE)
        for group in together:
            for place, table in enumerate(group):
                tied = {key.column.table for key in table.foreign_keys} - {table}
                assert tied <= set(group[:place])


def test_what_tells_nothing_is_left_alone(app: Flask, arrived: list[bytes]) -> None:
    if is_sqlite(app):
        with app.app_context():
            settle("voice")
            before = said_by(database_file(app))
            settle("voice")
        assert said_by(database_file(app)) == before
        return
    place = text("SELECT pg_relation_filenode('reports')")
    with app.app_context():
        settle("voice")
        with engine("voice").connect() as connection:
            before = connection.scalar(place)
        settle("voice")
        with engine("voice").connect() as connection:
            assert connection.scalar(place) == before


def test_workers_who_file_meanwhile_lose_nothing_and_are_never_refused(app: Flask) -> None:
    done = threading.Event()

    def file_slowly(number: int) -> bytes:
        time.sleep(0.02)
        return file_one(number)

    def file_many(writer: int) -> list[bytes]:
        with app.app_context():
            return [file_slowly(1_000 * writer + number) for number in range(1, 16)]

    def settle_on() -> int:
        times = 0
        with app.app_context():
            while not done.is_set():
                assert settle("voice") == []
                times += 1
        return times

    with ThreadPoolExecutor(5) as threads:
        settling = threads.submit(settle_on)
        filing = [threads.submit(file_many, writer) for writer in range(1, 5)]
        filed = {commitment for each in filing for commitment in each.result()}
        done.set()
        assert settling.result() > 1
    with app.app_context():
        assert set(db.session.scalars(select(Report.commitment))) == filed
        assert set(db.session.scalars(select(Waiting.digest))) == filed
        assert len(filed) == 60


def test_a_table_in_use_is_named_and_nobody_is_hurt(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_sqlite(app):
        # One process writes at a time here: settling waits for its turn instead.
        with app.app_context(), writing("voice") as session:
            ledger.wait(session, sent("Ana"), today=TODAY)
        assert run(app, "upkeep").exit_code == 0
        return
    monkeypatch.setattr("coop.settling.TRIES", 2)
    with app.app_context():
        for name in ("Ana", "Bea"):
            with writing("voice") as session:
                ledger.wait(session, sent(name), today=TODAY)
        with engine("voice").begin() as connection:
            connection.execute(select(Waiting.digest))
            assert settle("voice") == ["ledger_waiting"]
        assert settle("voice") == []


def test_nothing_is_half_rewritten(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    if is_sqlite(app):
        return
    with app.app_context():
        commitments = {file_one(number) for number in range(3)}
        broken = next(group for group in groups("voice") if Report.__table__ in group)
        monkeypatch.setattr("coop.settling._quoted", lambda *_: "nonsense")
        with pytest.raises(Exception, match="nonsense"):
            rewrite_together(engine("voice"), broken)
        assert set(db.session.scalars(select(Report.commitment))) == commitments
