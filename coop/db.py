"""The two databases, and the one way to write to each.

Who the members are lives in `members`; what is said lives in `voice`. No key, time or order
in one can be joined to the other. Every table names its database by its base class.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy import inspect as sa_inspect
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

Database = Literal["members", "voice"]
DATABASES: tuple[Database, ...] = ("members", "voice")

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT_MS = 10_000


class MembersModel(DeclarativeBase):
    """Base of what is known of members: seats, sessions, invitations, the access log."""

    metadata = MetaData(naming_convention=NAMING, info={"bind_key": "members"})


class VoiceModel(DeclarativeBase):
    """Base of what is said: it names no person, and keeps neither clock nor order."""

    metadata = MetaData(naming_convention=NAMING, info={"bind_key": "voice"})


BASES: dict[Database, type[DeclarativeBase]] = {"members": MembersModel, "voice": VoiceModel}

# SQLite numbers rows in order of arrival unless told not to: that number would be a clock.
UNORDERED = {"sqlite_with_rowid": False}

db = SQLAlchemy(session_options={"expire_on_commit": False})

# SQLite has one writer at a time. Waiting here, in turn, costs nothing; waiting inside SQLite
# would stop every greenlet of the process (docs/decisions/writing.md).
_sqlite_writers: dict[Database, threading.RLock] = {name: threading.RLock() for name in DATABASES}


class UnfinishedWriting(RuntimeError):
    """Something was changed outside `writing`: a fault of ours, never of the reader."""


def init_app(app: Flask, urls: dict[Database, str]) -> None:
    """Bind both databases to the app and teach SQLite its manners."""
    app.config["SQLALCHEMY_BINDS"] = {name: _engine_options(url) for name, url in urls.items()}
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            if engine.dialect.name == "sqlite":
                event.listen(engine, "connect", _prepare_sqlite)
                event.listen(engine, "begin", _begin_sqlite)


def engine(database: Database) -> Engine:
    """The engine of one of the two databases, of the current app."""
    return db.engines[database]


@contextmanager
def writing(database: Database) -> Iterator[Session]:
    """One write transaction on one database: commits at the end, undoes all on an exception.

    On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`), so that a read before the
    write cannot fail half-way. What happens inside must not wait for anything slow.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise UnfinishedWriting
    bind = engine(database)
    if bind.dialect.name != "sqlite":
        with _transaction(session, bind):
            yield session
        return
    # Gives back the connection that was read with. Whoever waits here must hold none: with more
    # waiting than there are connections, the one whose turn it is would find none left.
    session.commit()
    with _sqlite_writers[database], _transaction(session, bind):
        yield session


@contextmanager
def _transaction(session: Session, bind: Engine) -> Iterator[None]:
    session.commit()  # ends the read transaction, whose snapshot may be too old to write from
    session.connection(bind_arguments={"bind": bind}, execution_options={"writes": True})
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def one_writer(database: Database) -> Iterator[None]:
    """Hold off this process's other writers to an SQLite file meanwhile."""
    with _sqlite_writers[database]:
        yield


def insert_into(session: Session, model: type[DeclarativeBase]) -> Any:
    """An INSERT that knows `ON CONFLICT`, which both databases write alike.

    Typed loosely because SQLAlchemy has one class for each dialect and no common base of them.
    """
    dialect = session.get_bind(sa_inspect(model)).dialect.name
    return (sqlite_insert if dialect == "sqlite" else postgresql_insert)(model)


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"url": url, "connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
    return {"url": url, "pool_size": 10, "max_overflow": 20, "pool_pre_ping": True}


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "secure_delete = ON",
        "synchronous = NORMAL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
