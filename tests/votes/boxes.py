"""A vote and its voters, as a test needs them: real keys, real tokens, the real box."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_private_key
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coop.db import writing
from coop.lib.blindrsa import PrivateKey, generate
from coop.tokens import queries as tokens
from coop.tokens import sealing
from coop.tokens import service as token_service
from coop.tokens.acts import as_json
from coop.tokens.rules import Act, Descriptor, PublicScope, act_message, token_message
from coop.votes import service
from coop.votes.signing import keys_of
from coop.web.clock import today
from coop.web.settings import config

CODE = "ABCDEF123456"
PSS = padding.PSS(padding.MGF1(SHA384()), 48)
DAY = timedelta(days=1)


@cache
def key_of_a_vote() -> PrivateKey:
    """One key for all tests: making one takes longer than most of them."""
    return generate(2048)


@cache
def signer_of(private: PrivateKey) -> rsa.RSAPrivateKey:
    """The same key as `cryptography` signs with it: what blinding and unblinding lead to."""
    key = load_der_private_key(private.to_der(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


@dataclass
class Voter:
    """A token in a phone: its own key, its prefix, the house's signature."""

    scope: PublicScope
    key: Ed25519PrivateKey
    prefix: bytes
    token: bytes

    @property
    def nonce(self) -> bytes:
        """The public key that the token stands for."""
        return self.key.public_key().public_bytes_raw()

    def ballot(self, choice: str = "yes", seq: int = 0) -> Act:
        """A ballot, signed."""
        body = {"act": "ballot", "choice": choice, "seq": seq}
        act = Act(self.scope.code, self.nonce, self.prefix, self.token, body, b"")
        return self.signed(act)

    def signed(self, act: Act) -> Act:
        """The act with this voter's signature, whatever it says."""
        message = act_message(self.scope.digest, act.body_digest)
        return Act(act.scope, act.nonce, act.prefix, act.token, act.body, self.key.sign(message))


@dataclass
class Box:
    """A vote that is open in the current app."""

    scope: PublicScope
    private: PrivateKey
    voters: list[Voter] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The petition's code."""
        return self.scope.subject

    @property
    def address(self) -> str:
        """Where ballots are sent."""
        return f"/api/v1/petitions/{self.code}/ballots"

    def voter(self) -> Voter:
        """Somebody with a fresh token."""
        key, prefix = Ed25519PrivateKey.generate(), secrets.token_bytes(32)
        message = token_message(self.scope, key.public_key().public_bytes_raw())
        token = signer_of(self.private).sign(prefix + message, PSS, SHA384())
        drawn = Voter(self.scope, key, prefix, token)
        self.voters.append(drawn)
        return drawn


def open_vote(
    code: str = CODE,
    *,
    roll: int = 100,
    quorum: int = 0,
    majority: str = "simple",
    days: int = 7,
    is_box_open: bool = True,
    opens: date | None = None,
) -> Box:
    """Open a vote in the current app, its box included unless said otherwise."""
    first = opens or today()
    descriptor = Descriptor(
        "vote",
        code,
        first,
        first + (days - 1) * DAY,
        roll_size=roll,
        eligible_since=first - 30 * DAY,
        details={
            "title": "Pay for work that was delivered",
            "text": "0" * 64,
            "options": ["yes", "no", "abstain"],
            "quorum": quorum,
            "majority": majority,
        },
    )
    private = key_of_a_vote()
    with writing("voice") as session:
        keys = sealing.keys_of(config())
        service.announce_receipts(session, keys_of(config()), today=today())
        token_service.open_scope(session, descriptor, private, keys=keys, today=today())
    if is_box_open:
        token_service.open_box(descriptor.code)
    return Box(tokens.scope(descriptor.code), private)


def send(client: FlaskClient, act: Act, code: str | None = None, **changes: Any) -> TestResponse:
    """Cast a ballot as a phone does; `changes` replace what is sent."""
    address = f"/api/v1/petitions/{code or act.scope.removeprefix('vote-')}/ballots"
    return client.post(address, json=as_json(act) | changes)


def close(box: Box, issued: int | None = None, *, on: date | None = None) -> None:
    """End the vote and count it, as the upkeep of the day after its last does."""
    after = on or box.scope.closes_on + DAY
    count = len(box.voters) if issued is None else issued
    with writing("voice") as session:
        token_service.close_scope(session, box.scope.code, issued_count=count)
    service.upkeep(after, config())


def voted(app: Flask, choices: Iterable[str], **rule: Any) -> Box:
    """A vote that is open, with one ballot for each of these choices."""
    client = app.test_client()
    with app.app_context():
        box = open_vote(**rule)
    for choice in choices:
        assert send(client, box.voter().ballot(choice)).status_code == 201
    return box
