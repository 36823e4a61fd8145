"""Eve casts what is not hers to cast; the box takes none of it."""

import dataclasses
import secrets
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA384
from flask import Flask
from flask.testing import FlaskClient

from coop.lib.blindrsa import generate
from coop.tokens.rules import Act, token_message
from coop.votes.queries import ballot_count
from tests.votes.boxes import PSS, Box, Voter, open_vote, send, signer_of

IDENTITY = bytes([1]) + bytes(31)


def another_scope(box: Box, bea: Voter) -> Act:
    """A token of another vote, relabelled."""
    other = open_vote("OTHER0000000").voter()
    return dataclasses.replace(other.ballot(), scope=box.scope.code)


def another_key(box: Box, bea: Voter) -> Act:
    """A token that the house's key for this vote never signed."""
    eve = Box(box.scope, generate(2048)).voter()
    return eve.ballot()


def random_token(box: Box, bea: Voter) -> Act:
    return dataclasses.replace(bea.ballot(), token=secrets.token_bytes(256))


def token_and_multiple(box: Box, bea: Voter) -> Act:
    """The same token, written as a larger number."""
    n = box.private.public.n
    same = (int.from_bytes(bea.token) + n).to_bytes(257)
    return dataclasses.replace(bea.ballot(), token=same[-256:])


def another_nonce(box: Box, bea: Voter) -> Act:
    """Bea's token under Eve's own key."""
    eve = dataclasses.replace(bea, key=Ed25519PrivateKey.generate())
    return eve.ballot()


def another_prefix(box: Box, bea: Voter) -> Act:
    return dataclasses.replace(bea.ballot(), prefix=secrets.token_bytes(32))


def flipped_choice(box: Box, bea: Voter) -> Act:
    """Bea's signed yes, sent as a no."""
    return dataclasses.replace(bea.ballot(), body={"act": "ballot", "choice": "no", "seq": 0})


def raised_seq(box: Box, bea: Voter) -> Act:
    """Bea's first ballot, sent again as a later one."""
    return dataclasses.replace(bea.ballot(), body={"act": "ballot", "choice": "yes", "seq": 9})


def signature_of_another_key(box: Box, bea: Voter) -> Act:
    return dataclasses.replace(bea.ballot(), signature=box.voter().ballot().signature)


def signature_for_another_vote(box: Box, bea: Voter) -> Act:
    """Bea's key signs for a vote with other words: her yes must not be carried over."""
    other = open_vote("OTHER0000000")
    elsewhere = dataclasses.replace(bea, scope=other.scope).ballot()
    return dataclasses.replace(elsewhere, scope=box.scope.code)


def key_that_anybody_signs_for(box: Box, bea: Voter) -> Act:
    """A real token for a key of small order, under which a constant is a signature."""
    prefix = secrets.token_bytes(32)
    message = prefix + token_message(box.scope, IDENTITY)
    token = signer_of(box.private).sign(message, PSS, SHA384())
    body = {"act": "ballot", "choice": "yes", "seq": 0}
    return Act(box.scope.code, IDENTITY, prefix, token, body, IDENTITY + bytes(32))


ATTACKS = (
    another_scope,
    another_key,
    random_token,
    token_and_multiple,
    another_nonce,
    another_prefix,
    flipped_choice,
    raised_seq,
    signature_of_another_key,
    signature_for_another_vote,
    key_that_anybody_signs_for,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_the_box_takes_no_forged_ballot(
    app: Flask, client: FlaskClient, attack: Callable[[Box, Voter], Act]
) -> None:
    with app.app_context():
        box = open_vote()
        act = attack(box, box.voter())
    assert send(client, act).status_code in (403, 422)
    with app.app_context():
        assert ballot_count(box.scope.code) == 0


def test_the_same_ballot_unforged_is_taken(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        box = open_vote()
    assert send(client, box.voter().ballot()).status_code == 201


def test_nobody_else_can_replace_a_ballot(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        box = open_vote()
    bea, eve = box.voter(), box.voter()
    send(client, bea.ballot("yes", 0))
    stolen = dataclasses.replace(eve.ballot("no", 5), nonce=bea.nonce)
    assert send(client, stolen).status_code == 403
