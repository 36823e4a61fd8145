"""In which order sixty ballots came can be read from the disk by who holds it; not after upkeep.

Each attack is first seen to succeed: before upkeep it reads the order back, exactly.
"""

import random
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.db import db, engine
from coop.votes.models import StoredBallot
from tests.promises.order import (
    database_file,
    in_another_order,
    in_key_order,
    is_same_order,
    is_sqlite,
    read_from_journal,
    read_from_pages,
    read_from_postgresql,
    said_by,
)
from tests.shell import run
from tests.votes.boxes import Box, Voter, open_vote, send

BALLOTS = 60
# As many as fit into one page: when a page is split, SQLite sorts what was in it.
IN_ONE_PAGE = 5
TABLE = StoredBallot.__table__


def voters_of(app: Flask, count: int = BALLOTS) -> list[Voter]:
    with app.app_context():
        box: Box = open_vote()
    return [box.voter() for _ in range(count)]


def cast_all(client: FlaskClient, voters: list[Voter], seq: int = 0) -> list[bytes]:
    """The voters cast one after another; their nonces in that order."""
    for voter in voters:
        assert send(client, voter.ballot("yes", seq)).status_code == 201
    return [voter.nonce for voter in voters]


def checkpoint(app: Flask) -> None:
    """Move the journal into the file, as SQLite does by itself now and then."""
    with app.app_context():
        db.session.remove()
        with engine("voice").connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def upkeep(app: Flask) -> None:
    """What the operator runs once a day."""
    done = run(app, "upkeep")
    assert done.exit_code == 0, done.output


def order_read(app: Flask, nonces: list[bytes]) -> list[object]:
    """The order of ballots as the disk tells it."""
    if is_sqlite(app):
        return list(read_from_journal(database_file(app), nonces))
    return [bytes(nonce) for nonce in read_from_postgresql(app, TABLE, "nonce")]  # type: ignore[call-overload,arg-type]  # a column of bytes


def test_the_order_of_sixty_ballots_is_gone_after_upkeep(app: Flask, client: FlaskClient) -> None:
    came = cast_all(client, voters_of(app))
    assert order_read(app, came) == came
    upkeep(app)
    left = order_read(app, came)
    assert left == ([] if is_sqlite(app) else in_key_order(app, TABLE, "nonce"))


def test_the_order_of_revotes_is_gone_after_upkeep(app: Flask, client: FlaskClient) -> None:
    voters = voters_of(app)
    cast_all(client, voters)
    upkeep(app)
    changing = voters[20:40][::-1]
    again = cast_all(client, changing, seq=1)
    if is_sqlite(app):
        # A page of the journal shows a ballot's neighbours too: a new signature is its own.
        again = [voter.ballot("yes", 1).signature for voter in changing]
    assert order_read(app, again)[-len(again) :] == again
    upkeep(app)
    left = order_read(app, again)
    assert left == ([] if is_sqlite(app) else in_key_order(app, TABLE, "nonce"))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_order_of_ballots_is_gone_from_the_pages_of_sqlites_file(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    path = database_file(app)
    few = cast_all(client, voters_of(app, IN_ONE_PAGE))
    checkpoint(app)
    assert any(is_same_order(page, few) for page in read_from_pages(path, few))
    cast_all(client, voters_of(app))
    upkeep(app)
    # Had they come in any other order, the file would be the same, byte for byte.
    other = in_another_order(path, tmp_path / "other.db", random.Random(7))
    assert said_by(path) == other
