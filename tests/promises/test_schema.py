"""What is said has no place for who said it, nor for when or in which order."""

import pytest
from flask import Flask
from sqlalchemy import Column, Date, DateTime, Integer, Table, Time, inspect, text

from coop.db import MembersModel, VoiceModel, engine
from coop.features import parts

PERSONAL = (
    "member", "seat", "session", "user", "account", "address", "agent", "browser", "device",
    "email", "phone", "author", "ip", "fingerprint", "cookie",
)  # fmt: skip
# A model stands in its base only once it is imported, whatever else this run has imported.
MODELS = list(parts("models"))
TABLES = list(VoiceModel.metadata.tables.values())
COLUMNS = [column for table in TABLES for column in table.columns]


def words(column: Column) -> set[str]:
    return set(column.name.split("_"))


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_no_column_of_voice_names_a_person(column: Column) -> None:
    assert words(column).isdisjoint(PERSONAL)


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_no_column_of_voice_is_finer_than_a_day(column: Column) -> None:
    assert not isinstance(column.type, DateTime | Time)


# The one place for an hour: a line of a room has the minute of its day, so that people who talk see
# how long ago something was said. Upkeep erases it the night after (test_rooms_forget.py).
TIMES = {"hour", "minute", "time", "at", "stamp", "clock", "moment", "when"}


def test_one_column_of_voice_holds_an_hour_and_can_be_emptied() -> None:
    timed = [column for column in COLUMNS if words(column) & TIMES]
    assert [f"{column.table.name}.{column.name}" for column in timed] == ["room_messages.minute"]
    assert timed[0].nullable


# A conversation has an order, within its room or its report; a petition's versions have theirs.
# Nothing else that workers cause is numbered as it comes.
NUMBERED = {
    "petition_amendments.seq",  # the digest of its words
    "petition_comments.seq",  # the same
    "petition_versions.number",
    "replies.number",
    "report_pay_tallies.hourly_minor",  # an amount
    "room_flags.number",  # of the line that is flagged
    "room_messages.number",
}


def test_what_is_numbered_in_the_order_of_arrival_is_named_here() -> None:
    keys = {
        f"{table.name}.{key.name}"
        for table in TABLES
        for key in table.primary_key
        if isinstance(key.type, Integer) and not table.name.startswith("ledger_")
    }
    assert keys == NUMBERED


# A position in the ledger is a serial number on purpose: it is what makes the past provable. What
# workers cause gets one in a batch of a whole day, sorted by digest (test_ledger.py).
PROVABLE = ("ledger_leaves", "ledger_heads")


@pytest.mark.parametrize("table", [t for t in TABLES if t.name not in PROVABLE], ids=str)
def test_no_key_of_voice_counts_up(table: Table) -> None:
    keys = list(table.primary_key.columns)
    assert not (len(keys) == 1 and isinstance(keys[0].type, Integer))


@pytest.mark.parametrize("table", [t for t in TABLES if t.name != "demonstrations"], ids=str)
def test_no_table_of_voice_keeps_the_order_of_arrival(table: Table) -> None:
    assert table.dialect_options["sqlite"]["with_rowid"] is False


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_nothing_in_voice_points_at_a_member(table: Table) -> None:
    members = set(MembersModel.metadata.tables)
    assert {key.column.table.name for key in table.foreign_keys}.isdisjoint(members)


def test_no_table_stands_in_both_databases(app: Flask) -> None:
    with app.app_context():
        names = [set(inspect(engine(n)).get_table_names()) for n in ("members", "voice")]
    assert names[0] & names[1] == {"alembic_version"}


def test_the_database_has_no_column_that_the_models_do_not_know(app: Flask) -> None:
    with app.app_context():
        seen = inspect(engine("voice"))
        stored = {
            (table, column["name"])
            for table in seen.get_table_names()
            if table != "alembic_version"
            for column in seen.get_columns(table)
        }
    assert stored == {(column.table.name, column.name) for column in COLUMNS}


def test_no_trigger_and_no_default_of_the_database_writes_a_clock(app: Flask) -> None:
    with app.app_context():
        seen = inspect(engine("voice"))
        defaults = [
            column["default"]
            for table in seen.get_table_names()
            for column in seen.get_columns(table)
            if column["default"]
        ]
        triggers = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if engine("voice").dialect.name == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        with engine("voice").connect() as connection:
            assert connection.execute(text(triggers)).all() == []
    assert defaults == []


def test_the_accesses_of_organizers_name_no_report() -> None:
    columns = {column.name for column in MembersModel.metadata.tables["accesses"].columns}
    assert columns == {"seat_id", "day", "act", "times"}


@pytest.mark.parametrize("table", list(MembersModel.metadata.tables.values()), ids=str)
def test_members_keep_days_and_never_hours(table: Table) -> None:
    assert not [c.name for c in table.columns if isinstance(c.type, DateTime | Time)]
    assert all(isinstance(c.type, Date) for c in table.columns if c.name.endswith("_on"))
