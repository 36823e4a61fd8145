"""The private keys of scopes: made, encrypted while they lie in the database, used, forgotten."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from coop.config import Config
from coop.lib.blindrsa import PrivateKey, blind_sign, generate
from coop.tokens.queries import IssuingScope
from coop.tokens.rules import Descriptor
from coop.web.background import off_the_loop

_GCM_NONCE = 12


@dataclass(frozen=True, slots=True)
class ScopeKeys:
    """The server's keys that scopes need, each for one purpose."""

    sealing: bytes
    signer: bytes


def keys_of(config: Config) -> ScopeKeys:
    """What encrypts scope keys at rest, and what signs the heads of the ledger."""
    return ScopeKeys(sealing=config.key("scope keys"), signer=config.key("ledger heads"))


def new_key(descriptor: Descriptor) -> PrivateKey:
    """A fresh key of the length that the scope needs, made off the event loop."""
    return off_the_loop(generate, descriptor.bits)


def seal(key: PrivateKey, code: str, *, sealing: bytes) -> bytes:
    """The private key encrypted (AES-256-GCM), bound to its scope's code."""
    nonce = secrets.token_bytes(_GCM_NONCE)
    return nonce + AESGCM(sealing).encrypt(nonce, key.to_der(), code.encode())


def unseal(sealed: bytes, code: str, *, sealing: bytes) -> PrivateKey:
    """The private key of a scope; raises InvalidTag where it was sealed for another."""
    nonce, text = sealed[:_GCM_NONCE], sealed[_GCM_NONCE:]
    return PrivateKey.from_der(AESGCM(sealing).decrypt(nonce, text, code.encode()))


def sign_blind(
    scope: IssuingScope, blinded: Sequence[bytes], *, sealing: bytes
) -> list[bytes | ValueError]:
    """Sign blinded messages with the scope's key; an unusable one is answered by its error."""
    key = unseal(scope.sealed_key, scope.code, sealing=sealing)
    return [_signed(key, each) for each in blinded]


def _signed(key: PrivateKey, blinded: bytes) -> bytes | ValueError:
    try:
        return blind_sign(key, blinded, randbelow=secrets.randbelow)
    except ValueError as error:
        return error
