"""Writing tables anew: all of them, only where needed, and nobody who writes meanwhile is hurt."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select, text

from coop.db import DATABASES, db, engine, writing
from coop.ledger import service as ledger
from coop.ledger.models import Waiting
from coop.reports.models import Report
from coop.settling import PROVABLE, groups, rewrite_together, settle
from tests.ledger.leaves import TODAY, sent
from tests.promises.arrivals import ARRIVALS, file_one
from tests.promises.order import database_file, is_sqlite, said_by, tables_of
from tests.shell import run


def settle_reports() -> None:
    """Write anew what filing a report writes, whether it needs it or not."""
    if engine("voice").dialect.name == "sqlite":
        assert settle("voice") == []
        return
    for group in groups("voice"):
        if {Report.__table__, Waiting.__table__} & set(group):
            rewrite_together(engine("voice"), group)


@pytest.fixture
def arrived(app: Flask) -> None:
    """Sixty reports, filed one after another."""
    with app.app_context():
        for number in range(ARRIVALS):
            file_one(number)


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


def test_files_hold_up_nobody_who_reads_petitions() -> None:
    assert ["petition_files"] in [[table.name for table in group] for group in groups("voice")]


def test_what_tells_nothing_is_left_alone(app: Flask, arrived: None) -> None:
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
                settle_reports()
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
