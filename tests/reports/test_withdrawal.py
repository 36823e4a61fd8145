"""Ana withdraws her report: it asks first, wipes every word, and leaves a tombstone."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.db import BASES, engine
from coop.reports import service
from tests.conftest import Clock
from tests.reports.sending import (
    come_back,
    filed,
    report,
)


def organizers_say(app: Flask, text: str, clock: Clock) -> None:
    with app.app_context():
        service.reply(report(app).code, text, today=clock().date())


def test_withdrawing_asks_first(app: Flask, client: FlaskClient) -> None:
    receipt = filed(client)
    assert "Withdraw this report?" in come_back(client, receipt, "ask-withdraw").text
    assert come_back(client, receipt).status_code == 200


def test_withdrawing_wipes_every_word(app: Flask, client: FlaskClient, clock: Clock) -> None:
    receipt = filed(client, testimony="MARKER", client="MARKER", platform="MARKER")
    organizers_say(app, "MARKER", clock)
    come_back(client, receipt, "answer", text="MARKER again")
    come_back(client, receipt, "withdraw")
    with app.app_context():
        for name, base in BASES.items():
            with engine(name).connect() as connection:
                for table in base.metadata.sorted_tables:
                    assert "marker" not in str(connection.execute(select(table)).all()).lower()


def test_a_tombstone_stays(app: Flask, client: FlaskClient) -> None:
    receipt = filed(client)
    before = report(app)
    come_back(client, receipt, "withdraw")
    after = report(app)
    assert (after.commitment, after.filed_on) == (before.commitment, before.filed_on)
    assert after.standing == "withdrawn"


def test_a_tombstone_says_nothing_else(app: Flask, client: FlaskClient) -> None:
    come_back(client, filed(client), "withdraw")
    kept = {"id", "code", "receipt_hash", "commitment", "filed_on", "standing"}
    stone = report(app)
    told = {
        column.key: getattr(stone, column.key)
        for column in stone.__table__.columns
        if column.key not in kept
    }
    flags = {"client_never_told": False, "may_quote": False, "is_rounded": True}
    flags |= {"facts": {}, "strength": "declared", "is_tallied": False}
    assert {name: value for name, value in told.items() if value is not None} == flags


def test_a_withdrawn_report_answers_no_more(client: FlaskClient, databases: object) -> None:
    receipt = filed(client)
    assert "Your report is withdrawn" in come_back(client, receipt, "withdraw").text
    assert come_back(client, receipt).status_code == 404
