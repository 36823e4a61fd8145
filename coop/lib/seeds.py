"""The wallet's one seed: everything secret of a token comes from it, the same again each time.

static/js/_seed.js is its twin in the browser. A slot's secrets depend on the scope's key and
descriptor too: a server that opened one code twice would otherwise see the same blinding factor
under two keys, and tie a draw to what was spent.
"""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coop.lib import codes
from coop.lib.rsakeys import PublicKey

SEED_BYTES = 16
CODE_LENGTH = 28
_CHECK_BITS = 12
_SALT = b"coop-wallet/v1"
_NONCE, _PREFIX, _PSS_SALT = 32, 32, 48
# So many bytes beyond the modulus leave no bias in the remainder.
_SPARE = 16


class NotASeed(ValueError):
    """The text is no seed: a sign is missing, or one is wrong."""


@dataclass(frozen=True, slots=True, repr=False)
class SlotSecrets:
    """What one token is made of: the nonce's Ed25519 seed, prefix, PSS salt, blinding factor."""

    nonce_seed: bytes
    prefix: bytes
    salt: bytes
    factor: int


def slot_secrets(
    seed: bytes, scope: str, slot: int, *, descriptor: bytes, spki: bytes
) -> SlotSecrets:
    """The secrets of one slot, by HKDF-SHA256 (RFC 5869)."""
    public = PublicKey.from_spki(spki)
    about = [scope.encode(), b"\0", str(slot).encode(), b"\0"]
    about += [hashlib.sha256(descriptor).digest(), hashlib.sha256(spki).digest()]
    start = _NONCE + _PREFIX + _PSS_SALT
    length = start + public.length + _SPARE
    made = HKDF(hashes.SHA256(), length, _SALT, b"".join(about)).derive(seed)
    return SlotSecrets(
        nonce_seed=made[:_NONCE],
        prefix=made[_NONCE : _NONCE + _PREFIX],
        salt=made[_NONCE + _PREFIX : start],
        factor=1 + int.from_bytes(made[start:]) % (public.n - 1),
    )


def seed_code(seed: bytes) -> str:
    """The seed as people copy it: 28 signs in groups of four, of which the last tell a slip."""
    number = int.from_bytes(seed) << _CHECK_BITS | _check(seed)
    shifts = range(5 * (CODE_LENGTH - 1), -1, -5)
    return codes.grouped("".join(codes.ALPHABET[number >> shift & 31] for shift in shifts))


def parse_seed(typed: str) -> bytes:
    """The seed of a code as typed; raises NotASeed."""
    signs = codes.normalised_code(typed[:200])
    if len(signs) != CODE_LENGTH or not set(signs) <= set(codes.ALPHABET):
        raise NotASeed("a seed has 28 signs")
    number = 0
    for sign in signs:
        number = number << 5 | codes.ALPHABET.index(sign)
    seed = (number >> _CHECK_BITS).to_bytes(SEED_BYTES)
    if number & (1 << _CHECK_BITS) - 1 != _check(seed):
        raise NotASeed("a sign is wrong")
    return seed


def _check(seed: bytes) -> int:
    digest = hashlib.sha256(b"coop-wallet/v1/seed\0" + seed).digest()
    return int.from_bytes(digest[:2]) >> 16 - _CHECK_BITS
