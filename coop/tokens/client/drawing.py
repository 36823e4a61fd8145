"""Draws the tokens of every open scope, blinded, many in one request."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coop.lib import base64url
from coop.lib.blindrsa import Blinding, NotItsSignature, blind, finalize
from coop.lib.seeds import SlotSecrets, slot_secrets
from coop.tokens.client.house import House
from coop.tokens.client.scopes import KnownScope, believed
from coop.tokens.client.wallet import Token, Wallet

# As many as the house takes at once.
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """A token that the house did not give, and why in its own words."""

    scope: str
    slot: int
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pending:
    """One blinded message on its way, and all that turns the answer into a token."""

    scope: KnownScope
    slot: int
    secrets: SlotSecrets
    blinding: Blinding

    @property
    def nonce(self) -> bytes:
        """The public key that the token will be."""
        return _nonce_of(self.secrets)

    def as_json(self) -> dict[str, Any]:
        """The entry that is sent: a number that tells nothing of the nonce."""
        blinded = base64url.encode(self.blinding.blinded)
        return {"scope": self.scope.code, "slot": self.slot, "blinded": blinded}

    def finished(self, blind_signature: bytes) -> Token:
        """The token; raises NotItsSignature where the house signed with another key."""
        message = self.scope.message(self.nonce)
        signature = finalize(self.scope.public, message, self.blinding, blind_signature)
        return Token(
            scope=self.scope.code,
            slot=self.slot,
            descriptor_digest=self.scope.digest,
            nonce_seed=self.secrets.nonce_seed,
            prefix=self.secrets.prefix,
            signature=signature,
        )


def draw(house: House, wallet: Wallet) -> list[Refused]:
    """Draw all that the signed-in member may have and the wallet lacks; return what was refused.

    What was drawn before with the same seed is drawn again: the house gives the same answers.
    """
    scopes, wallet.seen = believed(house, seen=wallet.seen, leaves=wallet.leaves)
    rights = house.ask("/me/wallet/rights", as_member=True).json()
    lacking = list(_lacking(wallet, scopes, rights["scopes"]))
    refused: list[Refused] = []
    for start in range(0, len(lacking), MOST_AT_ONCE):
        some = lacking[start : start + MOST_AT_ONCE]
        refused += _draw(house, wallet, some, token=rights["csrf"])
    return refused


def pending(scope: KnownScope, slot: int, *, seed: bytes) -> Pending:
    """The blinded message of one slot, the same for the same seed."""
    secrets = slot_secrets(
        seed, scope.code, slot, descriptor=scope.descriptor.encode(), spki=scope.spki
    )
    message = scope.message(_nonce_of(secrets))
    blinding = blind(
        scope.public, message, prefix=secrets.prefix, salt=secrets.salt, r=secrets.factor
    )
    return Pending(scope, slot, secrets, blinding)


def _nonce_of(secrets: SlotSecrets) -> bytes:
    key = Ed25519PrivateKey.from_private_bytes(secrets.nonce_seed)
    return key.public_key().public_bytes_raw()


def _lacking(
    wallet: Wallet, scopes: dict[str, KnownScope], rights: list[dict[str, Any]]
) -> Iterator[Pending]:
    for right in rights:
        scope = scopes.get(right["scope"])
        if scope is None:  # opened since the scopes were read: it comes with the next drawing
            continue
        for slot in range(scope.slots):
            if (scope.code, slot) not in wallet.tokens:
                yield pending(scope, slot, seed=wallet.seed)


def _draw(house: House, wallet: Wallet, some: list[Pending], *, token: str) -> list[Refused]:
    sent = [each.as_json() for each in some]
    answers = house.ask(
        "/me/wallet", sends=sent, headers={"X-CSRF-Token": token}, as_member=True
    ).json()
    refused = []
    for each, answer in zip(some, answers, strict=True):
        code = each.scope.code
        if "refused" in answer:
            refused.append(Refused(code, each.slot, answer["refused"], answer["reason"]))
            continue
        try:
            drawn = each.finished(base64url.decode(answer["blind_signature"]))
        except NotItsSignature as error:
            words = "The house signed this with another key than the one in its ledger."
            refused.append(Refused(code, each.slot, words, type(error).__name__))
            continue
        wallet.tokens[code, each.slot] = drawn
        wallet.leaves[code] = each.scope.leaf
    return refused
