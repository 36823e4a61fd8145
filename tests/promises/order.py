"""How an attacker who holds the disks reads in which order rows came, on both databases.

For any table: hand it the rows' own values (`marks`, as bytes) in the order in which they were
sent, and compare. Used by tests of reports, ballots and whatever else must not tell its order.
"""

import random
import shutil
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Table, literal_column, select

from coop.db import BASES, Database, engine

# Pages of tables without rowids and of indexes. Others hold the schema itself (test_schema.py).
LEAF, INNER = 10, 2


@dataclass(frozen=True)
class Place:
    """A cell of a page: where its bytes lie, in the page's own order of keys."""

    offset: int
    body: bytes


def database_file(app: Flask, database: Database = "voice") -> Path:
    """The SQLite file of a database."""
    with app.app_context():
        return Path(str(engine(database).url.database))


def pages(path: Path) -> Iterator[list[Place]]:
    """Each page's cells, by the order of their keys. Cells are laid down from the page's end."""
    data = path.read_bytes()
    size = struct.unpack(">H", data[16:18])[0]
    size = 65_536 if size == 1 else size
    for start in range(0, len(data), size):
        page = data[start : start + size]
        head = 100 if start == 0 else 0
        kind = page[head]
        if kind not in (LEAF, INNER):
            continue
        count = struct.unpack(">H", page[head + 3 : head + 5])[0]
        pointers = head + (8 if kind == LEAF else 12)
        offsets = struct.unpack(f">{count}H", page[pointers : pointers + 2 * count])
        if count:
            ends = dict(zip(sorted(offsets), [*sorted(offsets)[1:], size], strict=True))
            yield [Place(offset, page[offset : ends[offset]]) for offset in offsets]


def read_from_pages(path: Path, marks: Sequence[bytes]) -> list[list[bytes]]:
    """Page by page, the marks in the order in which their cells were laid down."""
    told = []
    for places in pages(path):
        laid = sorted(places, key=lambda place: -place.offset)
        found = [mark for place in laid for mark in marks if mark in place.body]
        if found:
            told.append(found)
    return told


def disordered_pages(path: Path) -> int:
    """On how many pages cells lie in another order than that of their keys."""
    offsets = [[place.offset for place in places] for places in pages(path)]
    return sum(each != sorted(each, reverse=True) for each in offsets)


def in_another_order(path: Path, copy: Path, source: random.Random) -> bytes:
    """What a file's pages would say if its rows had come in another order, and it had settled."""
    shutil.copy(path, copy)
    connection = sqlite3.connect(copy, isolation_level=None)
    tables = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    connection.execute("BEGIN")
    for table in tables:
        rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
        source.shuffle(rows)
        connection.execute(f'DELETE FROM "{table}"')
        for row in rows:
            marks = ", ".join("?" * len(row))
            connection.execute(f'INSERT INTO "{table}" VALUES ({marks})', row)
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return said_by(copy)


def said_by(path: Path) -> bytes:
    """A file's pages, without the counters in its first hundred bytes."""
    return path.read_bytes()[100:]


def read_from_journal(path: Path, marks: Sequence[bytes]) -> list[bytes]:
    """The marks in the order in which the journal (WAL) first mentions them."""
    journal = path.with_name(path.name + "-wal")
    data = journal.read_bytes() if journal.exists() else b""
    places = {mark: data.find(mark) for mark in marks}
    return sorted((mark for mark in marks if places[mark] >= 0), key=lambda mark: places[mark])


def read_from_postgresql(app: Flask, table: Table, column: str) -> list[object]:
    """A column's values in the order of transactions (xmin), then of places (ctid)."""
    number, place = literal_column("xmin::text::bigint"), literal_column("ctid")
    query = select(table.c[column]).order_by(number, place)
    with app.app_context(), engine(table.metadata.info["bind_key"]).connect() as connection:
        return list(connection.scalars(query))


def in_key_order(app: Flask, table: Table, column: str) -> list[object]:
    """A column's values as the database itself orders the table's keys."""
    with app.app_context(), engine(table.metadata.info["bind_key"]).connect() as connection:
        return list(connection.scalars(select(table.c[column]).order_by(*table.primary_key)))


def tables_of(database: Database) -> list[Table]:
    """All tables of a database."""
    return list(BASES[database].metadata.sorted_tables)


def is_sqlite(app: Flask) -> bool:
    """Which of the two attacks fits."""
    with app.app_context():
        return engine("voice").dialect.name == "sqlite"


def is_same_order(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether two readings agree, forwards or backwards."""
    return list(one) in (list(other), list(other)[::-1])
