"""What a leaf and a head are, what a head's signature covers, and when what waits is appended."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from coop.lib import merkle
from coop.lib.base64url import encode
from coop.lib.canonical import canonical
from coop.lib.refusals import Refusal
from coop.lib.words import N_

# The purpose under which the configuration derives the key that signs heads.
SIGNER = "ledger heads"
HEAD_CONTEXT = b"coop-voice/head/v1\x00"
SALT_LENGTH = 16
DIGEST_LENGTH = 32


class NoSuchLeaf(Refusal):
    """Nothing in the ledger has this digest."""

    status = 404
    sentence = N_(
        "Nothing in the ledger has this number. What workers send is added once a day: "
        "what was sent today stands there from tomorrow."
    )


class NothingYet(Refusal):
    """The ledger is empty: it has no head."""

    status = 404
    sentence = N_("Nothing stands in the ledger yet.")


class NoSuchSizes(Refusal):
    """A consistency proof is asked between sizes that the ledger never had in this order."""

    status = 400
    sentence = N_(
        "Ask for two sizes that the ledger has had, the smaller first and at least 1: "
        "it has %(size)s leaves."
    )


@dataclass(frozen=True, slots=True)
class Leaf:
    """Something public that is to stand for ever; `salt` is 16 bytes, stored in its text."""

    kind: str
    content: Mapping[str, Any]
    salt: bytes

    @property
    def text(self) -> bytes:
        """The canonical JSON that is stored and hashed."""
        said = {"kind": self.kind, "content": dict(self.content), "salt": self.salt.hex()}
        return canonical(said)

    @property
    def digest(self) -> bytes:
        """SHA-256 of the text: what the tree's leaf hash is made of."""
        return hashlib.sha256(self.text).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """The whole ledger in 32 bytes: how many leaves, their root, the day, our signature."""

    size: int
    root: bytes
    day: date
    signature: bytes

    def as_json(self) -> dict[str, Any]:
        """As the API shows it and as an outsider keeps it, without the key."""
        return {
            "size": self.size,
            "root": self.root.hex(),
            "day": self.day.isoformat(),
            "signature": encode(self.signature),
        }

    def is_signed_by(self, key: bytes) -> bool:
        """Whether the signature is that of this public key."""
        try:
            message = head_message(self.size, self.root, self.day)
            Ed25519PublicKey.from_public_bytes(key).verify(self.signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of some feature: what it is called, the leaf that proves it, whether it fits that."""

    name: str
    leaf: bytes
    fits: bool


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Where a digest stands, and the path from it to the root of a ledger of `size` leaves."""

    digest: bytes
    position: int
    size: int
    path: tuple[bytes, ...]
    kind: str | None
    text: str | None

    def leads_to(self, root: bytes) -> bool:
        """Whether the path ends at this root."""
        return merkle.proves_inclusion(
            merkle.leaf_hash(self.digest),
            place=self.position,
            size=self.size,
            path=self.path,
            root=root,
        )


def head_message(size: int, root: bytes, day: date) -> bytes:
    """What is signed: a context of its own, so that the key can sign nothing else by mistake."""
    said = {"size": size, "root": root.hex(), "day": day.isoformat()}
    return HEAD_CONTEXT + canonical(said)


def signed_head(size: int, root: bytes, *, day: date, signer: bytes) -> Head:
    """A head with the signature of this Ed25519 seed (32 bytes)."""
    key = Ed25519PrivateKey.from_private_bytes(signer)
    return Head(size, root, day, key.sign(head_message(size, root, day)))


def head_key(signer: bytes) -> bytes:
    """The public key, 32 bytes, under which anyone checks the heads of this seed."""
    return Ed25519PrivateKey.from_private_bytes(signer).public_key().public_bytes_raw()


def stands_from(day: date) -> date:
    """The day on which what a worker sends on `day` is appended.

    Always a whole day later: were it the same day, whoever polls the head around an upkeep
    would know within which hours it was sent.
    """
    return day + timedelta(days=1)
