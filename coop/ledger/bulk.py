"""Many rows at once: one statement on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, func, insert, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Session


def insert_columns(
    session: Session, model: type[DeclarativeBase], values: Sequence[Sequence[Any]]
) -> None:
    """Insert rows given column by column, in the order of the table's columns."""
    table = cast(Table, model.__table__)
    voice = session.connection(bind_arguments={"mapper": model})
    columns = list(table.columns)
    if voice.dialect.name == "postgresql":
        arrays = [
            func.unnest(literal(list(some), ARRAY(column.type)))
            for column, some in zip(columns, values, strict=True)
        ]
        voice.execute(insert(table).from_select(columns, select(*arrays)))
        return
    names = [column.name for column in columns]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    voice.execute(insert(table), rows)
