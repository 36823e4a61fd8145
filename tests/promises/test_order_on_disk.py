"""Whoever holds the disks cannot read in which order workers came, once upkeep has run.

Each attack is first seen to succeed: before upkeep it reads the order back, exactly.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Table, func, select

from coop.db import DATABASES, db, engine
from coop.ledger.models import Waiting
from coop.reports import models
from coop.reports.models import Report
from coop.settling import PROVABLE, settle
from tests.promises.arrivals import ARRIVALS, file_one
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
