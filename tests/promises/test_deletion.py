"""What is withdrawn is gone: from the tables, and after upkeep from every byte of the files."""

import secrets
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.db import VoiceModel, db
from tests.conftest import Databases
from tests.reports.sending import bearing, come_back, filed, on_one_engine
from tests.shell import run

MARKER = "a word that nobody else writes"


def files_of(databases: Databases) -> list[Path]:
    """Every file that SQLite keeps of both databases: itself, its journal, its index of it."""
    places = [Path(url.removeprefix("sqlite:///")) for url in (databases.members, databases.voice)]
    return [file for place in places for file in place.parent.glob(f"{place.name}*")]


def found(databases: Databases, marker: str) -> list[str]:
    """The files in which a marker stands."""
    return [file.name for file in files_of(databases) if marker.encode() in file.read_bytes()]


def rows(app: Flask) -> str:
    """Everything that `voice` says, as text."""
    with app.app_context():
        tables = VoiceModel.metadata.sorted_tables
        return repr(
            [
                db.session.execute(select(t), bind_arguments={"bind": db.engines["voice"]}).all()
                for t in tables
            ]
        )


@pytest.fixture
def marker() -> str:
    """Words for one test, found nowhere else."""
    return f"{MARKER} {secrets.token_hex(8)}"


def withdrawn(client: FlaskClient, marker: str) -> None:
    """File a report that says the marker in every place for words, then withdraw it."""
    receipt = filed(client, testimony=marker, client=marker, platform=marker)
    come_back(client, receipt, "answer", text=marker)
    assert come_back(client, receipt, "withdraw").status_code == 200


def test_no_row_says_what_was_withdrawn(app: Flask, client: FlaskClient, marker: str) -> None:
    withdrawn(client, marker)
    assert marker not in rows(app)


def test_by_the_api_too(app: Flask, client: FlaskClient, marker: str) -> None:
    receipt = filed(client, testimony=marker)
    assert client.delete("/api/v1/reports/mine", **bearing(receipt)).status_code == 204
    assert marker not in rows(app)


def test_only_the_tombstone_stays(app: Flask, client: FlaskClient, marker: str) -> None:
    withdrawn(client, marker)
    assert rows(app).count("withdrawn") == 1


@on_one_engine
def test_before_it_is_withdrawn_the_search_finds_it(
    client: FlaskClient, databases: Databases, marker: str
) -> None:
    filed(client, testimony=marker)
    assert found(databases, marker)


@on_one_engine
def test_after_upkeep_no_byte_says_it(
    app: Flask, client: FlaskClient, databases: Databases, marker: str
) -> None:
    withdrawn(client, marker)
    assert run(app, "upkeep").exit_code == 0
    assert found(databases, marker) == []


@on_one_engine
def test_no_byte_ever_holds_a_receipt(client: FlaskClient, databases: Databases) -> None:
    receipt = filed(client)
    assert found(databases, receipt) + found(databases, receipt.replace("-", "")) == []


@on_one_engine
def test_after_upkeep_the_file_keeps_no_order_of_arrival(
    app: Flask, client: FlaskClient, databases: Databases
) -> None:
    codes = []
    for number in range(30):
        filed(client, testimony=f"arrival {number:02d} {MARKER}")
        codes.append(f"arrival {number:02d} {MARKER}".encode())
    before = order_in_file(databases, codes)
    run(app, "upkeep")
    assert before == sorted(before, reverse=True) or before == sorted(before)
    after = order_in_file(databases, codes)
    assert after not in (sorted(after), sorted(after, reverse=True))


def order_in_file(databases: Databases, markers: list[bytes]) -> list[int]:
    """Where each marker lies in the database's file and journal, in the order of arrival."""
    path = Path(databases.voice.removeprefix("sqlite:///"))
    read = path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    return [read.rfind(marker) for marker in markers]
