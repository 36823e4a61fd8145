"""Leaves as tests append them."""

from datetime import date, timedelta
from hashlib import sha256

from flask import Flask

from coop.db import writing
from coop.ledger import service
from coop.ledger.rules import SIGNER, Leaf, head_key
from coop.web.settings import config
from tests.shell import run

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def scope(number: int) -> Leaf:
    """A public leaf as others append them."""
    return Leaf("scope", {"scope": f"survey-{number}"}, bytes([number % 256]) * 16)


def sent(*words: str) -> list[bytes]:
    """Digests of what workers send."""
    return [sha256(word.encode()).digest() for word in words]


def append(*leaves: Leaf, today: date = TODAY) -> None:
    """Append public leaves under one head."""
    with writing("voice") as session:
        service.append(session, leaves, signer=config().key(SIGNER), today=today)


def wait(*digests: bytes, today: date = TODAY) -> None:
    """Let digests wait for their day's batch."""
    with writing("voice") as session:
        service.wait(session, digests, today=today)


def public_key() -> bytes:
    """The key that checks this house's heads."""
    return head_key(config().key(SIGNER))


def verify(app: Flask, *words: str) -> tuple[int, list[str]]:
    """The exit code, and the rows that are named."""
    result = run(app, "ledger", "verify", *words)
    return result.exit_code, [line for line in result.stderr.splitlines() if ": " in line[6:]]
