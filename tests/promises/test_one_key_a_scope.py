"""A key made for one member must stand in the ledger to be believed: there it is named."""

import json

from flask import Flask

from coop.db import writing
from coop.ledger.rules import SIGNER, Leaf
from coop.ledger.service import append
from coop.lib.blindrsa import generate
from coop.tokens.rules import Descriptor
from coop.tokens.service import scope_leaf
from coop.web.clock import today
from coop.web.settings import config
from tests.shell import run
from tests.wallet.players import open_scope


def put(app: Flask, *leaves: Leaf) -> None:
    """Append leaves as whoever holds the server can, every signature in order."""
    with app.app_context(), writing("voice") as session:
        append(session, leaves, signer=config().key(SIGNER), today=today())


def test_a_second_key_of_a_scope_is_named(app: Flask) -> None:
    scope = open_scope(app, "debate")
    subject = json.loads(scope.descriptor)["subject"]
    descriptor = Descriptor("debate", subject, scope.opens_on, scope.closes_on)
    put(app, scope_leaf(descriptor, generate(2048).public.spki(), salt=bytes(16)))
    said = run(app, "ledger", "verify")
    assert said.exit_code == 1
    assert f"leaf 1: a second scope of {scope.code}, which leaf 0 has" in said.output


def test_a_second_result_of_a_vote_is_named(app: Flask) -> None:
    both = [
        Leaf("result", {"scope": "vote-ABCDEF123456", "yes": yes}, bytes(16)) for yes in (3, 30)
    ]
    put(app, *both)
    said = run(app, "ledger", "verify")
    assert said.exit_code == 1
    assert "leaf 1: a second result of vote-ABCDEF123456, which leaf 0 has" in said.output


def test_keys_of_several_scopes_are_no_fault(app: Flask) -> None:
    open_scope(app, "debate")
    open_scope(app, "vote")
    assert run(app, "ledger", "verify").exit_code == 0
