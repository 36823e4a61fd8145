"""The past is not rewritten, and the ledger tells of no worker at which hour they came."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.db import db, engine
from coop.ledger.models import StoredHead, StoredLeaf
from coop.lib import merkle
from coop.reports.models import Report
from coop.reports.rules import withdrawal
from tests.conftest import Clock
from tests.ledger.forging import forge, rehash, resign
from tests.ledger.leaves import verify
from tests.reports.sending import come_back, filed, on_one_engine
from tests.shell import run


def head(client: FlaskClient) -> dict[str, object]:
    """The head as anyone polls it."""
    said: dict[str, object] = client.get("/api/v1/ledger/head").get_json()
    return said


def a_day_with(client: FlaskClient, app: Flask, clock: Clock, count: int = 3) -> list[str]:
    """Workers file reports; the night goes by; upkeep runs. The receipts."""
    receipts = [filed(client, testimony=f"{clock.time:%d} {number}") for number in range(count)]
    clock.time += timedelta(days=1)
    assert run(app, "upkeep").exit_code == 0
    return receipts


def is_beginning(client: FlaskClient, old: dict, new: dict) -> bool:
    """Whether an old head proves to be the beginning of a new one, by what the API says."""
    asked = {"from": old["size"], "to": new["size"]}
    proof = client.get("/api/v1/ledger/consistency", query_string=asked).get_json()
    return merkle.proves_consistency(
        old["size"],
        bytes.fromhex(old["root"]),
        second=new["size"],
        second_root=bytes.fromhex(new["root"]),
        path=[bytes.fromhex(step) for step in proof["path"]],
    )


def test_an_old_head_proves_consistent_with_every_new_one(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    heads = []
    for _ in range(3):
        a_day_with(client, app, clock)
        heads.append(head(client))
    assert len({each["size"] for each in heads}) == 3
    for place, old in enumerate(heads):
        assert all(is_beginning(client, old, new) for new in heads[place:])


def test_a_past_that_was_rewritten_and_signed_anew_is_not_consistent(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    a_day_with(client, app, clock)
    old = head(client)
    with app.app_context():
        caused = select(StoredLeaf.position).where(StoredLeaf.kind.is_(None)).limit(1)
        place = db.session.scalar(caused)
        db.session.remove()
        assert place is not None
        with engine("voice").begin() as connection:
            forge(place, deeds=(rehash, resign))(connection)
    a_day_with(client, app, clock)
    assert not is_beginning(client, old, head(client))


def test_a_withdrawn_report_keeps_its_leaf(app: Flask, client: FlaskClient, clock: Clock) -> None:
    receipt = a_day_with(client, app, clock)[0]
    old = head(client)
    come_back(client, receipt, "withdraw")
    clock.time += timedelta(days=1)
    assert run(app, "upkeep").exit_code == 0
    assert is_beginning(client, old, head(client))
    assert verify(app) == (0, [])


@on_one_engine
def test_polling_the_head_times_no_worker(app: Flask, client: FlaskClient, clock: Clock) -> None:
    a_day_with(client, app, clock)
    seen = [head(client)]
    for hour in range(1, 23):
        clock.time = clock.time.replace(hour=hour)
        receipt = filed(client, testimony=f"hour {hour}")
        if hour % 5 == 0:
            come_back(client, receipt, "withdraw")
        if hour % 7 == 0:
            assert run(app, "upkeep").exit_code == 0
        seen.append(head(client))
    assert seen == [seen[0]] * len(seen)


def test_what_workers_cause_stands_in_one_batch_a_day_sorted(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    for _ in range(2):
        a_day_with(client, app, clock, count=8)
    with app.app_context():
        batches = [
            db.session.scalars(
                select(StoredLeaf.digest)
                .where(StoredLeaf.position >= row.previous, StoredLeaf.position < row.size)
                .order_by(StoredLeaf.position)
            ).all()
            for row in db.session.scalars(select(StoredHead).where(~StoredHead.is_public))
        ]
    assert [len(batch) for batch in batches] == [8, 8]
    assert all(batch == sorted(batch) for batch in batches)


@on_one_engine
def test_nothing_in_the_ledger_tells_a_report_from_a_withdrawal(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    receipts = a_day_with(client, app, clock)
    come_back(client, receipts[0], "withdraw")
    clock.time += timedelta(days=1)
    run(app, "upkeep")
    with app.app_context():
        caused = db.session.scalars(select(StoredLeaf).where(StoredLeaf.text.is_(None))).all()
    assert len(caused) == 4
    assert {(leaf.kind, leaf.text, len(leaf.digest)) for leaf in caused} == {(None, None, 32)}


@on_one_engine
def test_without_its_receipt_no_withdrawal_can_be_tied_to_its_report(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    """Whoever holds the whole database tries every value that it keeps as the salt."""
    receipts = a_day_with(client, app, clock)
    come_back(client, receipts[0], "withdraw")
    clock.time += timedelta(days=1)
    run(app, "upkeep")
    with app.app_context():
        leaves = set(db.session.scalars(select(StoredLeaf.digest)))
        reports = db.session.scalars(select(Report)).all()
    commitments = {report.commitment for report in reports}
    salts = [report.receipt_hash for report in reports] + [report.id.bytes for report in reports]
    tried = {withdrawal(c, salt[:16]) for c in commitments for salt in salts}
    assert leaves & tried == set()
    assert commitments <= leaves


@pytest.mark.parametrize("word", ["Ana", "127.0.0.1", "12:00"])
@on_one_engine
def test_the_page_and_the_api_name_nobody(
    app: Flask, client: FlaskClient, clock: Clock, word: str
) -> None:
    a_day_with(client, app, clock)
    answers = [client.get(each).text for each in ("/ledger", "/api/v1/ledger/head")]
    # As a word: a key in base64 may hold any three letters.
    assert not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", "".join(answers))
