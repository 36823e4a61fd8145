"""Several processes append at once, one is killed in the middle: nothing is lost or repeated."""

import subprocess
import sys
from subprocess import PIPE, Popen

import pytest
from flask import Flask
from sqlalchemy import select

from coop.config import ROOT
from coop.db import db
from coop.ledger.models import StoredLeaf, Waiting
from tests.conftest import Databases
from tests.ledger.appender import leaf, waiting
from tests.ledger.leaves import verify

EACH = 10


def start(databases: Databases, name: str, count: int) -> Popen[str]:
    words = [databases.members, databases.voice, name, str(count)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.appender", *words], cwd=ROOT, stdout=PIPE, text=True
    )


def digests(app: Flask) -> list[bytes]:
    with app.app_context():
        return list(db.session.scalars(select(StoredLeaf.digest).order_by(StoredLeaf.position)))


def caused(name: str, count: int) -> set[bytes]:
    """All that a process appends with this many turns."""
    public = {leaf(name, number).digest for number in range(count)}
    return public | {waiting(name, number) for number in range(count)}


def test_processes_that_append_at_once_lose_and_repeat_nothing(
    app: Flask, databases: Databases
) -> None:
    names = ("one", "two", "both", "both")
    processes = [start(databases, name, EACH) for name in names]
    for process in processes:
        process.communicate(timeout=120)
    assert [process.returncode for process in processes] == [0] * len(names)
    stored = digests(app)
    assert set(stored) == set().union(*(caused(name, EACH) for name in names))
    assert len(stored) == 3 * 2 * EACH
    assert verify(app) == (0, [])


@pytest.mark.parametrize("turns", [1, 5])
def test_a_process_killed_in_the_middle_leaves_a_ledger_that_verifies(
    app: Flask, databases: Databases, turns: int
) -> None:
    killed = start(databases, "killed", 0)
    assert killed.stdout
    told = [int(killed.stdout.readline()) for _ in range(turns)]
    killed.kill()
    told += map(int, killed.stdout.read().split())
    killed.wait()
    killed.stdout.close()
    assert verify(app) == (0, [])
    stored = digests(app)
    with app.app_context():
        kept = {*stored, *db.session.scalars(select(Waiting.digest))}
    assert len(told) >= turns
    assert caused("killed", len(told)) <= kept
    after = start(databases, "after", 2)
    after.communicate(timeout=60)
    assert digests(app)[: len(stored)] == stored
    assert caused("after", 2) <= set(digests(app))
    assert verify(app) == (0, [])
