"""How members act on petitions in a test: tokens drawn and acts signed as a wallet would."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from coop.accounts.models import Seat
from coop.db import db, writing
from coop.petitions import queries, service
from coop.petitions.models import Petition
from coop.petitions.texts import Text, seq_of
from coop.tokens import service as tokens
from coop.tokens.acts import as_json
from coop.tokens.periods import quarter
from coop.tokens.rules import fields_digest
from coop.votes import service as votes
from coop.wallet import service as wallet
from coop.web.clock import today
from coop.web.settings import config
from coop.web.submission import new_key
from tests.conftest import Clock
from tests.tokens.rights import Right, draw

TEXT = Text(
    title="Pay for delivered work",
    demand="Every refusal is explained within two weeks, and work that follows the task is paid.",
    text="Many of us did a task as it was asked and were never paid.",
    addressee="Clickworker",
    language="en",
    platform="",
    client="",
    evidence="done-unpaid",
)


@dataclass
class Written:
    """A petition with its author's right."""

    code: str
    author: Right


def seats(count: int, days: int = 60) -> None:
    """So many members with seats of so many days."""
    with writing("members") as session:
        for number in range(count):
            session.add(
                Seat(
                    role="member",
                    phrase_digest=number.to_bytes(16) + days.to_bytes(16),
                    opened_on=today() - timedelta(days=days),
                )
            )


def draft_right() -> Right:
    """A right to write a petition this quarter."""
    tokens.upkeep(today(), config())
    return draw(f"draft-{quarter(today()).name}")


def send(browser: FlaskClient, address: str, act: Any, **fields: Any) -> TestResponse:
    """Send a form that a phone signed."""
    sent = {"submission": new_key("petition"), "act": json.dumps(as_json(act)), "step": "send"}
    return browser.post(address, data=sent | fields)


def publish(client: FlaskClient, text: Text = TEXT, right: Right | None = None) -> Written:
    """Publish a petition through its page."""
    right = right or draft_right()
    act = right.act({"act": "draft", "fields": text.digest})
    answer = send(client, "/petitions/new", act, **text.fields)
    assert answer.status_code == 303, answer.text
    return Written(answer.headers["Location"].split("/petitions/")[1].split("?")[0], right)


def second(client: FlaskClient, code: str, right: Right | None = None) -> TestResponse:
    """Second a petition with a right of one's own."""
    right = right or draw(f"seconding-{code}")
    return send(client, f"/petitions/{code}/second", right.act({"act": "second"}))


def debated(client: FlaskClient, text: Text = TEXT) -> Written:
    """A petition that enough members seconded."""
    written = publish(client, text)
    for _ in range(config().seconds):
        assert second(client, written.code).status_code == 303
    return written


def comment_act(right: Right, text: str, reply_to: str = "") -> Any:
    """What a phone signs to say this."""
    fields = {"text": text, "reply_to": reply_to}
    body = {"act": "comment", "fields": fields_digest(fields), "seq": seq_of(fields)}
    return right.act(body)


def say(
    client: FlaskClient, code: str, text: str, right: Right | None = None, reply_to: str = ""
) -> TestResponse:
    """Say something in a debate."""
    act = comment_act(right or draw(f"debate-{code}"), text, reply_to)
    return send(client, f"/petitions/{code}/debate", act, text=text, reply_to=reply_to)


def amendment_act(right: Right, text: Text, reason: str = "") -> Any:
    """What a phone signs to propose this wording."""
    fields = text.fields | {"reason": reason}
    return right.act({"act": "amendment", "fields": fields_digest(fields), "seq": seq_of(fields)})


def propose(
    client: FlaskClient, code: str, text: Text, right: Right | None = None, reason: str = ""
) -> TestResponse:
    """Propose another wording of the version that stands."""
    act = amendment_act(right or draw(f"debate-{code}"), text, reason)
    version = str(petition(code).version)
    sent = text.fields | {"reason": reason, "version": version}
    return send(client, f"/petitions/{code}/amend", act, **sent)


def petition(code: str) -> Petition:
    """The petition as it is stored now."""
    db.session.rollback()
    return queries.petition(code)


def housekeeping() -> None:
    """What `flask upkeep` does of tokens, votes and petitions, on the clock's day."""
    for part in (tokens, wallet, votes, service):
        part.upkeep(today(), config())
    db.session.rollback()


def days_pass(clock: Clock, days: int) -> None:
    """Some days later, with each day's upkeep done."""
    for _ in range(days):
        clock.time += timedelta(days=1)
        housekeeping()


def voting(client: FlaskClient, clock: Clock, text: Text = TEXT) -> Written:
    """A petition whose vote is open."""
    written = debated(client, text)
    days_pass(clock, config().debate_days + 1)
    assert petition(written.code).state == "voting"
    return written


def put_into(code: str, **values: Any) -> None:
    """Put a petition somewhere without its life: for what only reads it."""
    with writing("voice") as session:
        session.execute(update(Petition).where(Petition.code == code).values(**values))


def app_of(client: FlaskClient) -> Flask:
    """The app behind a browser."""
    return client.application
