"""In which order sixty ballots came can be read from the disk by who holds it; not after upkeep.

The attacks are run before upkeep too, where they succeed: what is tested is that upkeep ends it.
"""

import struct
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from coop.db import db, engine, writing
from coop.votes.models import StoredBallot
from tests.conftest import Databases
from tests.shell import run
from tests.votes.boxes import open_vote, send

BALLOTS = 60
# As many as fit into one page: when a page is split, SQLite sorts what was in it.
IN_ONE_PAGE = 5
WAL_HEADER, FRAME_HEADER, FILE_HEADER = 32, 24, 100
# Leaves and inner pages of a table without rowids: both hold rows.
OF_INDEX = (2, 10)


def cast_in_order(app: Flask, client: FlaskClient, count: int = BALLOTS) -> list[bytes]:
    """Members vote one after another; their nonces in that order."""
    with app.app_context():
        box = open_vote()
    voters = [box.voter() for _ in range(count)]
    for voter in voters:
        assert send(client, voter.ballot()).status_code == 201
    return [voter.nonce for voter in voters]


def order_in_journal(path: Path, nonces: list[bytes]) -> list[bytes]:
    """SQLite's journal holds page after page as it was written: who appears first came first."""
    journal = path.with_name(path.name + "-wal")
    data = journal.read_bytes() if journal.exists() else b""
    if len(data) < WAL_HEADER:
        return []
    frame = FRAME_HEADER + struct.unpack(">I", data[8:12])[0]
    found: list[bytes] = []
    for start in range(WAL_HEADER, len(data), frame):
        page = data[start : start + frame]
        found += [nonce for nonce in nonces if nonce not in found and nonce in page]
    return found


def pages_of(path: Path, nonces: list[bytes]) -> list[list[bytes]]:
    """A page is filled from its end: within one, whose cell lies further back came earlier."""
    data = path.read_bytes()
    size = struct.unpack(">H", data[16:18])[0] or 65536
    pages: list[list[bytes]] = []
    for start in range(0, len(data), size):
        page = data[start : start + size]
        header = FILE_HEADER if start == 0 else 0
        if page[header] not in OF_INDEX:
            continue
        places = {page.find(nonce): nonce for nonce in nonces if nonce in page}
        pages.append([places[place] for place in sorted(places, reverse=True)])
    return pages


def checkpoint() -> None:
    """Move the journal into the file, as SQLite does by itself now and then."""
    db.session.remove()
    with engine("voice").connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def upkeep(app: Flask) -> None:
    """What the operator runs once a day."""
    answer = run(app, "upkeep")
    assert answer.exit_code == 0, answer.output


on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def voice_of(databases: Databases) -> Path:
    return Path(databases.voice.removeprefix("sqlite:///"))


@on_sqlite
def test_the_order_of_ballots_is_gone_from_sqlites_journal(
    app: Flask, client: FlaskClient, databases: Databases
) -> None:
    path, truth = voice_of(databases), cast_in_order(app, client)
    assert order_in_journal(path, truth) == truth
    upkeep(app)
    assert order_in_journal(path, truth) == []


@on_sqlite
def test_the_order_of_ballots_is_gone_from_sqlites_pages(
    app: Flask, client: FlaskClient, databases: Databases
) -> None:
    path, truth = voice_of(databases), cast_in_order(app, client, IN_ONE_PAGE)
    with app.app_context():
        checkpoint()
    assert truth in pages_of(path, truth)
    upkeep(app)
    assert sorted(truth) in pages_of(path, truth)


@on_sqlite
def test_sixty_ballots_lie_alike_in_whichever_order_they_came(
    app: Flask, client: FlaskClient, databases: Databases
) -> None:
    with app.app_context():
        box = open_vote()
    voters = [box.voter() for _ in range(BALLOTS)]
    nonces = [voter.nonce for voter in voters]
    layouts = []
    for order in (voters, voters[::-1], sorted(voters, key=lambda voter: voter.token)):
        with app.app_context(), writing("voice") as session:
            session.execute(delete(StoredBallot))
        for voter in order:
            assert send(client, voter.ballot()).status_code == 201
        upkeep(app)
        layouts.append(pages_of(voice_of(databases), nonces))
    assert sum(map(len, layouts[0])) == BALLOTS
    assert layouts[0] == layouts[1] == layouts[2]
