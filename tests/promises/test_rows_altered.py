"""What the ledger proves is not rewritten either: `flask ledger verify` names the row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, delete, select, update

from coop.db import BASES, db, engine, writing
from coop.ledger import rows as ledger_rows
from coop.petitions import outcomes
from coop.petitions.attachments import attachment
from coop.petitions.authoring import NO_WORDS
from coop.petitions.models import Version
from coop.petitions.outcomes import Outcome
from coop.petitions.texts import version_leaf
from coop.tokens.service import open_box
from coop.web.clock import today
from coop.web.settings import config
from tests.conftest import Clock
from tests.ledger.leaves import verify
from tests.pages import Page
from tests.petitions.acting import TEXT, Written, days_pass, debated, housekeeping, put_into, seats
from tests.petitions.conftest import same_key
from tests.petitions.test_withdrawal import withdraw
from tests.reports.sending import come_back, filed
from tests.tokens.rights import draw
from tests.votes.boxes import send

LETTER = b"%PDF-1.7 Dear sirs"
# What was done to which table, and what is named; CODE stands for the petition's.
DEEDS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("petition_versions", {"demand": "ALTERED", "text": "ALTERED"}, ["version 1 of petition CODE"]),
    ("petition_versions", {"digest": "0" * 64}, ["version 1 of petition CODE"]),
    ("petition_versions", {"act": {"nonce": "another"}}, ["version 1 of petition CODE"]),
    ("petitions", {"title": "ALTERED"}, ["title of petition CODE"]),
    ("petition_evidence", {"figures": []}, ["what petition CODE cites"]),
    ("petition_records", {"text": "ALTERED"}, ["record of petition CODE, delivered"]),
    ("petition_records", {"happened_on": date(2026, 1, 1)}, ["record of petition CODE, delivered"]),
    (
        "petition_records",
        {"file_digest": b"f" * 32},
        [
            "record of petition CODE, delivered",
            "file of the record of petition CODE, delivered",
        ],
    ),
    (
        "petition_files",
        {"content": LETTER[::-1]},
        ["file of the record of petition CODE, delivered"],
    ),
    ("results", {"yes": 99}, ["result of vote-CODE"]),
    ("results", {"outcome": "rejected"}, ["result of vote-CODE"]),
    (
        "results",
        {"preamble": "{}"},
        ["result of vote-CODE", "ballots of vote-CODE", "leaf 11"],
    ),
    ("scopes", {"public_key": b"another"}, ["scope vote-CODE"]),
    ("scopes", {"closes_on": date(2026, 12, 31)}, ["scope vote-CODE"]),
    ("ballots", {"choice": "no"}, ["ballots of vote-CODE"]),
    ("reports", {"minutes": 7}, ["report"]),
    ("reports", {"facts": {}}, ["report"]),
    ("testimonies", {"text": "ALTERED"}, ["report"]),
    ("reports", {"salt": None}, ["report"]),
]  # fmt: skip


def table(name: str) -> Table:
    return BASES["voice"].metadata.tables[name]


@contextmanager
def restored(name: str) -> Iterator[None]:
    """Put a table back as it was."""
    with engine("voice").begin() as connection:
        rows = [row._asdict() for row in connection.execute(select(table(name)))]
    assert rows
    yield
    with engine("voice").begin() as connection:
        keys = [key.name for key in table(name).primary_key]
        for row in rows:
            same = [table(name).c[key] == row[key] for key in keys]
            connection.execute(update(table(name)).where(*same).values(row))


def named(app: Flask) -> list[str]:
    """The rows that are named, reports without their codes."""
    code, lines = verify(app)
    assert code == (1 if lines else 0)
    return [line.split(":")[0] for line in lines]


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coop.tokens.sealing.generate", same_key)


@pytest.fixture
def code(app: Flask, client: FlaskClient, clock: Clock, quick_keys: None) -> Iterator[str]:
    """The code of a petition that was adopted and delivered with a file, beside a report."""
    with app.app_context():
        seats(12)
        filed(client, testimony="They paid for half of it.")
        written = debated(client)
        days_pass(clock, config().debate_days + 1)
        vote(client, written, 10)
        days_pass(clock, config().vote_days + 1)
        put_into(written.code, state="adopted")  # by more members than a test needs
        file = attachment("letter.pdf", LETTER)
        outcome = Outcome("delivered", today(), party="Acme", text="By post.", file=file)
        outcomes.record(written.code, outcome, today=today(), config=config())
        filed(client, testimony="They refused my work.")
        housekeeping()
        assert verify(app) == (0, [])
        yield written.code


def vote(client: FlaskClient, written: Written, count: int) -> None:
    open_box(f"vote-{written.code}")
    rights = [draw(f"vote-{written.code}") for _ in range(count)]
    for right in rights:
        act = right.act({"act": "ballot", "choice": "yes", "seq": 0})
        assert send(client, act).status_code == 201


def alter(name: str, values: dict[str, Any]) -> None:
    statement = update(table(name)).values(values)
    if name == "scopes":
        statement = statement.where(table(name).c.kind == "vote")
    with engine("voice").begin() as connection:
        connection.execute(statement)


def test_whatever_is_altered_is_named(app: Flask, code: str) -> None:
    found = []
    for name, values, _ in DEEDS:
        with restored(name):
            alter(name, values)
            rows = [line.replace(code, "CODE") for line in named(app)]
        rows = ["report" if row.startswith("report") else row for row in rows]
        found.append((name, values, list(dict.fromkeys(rows))))
    assert found == DEEDS
    assert verify(app) == (0, [])


def test_a_few_at_a_time_the_same_is_found(
    app: Flask, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_rows.in_batches, "__kwdefaults__", {"size": 1})
    assert verify(app) == (0, [])
    alter("reports", {"minutes": 7})
    assert len(named(app)) == 2


def test_rows_that_are_deleted_are_missed(app: Flask, code: str) -> None:
    leaves, places = table("ledger_leaves").c, []
    with engine("voice").begin() as connection:
        for name in ("petition_versions", "petition_evidence", "petition_records"):
            (leaf,) = connection.scalars(delete(table(name)).returning(table(name).c.leaf))
            found = connection.scalar(select(leaves.position).where(leaves.digest == leaf))
            places.append(found)
    assert verify(app) == (1, [f"leaf {place}: no row is left of it" for place in sorted(places)])


def test_a_version_that_nobody_published_is_named(app: Flask, code: str) -> None:
    text = replace(TEXT, title="Made up")
    leaf = version_leaf(code, 2, text.digest, {}, bytes(16))
    with writing("voice") as session:
        session.add(
            Version(
                petition_code=code, number=2, **text.fields, digest=text.digest, act={},
                salt=leaf.salt, leaf=leaf.digest, published_on=today(),
            )
        )  # fmt: skip
    assert verify(app) == (1, [f"version 2 of petition {code}: no leaf proves it"])


def test_the_page_of_an_altered_version_claims_no_signature(
    app: Flask, client: FlaskClient, code: str
) -> None:
    def page() -> str:
        db.session.remove()  # as a reader's own request begins
        return Page(client.get(f"/petitions/{code}/versions/1").text).words

    claims, warns = "key signed the digest of this text", "These are not the words"
    assert claims in page()
    assert warns not in page()
    with restored("petition_versions"):
        alter("petition_versions", {"demand": "ALTERED"})
        assert claims not in page()
        assert warns in page()
    # Altered with its digest and its leaf, it has none in the ledger.
    text = replace(TEXT, demand="ALTERED")
    leaf = version_leaf(code, 1, text.digest, {}, bytes(16))
    values = {"demand": "ALTERED", "digest": text.digest, "act": {}, "salt": bytes(16)}
    alter("petition_versions", values | {"leaf": leaf.digest})
    assert claims not in page()


def test_what_is_withdrawn_goes_on_being_proven(
    app: Flask, client: FlaskClient, quick_keys: None
) -> None:
    receipt = filed(client, testimony="They refused my work.")
    assert come_back(client, receipt, "withdraw").status_code == 200
    with app.app_context():
        seats(7)
        written = debated(client)
        assert withdraw(client, written).status_code == 303
        assert verify(app) == (0, [])
        # Words that are put in their place afterwards are nobody's.
        alter("petition_versions", {"text": "ALTERED"})
        assert named(app) == [f"version 1 of petition {written.code}"]


def test_no_words_are_taken_away_where_nobody_withdrew(app: Flask, code: str) -> None:
    alter("petition_versions", NO_WORDS.fields)
    assert f"version 1 of petition {code}" in named(app)
