"""Whoever holds both databases cannot say who wrote, seconded or spoke, nor in which order."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.config import ROOT
from coop.db import BASES, db, engine, writing
from coop.petitions.models import Comment, Petition
from coop.tokens.models import SpentToken
from tests.accounts.seats import without_tokens
from tests.conftest import Clock
from tests.petitions.acting import (
    Written,
    days_pass,
    debated,
    petition,
    publish,
    say,
    seats,
    second,
)
from tests.petitions.conftest import same_key
from tests.petitions.test_withdrawal import withdraw
from tests.promises.order import (
    database_file,
    is_sqlite,
    read_from_journal,
    read_from_pages,
    read_from_postgresql,
)
from tests.shell import run
from tests.tokens.rights import draw

# As many as lie in one page.
SPEAKERS = 6
# Making members up is the demonstration's own work; nothing else here may know of a seat.
MADE_UP = {"demo.py", "demo_members.py"}
SOURCES = [p for p in sorted((ROOT / "coop/petitions").glob("*.py")) if p.name not in MADE_UP]


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coop.tokens.sealing.generate", same_key)


def everything(database: str) -> Iterator[bytes]:
    """Every value that a database holds, as bytes."""
    base = BASES[database]  # type: ignore[index]  # one of the two
    with engine(database).connect() as connection:  # type: ignore[arg-type]  # the same
        for table in base.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for value in row:
                    yield value if isinstance(value, bytes) else str(value).encode()


def spoken(app: Flask, client: FlaskClient) -> tuple[Written, list[bytes]]:
    """A debate in which members spoke one after another; their keys in that order."""
    with app.app_context():
        seats(7)
        written = debated(client)
        drawn = [draw(f"debate-{written.code}") for _ in range(SPEAKERS)]
        # Against the order of keys, so that no chance can make the two alike.
        rights = sorted(drawn, key=lambda right: right.nonce, reverse=True)
        for number, right in enumerate(rights):
            assert say(client, written.code, f"Word {number}.", right).status_code == 303
    return written, [right.nonce for right in rights]


def test_no_key_of_a_petition_stands_among_the_members(app: Flask, client: FlaskClient) -> None:
    written, nonces = spoken(app, client)
    with app.app_context():
        secret = {written.author.nonce, written.author.token, written.code.encode(), *nonces}
        members = list(everything("members"))
        assert any(written.author.nonce in value for value in everything("voice"))
    assert len(members) > 20
    # The frozen roll says for what it was frozen; that is all that members' side knows of it.
    named = {value for value in members if any(s in value for s in secret)}
    assert named <= {f"{kind}-{written.code}".encode() for kind in ("seconding", "vote", "debate")}


def test_who_seconded_cannot_be_told_from_what_is_stored(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        seats(7)
        written = publish(client)
        rights = [draw(f"seconding-{written.code}") for _ in range(3)]
        for right in rights:
            second(client, written.code, right)
        code = f"seconding-{written.code}"
        kept = db.session.execute(select(SpentToken).where(SpentToken.scope_code == code)).scalars()
        assert {row.nonce for row in kept} == {right.nonce for right in rights}
        assert set(SpentToken.__table__.columns.keys()) == {"scope_code", "nonce", "body_digest"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_petitions_know_neither_seat_nor_session(path: Path) -> None:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    known = [name for name in names if name.startswith(("coop.accounts", "flask_login"))]
    assert known == []
    assert not names & {"flask.session", "flask.flash"}
    # The one bridge to the members' side is the freezing of a roll, which hands back a number.
    crossed = {name for name in names if name.startswith("coop.wallet")}
    allowed = {"coop.wallet.service.freeze_roll", "coop.wallet.rules.Roll"}
    assert crossed <= (allowed if path.name == "opening.py" else set())


def read_back(app: Flask, truth: list[bytes]) -> list[list[bytes]]:
    """What the disks tell of who spoke after whom: every reading of the attacker's."""
    if not is_sqlite(app):
        return [list(read_from_postgresql(app, Comment.__table__, "nonce"))]  # type: ignore[arg-type]  # bytes
    path = database_file(app)
    return [read_from_journal(path, truth), *read_from_pages(path, truth)]


def test_in_which_order_members_spoke_is_gone_from_the_disk(
    app: Flask, client: FlaskClient
) -> None:
    written, truth = spoken(app, client)
    assert truth in read_back(app, truth)
    assert run(app, "upkeep").exit_code == 0
    told = read_back(app, truth)
    assert sorted(truth) in told
    assert truth not in told
    with app.app_context():
        assert petition(written.code).state == "debated"


def test_within_a_day_the_page_has_no_order_of_arrival(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        seats(7)
        written = debated(client)
        right = draw(f"debate-{written.code}")
        for number in range(12):
            say(client, written.code, f"Word {number}.", right)
        rows = db.session.scalars(select(Comment)).all()
    page = client.get(f"/petitions/{written.code}/debate").text
    shown = sorted(rows, key=lambda row: page.index(f'id="{row.code}"'))
    assert [row.code for row in shown] == sorted(row.code for row in rows)


def test_the_number_of_seconders_is_no_clock(app: Flask, client: FlaskClient, clock: Clock) -> None:
    def shown() -> list[str]:
        one = f"/petitions/{written.code}"
        addresses = (one, "/petitions", "/petitions.atom", "/petitions.ics", f"/api/v1{one}")
        return [without_tokens(client.get(address).text) for address in addresses]

    with app.app_context():
        seats(7)
        written = publish(client)
        before = shown()
        second(client, written.code)
        clock.time += timedelta(hours=3)
        assert shown() == before
        days_pass(clock, 1)
        assert shown() != before


def test_a_withdrawn_petitions_words_are_in_no_row(app: Flask, client: FlaskClient) -> None:
    written, _nonces = spoken(app, client)
    with app.app_context():
        assert withdraw(client, written).status_code == 303
        kept = b"\n".join(everything("voice"))
        with writing("voice") as session:
            assert session.get_one(Petition, written.code).state == "withdrawn"
    assert b"Pay for delivered work" not in kept
    assert b"Word 1." not in kept
