"""A receipt holds where a key of the ledger signed the very ballot that was sent, nowhere else."""

import hashlib
from typing import Any

import pytest

from coop.ledger.rules import Leaf
from coop.lib import base64url, merkle
from coop.votes.rules import Ballot
from coop.votes.signing import VoteKeys, receipts_leaf
from tests.node import node

SCOPE = "vote-ABCDEF123456"
KEYS = VoteKeys(signer=b"h" * 32, receipts=b"r" * 32)
OTHER = VoteKeys(signer=b"h" * 32, receipts=b"o" * 32)
BALLOT = Ballot(b"n" * 32, b"p" * 32, b"t" * 256, "yes", 2, b"s" * 64)
# The key stands before the vote, and nothing that came later is asked about.
BEFORE = [hashlib.sha256(b"filler %d" % n).digest() for n in range(5)]
VOTE = hashlib.sha256(b"the vote's own leaf").digest()


class Ledger:
    """Up to the vote's leaf, with the leaves of these keys in it."""

    def __init__(self, *leaves: Leaf) -> None:
        self.digests = [*BEFORE, *(leaf.digest for leaf in leaves), VOTE]
        self.hashes = [merkle.leaf_hash(digest) for digest in self.digests]

    @property
    def kept(self) -> dict[str, Any]:
        return {"size": len(self.hashes), "root": merkle.root(self.hashes).hex()}

    def proof(self, digest: bytes) -> dict[str, Any]:
        position = self.digests.index(digest)
        spans = merkle.inclusion_spans(position, len(self.hashes))
        steps = merkle.path(spans, merkle.grow(0, (), self.hashes))
        return {"position": position, "path": [step.hex() for step in steps]}

    def address(self, leaf: Leaf) -> str:
        return f"/api/v1/ledger/proof?leaf={leaf.digest.hex()}&size={len(self.hashes)}"


LEAF = receipts_leaf(KEYS)
LEDGER = Ledger(LEAF)
PROVEN = {LEDGER.address(LEAF): {"json": LEDGER.proof(LEAF.digest)}}
NOT_FOUND = {"status": 404, "json": {"status": 404}}


def answer(keys: VoteKeys = KEYS, ballot: Ballot = BALLOT, scope: str = SCOPE) -> dict[str, Any]:
    """What the house says to a ballot."""
    key, receipt = keys.receipt_key, keys.receipt(scope, ballot)
    return {"key": base64url.encode(key), "receipt": base64url.encode(receipt)}


def judged(
    given: dict[str, Any],
    proofs: dict[str, Any] = PROVEN,
    *,
    known: str | None = None,
    ledger: dict[str, Any] | None = LEDGER.kept,
) -> tuple[str, list[dict[str, Any]]]:
    """The verdict on a receipt for BALLOT, and what was asked for it."""
    body = {"act": "ballot", "choice": BALLOT.choice, "seq": BALLOT.seq}
    act = {"scope": SCOPE, "nonce": base64url.encode(BALLOT.nonce), "body": body}
    sent = {"act": act, "ledger": ledger}
    case = {"sent": sent, "answer": given, "known": known, "proofs": proofs}
    (found,) = node("proving.mjs", [case])
    return found["verdict"], found["asked"]


def test_an_honest_houses_receipt_holds_and_asking_tells_of_nobody() -> None:
    """The size is that of the vote's own leaf: the same for all, whenever they drew."""
    verdict, asked = judged(answer())
    assert verdict == "holds"
    assert asked == [{"path": LEDGER.address(LEAF), "credentials": "omit", "method": "GET"}]


def test_a_key_that_was_proven_before_is_not_asked_for_again() -> None:
    given = answer()
    assert judged(given, {}, known=given["key"]) == ("holds", [])


def test_a_key_of_the_servers_own_does_not_hold() -> None:
    """The attack: a receipt that nobody else will know for the house's."""
    proofs = PROVEN | {LEDGER.address(receipts_leaf(OTHER)): NOT_FOUND}
    assert judged(answer(OTHER), proofs)[0] == "unproven"


def test_a_key_of_the_servers_own_with_the_proof_of_the_right_one_does_not_hold() -> None:
    lent = {LEDGER.address(receipts_leaf(OTHER)): {"json": LEDGER.proof(LEAF.digest)}}
    assert judged(answer(OTHER), lent)[0] == "unproven"


def test_another_key_than_the_proven_one_does_not_hold() -> None:
    proofs = {LEDGER.address(receipts_leaf(OTHER)): NOT_FOUND}
    assert judged(answer(OTHER), proofs, known=answer()["key"])[0] == "unproven"


def test_a_key_that_stands_there_for_something_else_does_not_hold() -> None:
    said = {"purpose": "ledger heads", "key": base64url.encode(OTHER.receipt_key)}
    leaf = Leaf("key", said, receipts_leaf(OTHER).salt)
    ledger = Ledger(leaf)
    proofs = {ledger.address(receipts_leaf(OTHER)): {"json": ledger.proof(leaf.digest)}}
    assert judged(answer(OTHER), proofs, ledger=ledger.kept)[0] == "unproven"


def test_a_key_in_another_ledger_than_the_wallets_does_not_hold() -> None:
    forged = Ledger(receipts_leaf(OTHER))
    proofs = {
        forged.address(receipts_leaf(OTHER)): {"json": forged.proof(receipts_leaf(OTHER).digest)}
    }
    assert judged(answer(OTHER), proofs)[0] == "unproven"


@pytest.mark.parametrize(
    "changes", [{"choice": "no"}, {"seq": 1}, {"nonce": b"m" * 32}], ids=["choice", "seq", "nonce"]
)
def test_a_signature_over_another_ballot_does_not_hold(changes: dict[str, Any]) -> None:
    said = {name: getattr(BALLOT, name) for name in Ballot.__dataclass_fields__} | changes
    verdict, asked = judged(answer(ballot=Ballot(**said)))
    assert (verdict, asked) == ("unproven", [])


def test_a_signature_for_another_vote_does_not_hold() -> None:
    assert judged(answer(scope="vote-OTHER"))[0] == "unproven"


def test_what_the_answer_says_of_the_ballot_is_not_believed() -> None:
    other = Ballot(b"n" * 32, b"p" * 32, b"t" * 256, "no", 2, b"s" * 64)
    assert judged(answer(ballot=other) | {"choice": "yes", "seq": 2})[0] == "unproven"


@pytest.mark.parametrize(
    "given",
    [{}, {"key": 5, "receipt": []}, {"key": None, "receipt": "A" * 86}, {"key": "", "receipt": ""}],
    ids=str,
)
def test_an_answer_that_is_no_receipt_does_not_hold(given: dict[str, Any]) -> None:
    assert judged(given) == ("unproven", [])


@pytest.mark.parametrize(
    "json",
    [
        {},
        {"position": 0, "path": "x"},
        {"position": 5, "path": ["zz"]},
        {"position": 5, "path": []},
    ],
    ids=str,
)
def test_an_answer_that_is_no_proof_does_not_hold(json: dict[str, Any]) -> None:
    assert judged(answer(), {LEDGER.address(LEAF): {"json": json}})[0] == "unproven"


@pytest.mark.parametrize("status", [0, 429, 500, 503])
def test_a_ledger_that_cannot_be_asked_just_now_is_no_alarm(status: int) -> None:
    proofs = {LEDGER.address(LEAF): {"status": status, "json": {}}} if status else {}
    assert judged(answer(), proofs)[0] == "again"


def test_a_wallet_that_knows_no_ledger_yet_waits() -> None:
    assert judged(answer(), ledger=None) == ("again", [])
