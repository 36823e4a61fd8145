"""Rewriting both databases by their keys, so that no file tells in which order rows came.

SQLite: VACUUM, then an empty journal. PostgreSQL: every row is inserted anew, in key order and in
one transaction, since nothing less erases `xmin` and `ctid` (docs/decisions/order-on-disk.md).
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Engine, Table, func, literal_column, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase

from coop.db import BASES, Database, db, engine, one_writer

# Tables whose rows stand in a provable order on purpose: they hold no order of arrival to erase.
PROVABLE = frozenset({"ledger_leaves", "ledger_nodes", "ledger_heads"})
PATIENCE_MS, TRIES, PAUSE = 800, 60, 0.2
LOCK_NOT_AVAILABLE = "55P03"
MANY = 2_000


class TooBusy(RuntimeError):
    """Tables are in use without a pause; upkeep rewrites them when it is run again."""


def settle(database: Database) -> list[str]:
    """Rewrite a whole database so that neither its rows nor its journal tell of before.

    Returns the tables that were in use without a pause, and are as they were.
    """
    db.session.remove()  # our own reading would be waited for
    bind = engine(database)
    if bind.dialect.name == "sqlite":
        _vacuum(database, bind)
        return []
    busy: list[str] = []
    for group in groups(database):
        try:
            if any(_tells_order(bind, table) for table in group):
                rewrite_together(bind, group)
        except TooBusy:
            busy += [table.name for table in group]
    return busy


def groups(database: Database) -> list[list[Table]]:
    """The tables to rewrite together: those tied by foreign keys, parents first."""
    tables = [t for t in BASES[database].metadata.sorted_tables if t.name not in PROVABLE]
    found: list[list[Table]] = []
    for table in tables:
        tied = {key.column.table for key in table.foreign_keys}
        near = [group for group in found if tied & set(group)]
        found = [group for group in found if group not in near]
        found.append([*(each for group in near for each in group), table])
    return found


def rewrite(model: type[DeclarativeBase]) -> None:
    """Write one table anew at once, on PostgreSQL: what was deleted in it leaves the disk.

    For a table that no other points at. SQLite overwrites what it deletes (`secure_delete`), and
    `settle` writes its whole file anew.
    """
    table = cast(Table, model.__table__)
    bind = engine(table.metadata.info["bind_key"])
    if bind.dialect.name != "sqlite":
        db.session.remove()
        rewrite_together(bind, [table])


def rewrite_together(bind: Engine, tables: Sequence[Table]) -> None:
    """Insert all rows of these tables anew in key order, in one transaction, parents first.

    Whoever uses them is waited for, but so shortly that all locks together are given back within
    PostgreSQL's `deadlock_timeout` of a second: no deadlock with us can end somebody's request.
    """
    for _ in range(TRIES):
        try:
            with bind.begin() as connection:
                _lock(connection, tables)
                _reinsert(connection, tables)
            _analyse(bind, tables)
            return
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
        time.sleep(PAUSE)
    raise TooBusy(", ".join(table.name for table in tables))


def _lock(connection: Connection, tables: Iterable[Table]) -> None:
    names = [_name(connection, table) for table in tables]
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE_MS // len(names)}ms'")
    connection.exec_driver_sql(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")
    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")


def _reinsert(connection: Connection, tables: Sequence[Table]) -> None:
    run = connection.exec_driver_sql
    names = [_name(connection, table) for table in tables]
    for number, name in enumerate(names):
        run(f"CREATE TEMPORARY TABLE settled_{number} ON COMMIT DROP AS TABLE {name}")
    # A new file each, in which no old version of a row is left.
    run(f"TRUNCATE {', '.join(names)}")
    for number, (name, table) in enumerate(zip(names, tables, strict=True)):
        keys = ", ".join(_quoted(connection, key.name) for key in table.primary_key)
        # Names of our own models, quoted; no one else's words are in it.
        run(f"INSERT INTO {name} TABLE settled_{number} ORDER BY {keys}")


def _analyse(bind: Engine, tables: Sequence[Table]) -> None:
    """Tell the planner what stands in the new files, and which of their pages all may see."""
    with bind.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        names = ", ".join(_name(connection, table) for table in tables)
        connection.exec_driver_sql(f"VACUUM (ANALYZE) {names}")


def _tells_order(bind: Engine, table: Table) -> bool:
    """Whether rows came in more than one transaction, or in one that did not go by the keys.

    Of many rows in one transaction only the number is looked at: nobody but us brings so many, and
    PostgreSQL puts a short row into a gap behind a long one.
    """
    number: ColumnElement[str] = literal_column("xmin::text")
    place: ColumnElement[Any] = literal_column("ctid")
    laid = func.row_number().over(order_by=place).label("laid")
    meant = func.row_number().over(order_by=list(table.primary_key)).label("meant")
    rows = select(laid, meant).select_from(table).subquery()
    with bind.connect() as connection:
        numbers = select(number).select_from(table).distinct().limit(2)
        if len(connection.execute(numbers).all()) > 1:
            return True
        if len(connection.execute(select(number).select_from(table).limit(MANY)).all()) == MANY:
            return False
        misplaced = select(rows.c.laid).where(rows.c.laid != rows.c.meant).limit(1)
        return connection.execute(misplaced).first() is not None


def _name(connection: Connection, table: Table) -> str:
    return connection.dialect.identifier_preparer.format_table(table)


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _vacuum(database: Database, bind: Engine) -> None:
    with one_writer(database):
        connection = bind.raw_connection()
        try:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
