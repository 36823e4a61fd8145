"""A key for each member cannot be slipped in unseen: a wallet draws only under what all can see."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask

from coop.db import writing
from coop.ledger import queries as ledger
from coop.ledger.rules import SIGNER
from coop.ledger.service import append
from coop.lib import base64url
from coop.lib.blindrsa import NotItsSignature, PublicKey, blind_sign, generate
from coop.lib.rsakeys import PrivateKey
from coop.tokens.client.house import Answer
from coop.tokens.client.scopes import KeyNotBelieved
from coop.tokens.rules import Descriptor, PublicScope
from coop.tokens.service import scope_leaf
from coop.web.clock import today
from coop.web.settings import config
from tests.reports.sending import on_one_engine
from tests.wallet.players import Player, TestHouse, open_scope, player

pytestmark = on_one_engine
Change = Callable[[dict[str, Any]], object]


@dataclass
class LyingHouse(TestHouse):
    """A house that shows this member something else than it shows the others."""

    __test__ = False
    lies: Mapping[str, Change] = None  # type: ignore[assignment]  # given by each test

    def ask(self, path: str, **asked: Any) -> Answer:
        answer = TestHouse.ask(self, path, **asked)
        lie = self.lies.get(path.partition("?")[0])
        if lie is None:
            return answer
        told = answer.json()
        lie(told)
        return replace(answer, text=json.dumps(told))


def deceived(who: Player, **lies: Change) -> Player:
    """The same member before a house that lies at these addresses."""
    paths = {"scopes": "/api/v1/scopes", "rights": "/me/wallet/rights", "draw": "/me/wallet"}
    told = {paths[name]: lie for name, lie in lies.items()}
    return replace(who, house=LyingHouse(who.house.member, who.house.anyone, told))


@pytest.fixture
def debate(app: Flask) -> PublicScope:
    return open_scope(app, "debate")


@pytest.fixture
def bea(app: Flask, debate: PublicScope) -> Player:
    return player(app)


def with_own_key(leaf_text: str, key: PrivateKey) -> str:
    """The scope's leaf with a key made for one member."""
    leaf = json.loads(leaf_text)
    leaf["content"]["key"] = base64url.encode(key.public.spki())
    return json.dumps(leaf, separators=(",", ":"), sort_keys=True)


def test_a_wallet_draws_where_nobody_lies(bea: Player) -> None:
    assert bea.draw() == []
    assert bea.wallet.tokens


def test_a_key_that_is_not_in_the_ledger_is_not_drawn_under(bea: Player) -> None:
    key = generate(2048)

    def lie(told: dict[str, Any]) -> None:
        told["scopes"][0]["leaf_text"] = with_own_key(told["scopes"][0]["leaf_text"], key)

    with pytest.raises(KeyNotBelieved, match="does not stand in the ledger"):
        deceived(bea, scopes=lie).draw()


def test_nothing_was_sent_by_a_wallet_that_did_not_believe(app: Flask, bea: Player) -> None:
    sent: list[object] = []
    with pytest.raises(KeyNotBelieved):
        deceived(bea, scopes=_another_position, draw=sent.append).draw()
    assert sent == []


def _another_position(told: dict[str, Any]) -> None:
    told["scopes"][0]["position"] += 1


def test_a_head_for_one_member_alone_is_not_signed(bea: Player) -> None:
    with pytest.raises(KeyNotBelieved, match="not signed"):
        deceived(bea, scopes=lambda told: told["head"].update(root="00" * 32)).draw()


def test_a_ledger_that_forgot_is_not_believed(app: Flask, bea: Player) -> None:
    assert bea.wallet.seen
    bea.wallet.seen = replace(bea.wallet.seen, size=bea.wallet.seen.size + 5)
    with pytest.raises(KeyNotBelieved, match="shorter"):
        bea.draw()


def test_a_ledger_whose_past_was_rewritten_is_not_believed(app: Flask, bea: Player) -> None:
    open_scope(app, "debate", "PETITION0002")
    assert bea.wallet.seen
    bea.wallet.seen = replace(bea.wallet.seen, root=secrets.token_bytes(32))
    with pytest.raises(KeyNotBelieved, match="past has changed"):
        bea.draw()


def test_a_ledger_of_the_same_size_with_another_root_is_not_believed(bea: Player) -> None:
    assert bea.wallet.seen
    bea.wallet.seen = replace(bea.wallet.seen, root=secrets.token_bytes(32))
    with pytest.raises(KeyNotBelieved, match="past has changed"):
        bea.draw()


