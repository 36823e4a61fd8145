"""A house as the wallet sees it: a ledger, scopes with their keys, and answers to what it asks."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coop.lib import base64url, merkle
from coop.lib.blindrsa import blind_sign, generate
from coop.lib.canonical import canonical
from coop.lib.rsakeys import PrivateKey
from tests.node import node

SEED = bytes(range(16))


@dataclass
class Scope:
    """A scope with its private key, as it stands in the ledger."""

    code: str
    key: PrivateKey = field(default_factory=lambda: generate(2048))
    title: str = "Être payé à l’heure"
    lies: dict[str, str] = field(default_factory=dict)

    @property
    def descriptor(self) -> str:
        kind, subject = self.code.split("-", 1)
        said = {"kind": kind, "subject": subject, "title": self.title}
        days = {"opens": "2026-11-01", "closes": "2026-12-31"}
        return canonical(said | days | self.lies).decode()

    @property
    def leaf_text(self) -> str:
        key = base64url.encode(self.key.public.spki())
        content = {"scope": self.code, "descriptor": self.descriptor, "key": key}
        return canonical({"content": content, "kind": "scope", "salt": "00" * 16}).decode()


@dataclass
class House:
    """Leaves by their texts, in order; what lies before and behind them is filler."""

    scopes: list[Scope]
    before: int = 5
    behind: int = 3
    filler: str = "filler"
    signer: Ed25519PrivateKey = field(
        default_factory=lambda: Ed25519PrivateKey.from_private_bytes(b"h" * 32)
    )

    @property
    def leaves(self) -> list[bytes]:
        texts = [f"{self.filler} {n}" for n in range(self.before)]
        texts += [scope.leaf_text for scope in self.scopes]
        texts += [f"later {n}" for n in range(self.behind)]
        return [merkle.leaf_hash(hashlib.sha256(text.encode()).digest()) for text in texts]

    @property
    def head(self) -> dict[str, Any]:
        signed = {
            "day": "2026-11-25",
            "root": merkle.root(self.leaves).hex(),
            "size": len(self.leaves),
        }
        signature = self.signer.sign(b"coop-voice/head/v1\0" + canonical(signed))
        key = self.signer.public_key().public_bytes_raw()
        said = {"signature": base64url.encode(signature), "key": base64url.encode(key)}
        return signed | said

    def _path(self, spans: list[merkle.Span]) -> list[str]:
        nodes = merkle.grow(0, (), self.leaves)
        return [step.hex() for step in merkle.path(spans, nodes)]

    def entry(self, scope: Scope) -> dict[str, Any]:
        position = self.before + self.scopes.index(scope)
        kind, subject = scope.code.split("-", 1)
        return {
            "code": scope.code,
            "kind": kind,
            "subject": subject,
            "slots": 3,
            "opens_on": "2026-11-01",
            "closes_on": "2026-12-31",
            "leaf_text": scope.leaf_text,
            "position": position,
            "path": self._path(merkle.inclusion_spans(position, len(self.leaves))),
        }

    def answers(self, signed: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        entries = [self.entry(scope) for scope in self.scopes]
        return {
            "/api/v1/scopes": {"json": {"head": self.head, "scopes": entries}},
            "/me/wallet": {"json": signed or []},
        }

    def consistency(self, first: int) -> dict[str, Any]:
        second = len(self.leaves)
        path = self._path(merkle.consistency_spans(first, second))
        address = f"/api/v1/ledger/consistency?from={first}&to={second}"
        return {address: {"json": {"from": first, "to": second, "path": path}}}

    def sign(self, orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
        keys = {scope.code: scope.key for scope in self.scopes}
        return [
            {"scope": order["scope"], "slot": order["slot"]}
            | {"blind_signature": self._signed(keys[order["scope"]], order["blinded"])}
            for order in orders
        ]

    def _signed(self, key: PrivateKey, blinded: str) -> str:
        data = base64.urlsafe_b64decode(blinded + "==")
        return base64url.encode(blind_sign(key, data, randbelow=secrets.randbelow))


def wanted(*codes: str, slots: tuple[int, ...] = (0,)) -> list[dict[str, Any]]:
    return [{"scope": code, "slots": list(slots)} for code in codes]


def draw(answers: dict[str, Any], wanted: list[dict[str, Any]], **known: Any) -> dict[str, Any]:
    """What one drawing asks and gives."""
    order = {"seed": SEED.hex(), "csrf": "token", "seen": None, "leaves": {}}
    return node("drawing.mjs", order | known | {"answers": answers, "wanted": wanted})


def posted(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What was sent to be signed; empty where nothing was blinded."""
    return [order for ask in found["asked"] if ask["body"] for order in ask["body"]]


def drawn(house: House, wanted: list[dict[str, Any]], **known: Any) -> dict[str, Any]:
    """A whole drawing: once to see what is sent, once more with the house's signatures."""
    first = draw(house.answers(), wanted, **known)
    return draw(house.answers(house.sign(posted(first))), wanted, **known)
