"""Believes a ballot's receipt only where it is signed over what was sent, by a key of the ledger.

A key that the answer alone names could be made for one person. The house is asked for its newest
head, which is the same for all who vote now: the one that the wallet saw last would tell when its
member drew.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from coop.ledger.rules import SALT_LENGTH, Head, Inclusion, Leaf
from coop.lib import base64url
from coop.lib.canonical import canonical
from coop.tokens.client.house import House, HouseRefused
from coop.tokens.client.scopes import KeyNotBelieved, read_head
from coop.tokens.client.wallet import Wallet

RECEIPT = b"coop-voice/receipt/v1\x00"
SIGNED = ("choice", "nonce", "scope", "seq")


def check_receipt(
    house: House, wallet: Wallet, *, sent: Mapping[str, Any], told: Mapping[str, Any]
) -> None:
    """Raise KeyNotBelieved unless `told` is the house's receipt for the act that was `sent`."""
    try:
        key = str(told["key"])
        said = {"scope": sent["scope"], "nonce": sent["nonce"], **sent["body"]}
        is_signed = _is_signed(key, str(told["receipt"]), {name: said[name] for name in SIGNED})
        is_kept = is_signed and _is_in_ledger(house, wallet, key, scope=sent["scope"])
    except (KeyError, TypeError, ValueError, HouseRefused) as error:
        raise KeyNotBelieved(f"{UNPROVEN} ({error})") from error
    if not is_signed:
        raise KeyNotBelieved(f"{UNPROVEN}: it is not signed over what was sent")
    if not is_kept:
        raise KeyNotBelieved(f"{UNPROVEN}: its key was not in the ledger before the vote")


UNPROVEN = "the ballot was sent, and the house gave no receipt that holds"


def _is_signed(key: str, receipt: str, said: Mapping[str, Any]) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64url.decode(key))
        public.verify(base64url.decode(receipt), RECEIPT + canonical(dict(said)))
    except InvalidSignature:
        return False
    return True


def _is_in_ledger(house: House, wallet: Wallet, key: str, *, scope: str) -> bool:
    """Whether the key's leaf stands before that of the vote, under a head of the known signer."""
    head = read_head(house.ask("/api/v1/ledger/head").json())
    if wallet.seen is None or not head.is_signed_by(wallet.seen.key):
        return False
    salt = hashlib.sha256(base64url.decode(key)).digest()[:SALT_LENGTH]
    leaf = Leaf("key", {"purpose": "ballot receipts", "key": key}, salt)
    of_key = _place(house, leaf.digest, head)
    of_vote = _place(house, wallet.leaves[scope], head)
    is_there = of_key.leads_to(head.root) and of_vote.leads_to(head.root)
    return is_there and of_key.position < of_vote.position


def _place(house: House, digest: bytes, head: Head) -> Inclusion:
    told = house.ask(f"/api/v1/ledger/proof?leaf={digest.hex()}&size={head.size}").json()
    path = tuple(bytes.fromhex(each) for each in told["path"])
    return Inclusion(digest, int(told["position"]), head.size, path, None, None)
