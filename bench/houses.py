"""Temporary databases of both kinds, filled in bulk and thrown away."""

import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from psycopg import sql

from bench.synthetic import COLUMNS, PLATFORMS, Catalogue, reports
from coop import create_app
from coop.config import Config, from_environment
from coop.db import db, engine
from coop.migrations import migrate
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform

POSTGRES = os.environ.get("TEST_POSTGRES_URL")


@contextmanager
def house(kind: str) -> Iterator[Flask]:
    """An app on two new databases of one kind, migrated and empty."""
    with _databases(kind) as (members, voice):
        app = create_app(_config(members, voice))
        with app.app_context():
            migrate()
        yield app
        with app.app_context():
            for bind in db.engines.values():
                bind.dispose()


def fill(count: int, *, today: date) -> None:
    """Put synthetic reports into the current app's database, quickly."""
    names = [f"Platform {number:02}" for number in range(PLATFORMS)]
    added = [add_platform(NewPlatform(name, "microtasks")) for name in names]
    rows = reports(count, Catalogue([one.id for one in added], names), today=today)
    raw = engine("voice").raw_connection()
    try:
        if engine("voice").dialect.name == "sqlite":
            _fill_sqlite(raw.driver_connection, rows)
        else:
            _fill_postgresql(raw.driver_connection, rows)
    finally:
        raw.close()


def settle() -> None:
    """What autovacuum does on a running server: statistics, and the map of visible pages."""
    with engine("voice").connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_sqlite = engine("voice").dialect.name == "sqlite"
        connection.exec_driver_sql("ANALYZE" if is_sqlite else "VACUUM ANALYZE")


def _fill_sqlite(connection: Any, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        f"INSERT INTO reports ({', '.join(COLUMNS)}) VALUES ({marks})",
        (tuple(map(_plain, row)) for row in rows),
    )
    connection.execute("COMMIT")


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _fill_postgresql(connection: Any, rows: Iterable[tuple[Any, ...]]) -> None:
    copy_into = sql.SQL("COPY reports ({}) FROM STDIN").format(
        sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    )
    with connection.cursor() as cursor, cursor.copy(copy_into) as copy:
        for row in rows:
            copy.write_row(row)
    connection.commit()


@contextmanager
def _databases(kind: str) -> Iterator[tuple[str, str]]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            members, voice = (Path(folder) / f"{name}.db" for name in ("members", "voice"))
            yield f"sqlite:///{members}", f"sqlite:///{voice}"
        return
    assert POSTGRES
    address = POSTGRES.split("://", 1)[1].rsplit("/", 1)[0]
    names = [f"bench_{name}_{uuid.uuid4().hex[:12]}" for name in ("members", "voice")]
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            members, voice = (f"postgresql+psycopg://{address}/{name}" for name in names)
            yield members, voice
        finally:
            for name in names:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                connection.execute(drop)


def _config(members: str, voice: str) -> Config:
    return from_environment(
        {
            "SECRET_KEY": "a secret for the benchmark, long enough to be one",
            "MEMBERS_DATABASE_URL": members,
            "VOICE_DATABASE_URL": voice,
        }
    )