def test_a_ledger_under_another_key_is_not_believed(bea: Player) -> None:
    assert bea.wallet.seen
    bea.wallet.seen = replace(bea.wallet.seen, key=secrets.token_bytes(32))
    with pytest.raises(KeyNotBelieved, match="not signed"):
        bea.draw()


def test_a_ledger_that_grew_is_believed(app: Flask, bea: Player) -> None:
    bea.draw()
    open_scope(app, "debate", "PETITION0002")
    assert bea.draw() == []
    assert len(bea.wallet.tokens) == 2


def test_a_second_leaf_for_a_scope_that_was_seen_is_not_believed(
    app: Flask, debate: PublicScope, bea: Player
) -> None:
    """The house writes a key for one member into the ledger: this wallet, and anyone, sees two."""
    bea.draw()
    key = generate(2048)
    second = second_leaf(app, debate, key)
    with pytest.raises(KeyNotBelieved, match="another key than before"):
        deceived(bea, scopes=lambda told: put_in(app, told, second)).draw()


def second_leaf(app: Flask, scope: PublicScope, key: PrivateKey) -> bytes:
    """A leaf of the same scope with another key, truly in the ledger."""
    with app.app_context():
        descriptor = Descriptor(scope.kind, scope.subject, scope.opens_on, scope.closes_on)
        leaf = scope_leaf(descriptor, key.public.spki(), salt=secrets.token_bytes(16))
        with writing("voice") as session:
            append(session, [leaf], signer=config().key(SIGNER), today=today())
        return leaf.digest


def put_in(app: Flask, told: dict[str, Any], digest: bytes) -> None:
    """Show this leaf in the place of the scope's own, with its true proof and head."""
    with app.app_context():
        newest, found = ledger.head(), ledger.inclusion(digest)
        assert newest
        told["head"] = newest.as_json()
    told["scopes"][0] |= {
        "leaf_text": found.text,
        "position": found.position,
        "path": [each.hex() for each in found.path],
    }


def test_two_leaves_of_one_scope_are_there_for_all_to_count(
    app: Flask, debate: PublicScope
) -> None:
    second_leaf(app, debate, generate(2048))
    with app.app_context():
        texts = [str(leaf.text) for leaf in ledger.public_leaves(limit=100)]
    codes = [json.loads(text)["content"]["scope"] for text in texts]
    assert codes.count(debate.code) == 2


def test_a_leaf_shown_as_that_of_another_scope_is_not_believed(app: Flask, bea: Player) -> None:
    open_scope(app, "seconding", "PETITION0001")

    def lie(told: dict[str, Any]) -> None:
        one, other = told["scopes"]
        one["code"], other["code"] = other["code"], one["code"]

    with pytest.raises(KeyNotBelieved, match="something else"):
        deceived(bea, scopes=lie).draw()


def test_a_signature_by_another_key_is_no_token(
    app: Flask, debate: PublicScope, bea: Player
) -> None:
    """The leaf is shown honestly, and the signing is done with a key for this member alone."""
    key = generate(2048)

    def lie(told: Any) -> None:
        for answer in told:
            signed = blind_sign(key, b"\x01" + bytes(255), randbelow=secrets.randbelow)
            answer["blind_signature"] = base64url.encode(signed)

    refused = deceived(bea, draw=lie).draw()
    assert [each.reason for each in refused] == [NotItsSignature.__name__]
    assert bea.wallet.tokens == {}


def test_a_key_with_a_small_factor_is_not_drawn_under_though_it_stands_in_the_ledger(
    app: Flask, debate: PublicScope, bea: Player
) -> None:
    weak = weak_key()
    with app.app_context():
        descriptor = Descriptor(debate.kind, "WEAK", debate.opens_on, debate.closes_on)
        leaf = scope_leaf(descriptor, weak.spki(), salt=secrets.token_bytes(16))
        with writing("voice") as session:
            append(session, [leaf], signer=config().key(SIGNER), today=today())

    def lie(told: dict[str, Any]) -> None:
        put_in(app, told, leaf.digest)
        told["scopes"][0]["code"] = descriptor.code

    with pytest.raises(KeyNotBelieved, match="not sound"):
        deceived(bea, scopes=lie).draw()


def weak_key() -> PublicKey:
    """A modulus of 2048 bits that 3 divides."""
    n = 3 * ((2**2047 + secrets.randbits(2040)) // 3)
    return PublicKey(n | 1 if n % 2 else n + 3)
