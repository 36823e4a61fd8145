"""Members played without a browser: a seat, its signed-in client, and a wallet of its own."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from coop.accounts import service as accounts
from coop.accounts.keys import keys_of
from coop.accounts.models import Seat
from coop.db import writing
from coop.ledger import queries as ledger
from coop.ledger.rules import SIGNER, head_key
from coop.lib.blindrsa import PrivateKey
from coop.tokens import service as tokens
from coop.tokens.client import drawing
from coop.tokens.client.drawing import Refused
from coop.tokens.client.house import Answer
from coop.tokens.client.scopes import SeenHead
from coop.tokens.client.wallet import Token, Wallet
from coop.tokens.rules import KINDS, Descriptor, PublicScope
from coop.tokens.sealing import keys_of as scope_keys
from coop.tokens.sealing import new_key
from coop.votes.service import announce_receipts
from coop.votes.signing import keys_of as vote_keys
from coop.wallet import service
from coop.web.clock import today
from coop.web.settings import config
from tests.conftest import browser

OLD = 60
# What votes read out of their descriptor.
VOTE = {
    "title": "Pay for work that was delivered",
    "text": "0" * 64,
    "options": ["yes", "no", "abstain"],
    "quorum": 20,
    "majority": "simple",
}


@dataclass
class TestHouse:
    """A house in this process: one test client with the session, another without."""

    __test__ = False

    member: FlaskClient
    anyone: FlaskClient

    def ask(
        self,
        path: str,
        *,
        sends: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        as_member: bool = False,
    ) -> Answer:
        """As `coop.tokens.client.house.House` says."""
        client = self.member if as_member else self.anyone
        said = {"Accept": "application/json, text/html;q=0.9", **(headers or {})}
        if sends is None and form is None:
            answer = client.get(path, headers=said, follow_redirects=True)
        elif form is not None:
            answer = client.post(path, data=form, headers=said, follow_redirects=True)
        else:
            answer = client.post(path, json=sends, headers=said)
        return Answer(answer.status_code, answer.text, answer.request.path)


@dataclass
class Player:
    """A member at work: `draw()` and then use the tokens of `wallet`."""

    seat_id: uuid.UUID
    house: TestHouse
    wallet: Wallet

    def draw(self) -> list[Refused]:
        """Draw all that may be drawn."""
        return drawing.draw(self.house, self.wallet)

    def token(self, scope: str, slot: int = 0) -> Token:
        """A token that was drawn."""
        return self.wallet.token(scope, slot)


def seat(app: Flask, *, days: int = OLD) -> uuid.UUID:
    """A fresh seat that has been open for so many days."""
    with app.app_context(), writing("members") as session:
        row = Seat(
            role="member",
            phrase_digest=secrets.token_bytes(32),
            opened_on=today() - timedelta(days=days),
        )
        session.add(row)
        session.flush()
        return row.id


def signed_in(app: Flask, seat_id: uuid.UUID) -> FlaskClient:
    """A browser with a session of this seat, without the quarter second of a phrase."""
    client = browser(app)
    with app.app_context():
        key = accounts.open_session(seat_id, keys=keys_of(config()), today=today())
    with client.session_transaction("/me/") as session:
        session["_user_id"] = key
    return client


def player(app: Flask, *, days: int = OLD, seat_id: uuid.UUID | None = None) -> Player:
    """A member with an empty wallet."""
    place = seat_id or seat(app, days=days)
    house = TestHouse(signed_in(app, place), browser(app))
    return Player(place, house, Wallet(secrets.token_bytes(16), seen=head(app)))


def head(app: Flask) -> SeenHead | None:
    """The ledger as a wallet knows it that was here before."""
    with app.app_context():
        found = ledger.head()
        key = head_key(config().key(SIGNER))
    return SeenHead(key, found.size, found.root) if found else None


def open_scope(
    app: Flask,
    kind: str = "vote",
    subject: str = "PETITION0001",
    *,
    lasts: int = 7,
    key: PrivateKey | None = None,
) -> PublicScope:
    """Open a scope today, its roll first where its kind freezes one."""
    with app.app_context():
        day = today()
        more: dict[str, Any] = {}
        if KINDS[kind].is_frozen:
            roll = service.freeze_roll(f"{kind}-{subject}", today=day)
            more = {"roll_size": roll.size, "eligible_since": roll.eligible_since}
        if kind == "vote":
            more["details"] = VOTE
        descriptor = Descriptor(kind, subject, day, day + timedelta(days=lasts), **more)
        key = new_key(descriptor)
        with writing("voice") as session:
            if kind == "vote":
                announce_receipts(session, vote_keys(config()), today=day)
            return tokens.open_scope(session, descriptor, key, keys=scope_keys(config()), today=day)
