"""What a wallet holds: one seed, the tokens made of it, the ledger as it was seen last."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coop.lib import base64url
from coop.lib.seeds import parse_seed, seed_code
from coop.tokens.client.scopes import SeenHead


class NotAWallet(Exception):
    """The file is not one that this program wrote."""


class NoRight(Exception):
    """The wallet holds no token for this, or has used all of them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A drawn token with the seed of its own key, and the digest of its scope's descriptor."""

    scope: str
    slot: int
    descriptor_digest: bytes
    nonce_seed: bytes
    prefix: bytes
    signature: bytes

    @property
    def signer(self) -> Ed25519PrivateKey:
        """The key with which the token acts."""
        return Ed25519PrivateKey.from_private_bytes(self.nonce_seed)

    @property
    def nonce(self) -> bytes:
        """The name under which its acts are known."""
        return self.signer.public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A ballot that was cast: the choice, its number, and what the house signed for it."""

    choice: str
    seq: int
    signed: dict[str, Any]


@dataclass(slots=True)
class Wallet:
    """One member's wallet. `leaves` are the scopes' leaves that it drew under."""

    seed: bytes
    tokens: dict[tuple[str, int], Token] = field(default_factory=dict)
    seen: SeenHead | None = None
    leaves: dict[str, bytes] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    # Draft tokens that have published a petition.
    used: set[tuple[str, int]] = field(default_factory=set)

    def token(self, scope: str, slot: int = 0) -> Token:
        """A drawn token; raises NoRight where none was drawn."""
        if (scope, slot) not in self.tokens:
            raise NoRight(scope)
        return self.tokens[scope, slot]

    def unused(self, scope: str) -> int:
        """The first slot of a scope that was not used up; raises NoRight where all were."""
        for code, slot in sorted(self.tokens.keys() - self.used):
            if code == scope:
                return slot
        raise NoRight(scope)


def save(wallet: Wallet, path: Path) -> None:
    """Write a wallet for its owner's eyes alone, whole or not at all."""
    beside = path.with_name(path.name + ".new")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        json.dump(_as_json(wallet), file, indent=1)
    beside.replace(path)


def load(path: Path) -> Wallet:
    """Read a wallet; raises NotAWallet."""
    try:
        said = json.loads(path.read_text())
        return _wallet(said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAWallet(f"{path} is not a wallet of this program") from error


def _as_json(wallet: Wallet) -> dict[str, Any]:
    encode = base64url.encode
    seen = wallet.seen
    return {
        "wallet": seed_code(wallet.seed),
        "ledger": {"key": encode(seen.key), "size": seen.size, "root": seen.root.hex()}
        if seen
        else None,
        "leaves": {code: digest.hex() for code, digest in sorted(wallet.leaves.items())},
        "tokens": [
            {
                "scope": token.scope,
                "slot": token.slot,
                "descriptor_digest": token.descriptor_digest.hex(),
                "nonce_seed": encode(token.nonce_seed),
                "prefix": encode(token.prefix),
                "token": encode(token.signature),
            }
            for _place, token in sorted(wallet.tokens.items())
        ],
        "used": sorted(wallet.used),
        "receipts": {scope: asdict(each) for scope, each in sorted(wallet.receipts.items())},
    }


def _wallet(said: dict[str, Any]) -> Wallet:
    decode = base64url.decode
    ledger = said.get("ledger")
    tokens = [
        Token(
            scope=each["scope"],
            slot=each["slot"],
            descriptor_digest=bytes.fromhex(each["descriptor_digest"]),
            nonce_seed=decode(each["nonce_seed"]),
            prefix=decode(each["prefix"]),
            signature=decode(each["token"]),
        )
        for each in said.get("tokens", [])
    ]
    return Wallet(
        seed=parse_seed(said["wallet"]),
        tokens={(token.scope, token.slot): token for token in tokens},
        seen=SeenHead(decode(ledger["key"]), ledger["size"], bytes.fromhex(ledger["root"]))
        if ledger
        else None,
        leaves={code: bytes.fromhex(digest) for code, digest in said.get("leaves", {}).items()},
        used={(scope, slot) for scope, slot in said.get("used", [])},
        receipts={scope: Receipt(**each) for scope, each in said.get("receipts", {}).items()},
    )
