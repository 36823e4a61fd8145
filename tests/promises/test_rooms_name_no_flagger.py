"""Who flagged a line, proposed a room or would come too stands by no name in the database."""

import hashlib
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from coop.chat import service
from coop.chat.models import StoredBacker, StoredFlag, StoredProposal
from coop.chat.proposals import Proposal, proposals
from coop.db import db
from coop.web.clock import today
from coop.web.settings import config
from tests.chat.talking import housekeeping, opened, right_to, say, seated
from tests.chat.test_proposals import WISH, back, propose
from tests.petitions.conftest import same_key
from tests.tokens.rights import Right


@pytest.fixture
def welcome(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Right]:
    """A right to the welcome room, where it has a name."""
    monkeypatch.setattr("coop.tokens.sealing.generate", same_key)
    with app.app_context():
        housekeeping()
        right = right_to("welcome-en")
        seated("welcome-en", right)
        yield right


def marks() -> list[bytes]:
    """What is kept of whoever proposed, backed or flagged."""
    db.session.rollback()
    columns = (StoredFlag.flagger, StoredProposal.proposer, StoredBacker.backer)
    return [mark for column in columns for mark in db.session.scalars(select(column))]


def guesses(scope: str, nonce: bytes) -> set[bytes]:
    """What whoever holds the database could make of a seat's key without the house's secret."""
    joined = scope.encode() + b"\x00" + nonce
    return {nonce, *(hashlib.sha256(each).digest() for each in (nonce, joined))}


def test_neither_a_key_nor_its_digest_stands_with_what_was_done(welcome: Right) -> None:
    seat = seated("welcome-en", welcome)
    line = say(seated("welcome-en"))
    service.flag(seat, line.number, "spam", today=today(), config=config())
    code = propose(WISH, welcome)
    back(code, right_to("welcome-en"))
    kept = marks()
    assert len(kept) == 4  # a flag, a proposal, and two who would come
    assert not guesses(seat.scope, welcome.nonce) & set(kept)


def test_what_one_seat_flags_and_backs_has_nothing_in_common(welcome: Right) -> None:
    slug = opened()
    speaker, eve = seated(slug), seated(slug)
    for _ in range(2):
        number = say(speaker).number
        service.flag(eve, number, "spam", today=today(), config=config())
    back(propose(WISH, right_to("welcome-en")), welcome)
    propose(WISH, welcome)
    kept = marks()
    assert len(kept) == len(set(kept)) == 2 + 2 + 3


def test_a_seat_still_counts_once(welcome: Right) -> None:
    code = propose(WISH, right_to("welcome-en"))
    back(code, welcome)
    back(code, welcome)
    housekeeping()
    found: list[Proposal] = proposals()[0]
    assert [(each.code, each.backers) for each in found] == [(code, 2)]
