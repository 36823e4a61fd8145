"""Both databases go up, down and up again, and end as the models say, on both engines."""

import os
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

from coop import create_app
from coop.db import BASES, DATABASES, Database, engine
from coop.migrations import migrate, unmigrate
from coop.petitions import outcomes, queries
from coop.web.settings import config
from tests.conftest import (
    ENGINES,
    Databases,
    create_postgres,
    dispose,
    drop_postgres,
    make_config,
    used,
)
from tests.shell import run

# Of this process alone: another run may use the same server.
NAMES = {name: f"coop_migrations_{name}_{os.getpid()}" for name in DATABASES}


@pytest.fixture(params=ENGINES)
def empty_house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A house whose databases have no table yet."""
    used(request.param)
    if request.param == "sqlite":
        places = [f"sqlite:///{tmp_path}/{name}.db" for name in NAMES]
    else:
        for name in NAMES.values():
            drop_postgres(name)
        places = [create_postgres(name) for name in NAMES.values()]
    app = create_app(make_config(Databases(request.param, *places)))
    with app.app_context():
        yield app
        dispose(app)
    if request.param == "postgresql":
        for name in NAMES.values():
            drop_postgres(name)


def tables(database: Database) -> set[str]:
    """The tables that stand, without Alembic's own."""
    return set(inspect(engine(database)).get_table_names()) - {"alembic_version"}


@pytest.mark.parametrize("database", DATABASES)
def test_up_makes_every_table_of_the_models(empty_house: Flask, database: Database) -> None:
    migrate()
    assert tables(database) == set(BASES[database].metadata.tables)


@pytest.mark.parametrize("database", DATABASES)
def test_up_makes_what_the_models_say(empty_house: Flask, database: Database) -> None:
    migrate()
    with engine(database).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, BASES[database].metadata) == []


@pytest.mark.parametrize("database", DATABASES)
def test_down_takes_everything_away(empty_house: Flask, database: Database) -> None:
    migrate()
    unmigrate(database)
    assert tables(database) == set()


def test_earlier_records_of_petitions_stand_without_file_and_leaf(empty_house: Flask) -> None:
    migrate()
    unmigrate("voice", "0006")
    day = date(2026, 11, 9)
    with engine("voice").begin() as connection:
        connection.execute(
            text(
                "INSERT INTO petitions (code, nonce, draft_scope, state, title, language,"
                " client_key, version, seconds_count, seconds_shown, seconds_needed, published_on,"
                " since_on, moved_on) VALUES ('ABCDEF123456', :nonce, 'draft', 'delivered', 'One',"
                " 'en', '', 1, 5, 5, 5, :day, :day, :day)"
            ),
            {"nonce": bytes(32), "day": day},
        )
        connection.execute(
            text(
                "INSERT INTO petition_steps (petition_code, state, entered_on)"
                " VALUES ('ABCDEF123456', 'adopted', :day)"
            ),
            {"day": day},
        )
        connection.execute(
            text(
                "INSERT INTO petition_records (petition_code, state, party, text, promise, source,"
                " happened_on, recorded_on) VALUES ('ABCDEF123456', 'delivered', 'Acme', 'Sent.',"
                " '', '', :day, :day)"
            ),
            {"day": day},
        )
    migrate()
    record = queries.records("ABCDEF123456")["delivered"]
    assert (record.text, record.file, record.leaf) == ("Sent.", None, None)
    assert outcomes.undo("ABCDEF123456", today=day, config=config()) == "adopted"


def test_down_and_up_again_ends_as_before(empty_house: Flask) -> None:
    migrate()
    for database in DATABASES:
        unmigrate(database)
    migrate()
    assert all(tables(database) == set(BASES[database].metadata.tables) for database in DATABASES)


def test_going_up_twice_is_harmless(empty_house: Flask) -> None:
    results = [run(empty_house, "migrate") for _ in range(2)]
    assert [(each.exit_code, each.output) for each in results] == [
        (0, "Both databases are up to date.\n")
    ] * 2


def test_the_commitments_of_earlier_reports_wait_for_the_next_batch(empty_house: Flask) -> None:
    migrate("0001")
    filed_on, commitments = date(2026, 11, 9), [bytes([number]) * 32 for number in (3, 1, 2)]
    with engine("voice").begin() as connection:
        for commitment in commitments:
            connection.execute(
                text(
                    "INSERT INTO reports (id, code, receipt_hash, commitment, standing, filed_on,"
                    " client_never_told, facts, may_quote, is_rounded, strength, is_tallied)"
                    " VALUES (:id, :code, :hash, :hash, 'counted', :day, :no, '{}', :no, :no,"
                    " 'declared', :no)"
                ),
                {
                    "id": uuid.uuid4().hex,
                    "code": commitment.hex()[:12],
                    "hash": commitment,
                    "day": filed_on,
                    "no": False,
                },
            )
    migrate()
    with engine("voice").connect() as connection:
        rows = connection.execute(text("SELECT digest, sent_on FROM ledger_waiting")).all()
    assert {bytes(row.digest) for row in rows} == set(commitments)
    assert {str(row.sent_on) for row in rows} == {filed_on.isoformat()}
