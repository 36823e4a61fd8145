"""In which order members drew cannot be read from the disk once upkeep ran, nor who has left."""

import secrets

import pytest
from flask import Flask
from sqlalchemy import Table, delete

from coop.accounts.models import Seat
from coop.db import writing
from coop.tokens import queries as tokens
from coop.wallet import service
from coop.wallet.models import Issuance
from coop.wallet.rules import Order, Place
from coop.web.clock import today
from tests.promises.order import (
    database_file,
    is_same_order,
    is_sqlite,
    read_from_journal,
    read_from_postgresql,
)
from tests.promises.test_destroyed_keys import files
from tests.shell import run
from tests.wallet.players import open_scope, seat

DRAWERS = 40
TABLE: Table = Issuance.__table__  # type: ignore[assignment]  # a model's table is a Table


@pytest.fixture
def drew(app: Flask) -> list[bytes]:
    """What the database keeps of forty blinded messages, in the order in which they came."""
    scope = open_scope(app, "debate")
    seats = [seat(app) for _ in range(DRAWERS)]
    run(app, "upkeep")
    orders = [Order(Place(scope.code, 0), b"\x01" + secrets.token_bytes(255)) for _ in seats]
    with app.app_context():
        scopes = tokens.issuing_scopes(today=today())
        for seat_id, order in zip(seats, orders, strict=True):
            assert service.draw(seat_id, [order], scopes)[0].refusal is None
    return [order.digest for order in orders]


def is_read(app: Flask, drew: list[bytes]) -> bool:
    """Whether the attacker reads the order back, from the journal or from the rows' versions."""
    if is_sqlite(app):
        return is_same_order(read_from_journal(database_file(app, "members"), drew), drew)
    return is_same_order(read_from_postgresql(app, TABLE, "blinded_digest"), drew)


def test_before_upkeep_the_attack_reads_the_order(app: Flask, drew: list[bytes]) -> None:
    assert is_read(app, drew)


def test_after_upkeep_it_reads_nothing(app: Flask, drew: list[bytes]) -> None:
    assert run(app, "upkeep").exit_code == 0
    assert not is_read(app, drew)


def test_what_was_issued_to_whoever_left_is_gone_from_the_disk(
    app: Flask, drew: list[bytes]
) -> None:
    with app.app_context(), writing("members") as session:
        session.execute(delete(Seat))
    assert run(app, "upkeep").exit_code == 0
    assert [mark for mark in drew if mark in everything(app)] == []


def everything(app: Flask) -> bytes:
    """Every file of the members' database."""
    return b"\n".join(path.read_bytes() for path in files(app, "members"))
