"""Believes a scope's key only as a leaf of the ledger, under a head that grew out of the last one.

A house that gave each member a key of its own would have to write each into the ledger, where
all could count them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coop.ledger.rules import Head, Inclusion
from coop.lib import base64url, merkle
from coop.lib.blindrsa import PublicKey
from coop.lib.canonical import canonical
from coop.tokens.client.house import House
from coop.tokens.rules import ACT, MESSAGE, scope_code

# A modulus that a small prime divides would let whoever drew tokens be told apart.
SMALL_PRIMES_BELOW = 10_000


class KeyNotBelieved(Exception):
    """What the house says of a scope or of its ledger does not hold together."""


@dataclass(frozen=True, slots=True)
class SeenHead:
    """The ledger as this wallet saw it last: what it grows from, and who signs its heads."""

    key: bytes
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class KnownScope:
    """A scope whose key stands in the ledger."""

    code: str
    slots: int
    closes_on: date
    descriptor: str
    spki: bytes
    leaf: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of the descriptor."""
        return hashlib.sha256(self.descriptor.encode()).digest()

    @property
    def public(self) -> PublicKey:
        """The key that signs its tokens."""
        return PublicKey.from_spki(self.spki)

    def message(self, nonce: bytes) -> bytes:
        """What a token of this scope signs."""
        return MESSAGE + self.digest + nonce + hashlib.sha256(self.spki).digest()

    def act_message(self, body: Mapping[str, Any]) -> bytes:
        """What a token's own key signs to do something."""
        return ACT + self.digest + hashlib.sha256(canonical(dict(body))).digest()


def believed(
    house: House, *, seen: SeenHead | None, leaves: Mapping[str, bytes]
) -> tuple[dict[str, KnownScope], SeenHead | None]:
    """The open scopes that the ledger holds, and the head under which it was checked.

    `leaves` are the scopes' leaves that this wallet saw before. Raises KeyNotBelieved at the first
    thing that does not hold: a house that errs here is not to be drawn from at all.
    """
    told = house.ask("/api/v1/scopes").json()
    if told["head"] is None:
        if seen is not None:
            raise KeyNotBelieved("the ledger that was there is gone")
        return {}, None
    head = read_head(told["head"])
    key = seen.key if seen else base64url.decode(told["head"]["key"])
    grown = _grown(house, head, seen, key=key)
    scopes = [_scope(each, head) for each in told["scopes"]]
    for scope in scopes:
        if leaves.get(scope.code, scope.leaf) != scope.leaf:
            raise KeyNotBelieved(f"{scope.code} has another key than before")
    return {scope.code: scope for scope in scopes}, grown


def _grown(house: House, head: Head, seen: SeenHead | None, *, key: bytes) -> SeenHead:
    """The head as the next one to remember; it must continue the last one, under the same key."""
    if not head.is_signed_by(key):
        raise KeyNotBelieved("the ledger's head is not signed by its key")
    if seen and head.size < seen.size:
        raise KeyNotBelieved("the ledger has become shorter")
    if seen and (head.size, head.root) != (seen.size, seen.root):
        told = house.ask(f"/api/v1/ledger/consistency?from={seen.size}&to={head.size}").json()
        path = [bytes.fromhex(each) for each in told["path"]]
        if not merkle.proves_consistency(
            seen.size, seen.root, second=head.size, second_root=head.root, path=path
        ):
            raise KeyNotBelieved("the ledger's past has changed")
    return SeenHead(key, head.size, head.root)


def _scope(told: Mapping[str, Any], head: Head) -> KnownScope:
    """One scope, read out of the very text whose digest stands in the ledger."""
    text = str(told["leaf_text"])
    digest = hashlib.sha256(text.encode()).digest()
    path = tuple(bytes.fromhex(each) for each in told["path"])
    place = Inclusion(digest, int(told["position"]), head.size, path, None, None)
    if not place.leads_to(head.root):
        raise KeyNotBelieved(f"{told['code']} does not stand in the ledger")
    leaf = json.loads(text)
    descriptor = str(leaf["content"]["descriptor"])
    said = json.loads(descriptor)
    code = scope_code(said["kind"], said["subject"])
    if leaf["kind"] != "scope" or {code} != {told["code"], leaf["content"]["scope"]}:
        raise KeyNotBelieved(f"{told['code']} stands in the ledger as something else")
    spki = base64url.decode(leaf["content"]["key"])
    if has_small_factor(PublicKey.from_spki(spki).n):
        raise KeyNotBelieved(f"the key of {code} is not sound")
    closes_on = date.fromisoformat(said["closes"])
    return KnownScope(code, int(said["slots"]), closes_on, descriptor, spki, digest)


def has_small_factor(n: int) -> bool:
    """Whether a small number divides the modulus."""
    return any(n % divisor == 0 for divisor in (2, *range(3, SMALL_PRIMES_BELOW, 2)))


def read_head(told: Mapping[str, Any]) -> Head:
    """A head as the API writes it."""
    return Head(
        size=int(told["size"]),
        root=bytes.fromhex(told["root"]),
        day=date.fromisoformat(told["day"]),
        signature=base64url.decode(told["signature"]),
    )
