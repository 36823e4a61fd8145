"""RSA blind signatures (RFC 9474): RSABSSA-SHA384-PSS-Randomized and, for its vectors, the rest.

No maintained Python package has them, so the raw private operation is our own, with gmpy2.
The signer learns nothing of what it signs; `verify` is stock RSA-PSS, by `cryptography`.
A prefix of 32 bytes and a salt of 48 make the randomized variant, which is the one we use.
"""

from collections.abc import Callable
from dataclasses import dataclass

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from coop.lib import pss
from coop.lib.rsakeys import NotAKey, PrivateKey, PublicKey, generate, opened

PREFIX_BYTES = 32

__all__ = [
    "PREFIX_BYTES",
    "Blinding",
    "BlindingError",
    "FaultySignature",
    "NotABlindedMessage",
    "NotAKey",
    "NotItsSignature",
    "PrivateKey",
    "PublicKey",
    "Unblindable",
    "blind",
    "blind_sign",
    "finalize",
    "generate",
    "verify",
]


class BlindingError(ValueError):
    """A step of a blind signature that may not be made."""


class NotABlindedMessage(BlindingError):
    """Of the wrong length, or a number that no honest blinding gives."""


class FaultySignature(BlindingError):
    """The machine erred while signing; what came out would give the key away, and is dropped."""


class Unblindable(BlindingError):
    """The message or the blinding factor shares a divisor with the modulus."""


class NotItsSignature(BlindingError):
    """What the signer sent is no signature of this message by this key."""


@dataclass(frozen=True, slots=True)
class Blinding:
    """What the client keeps of a blinded message until it is signed."""

    blinded: bytes
    prefix: bytes
    inverse: int


def blind_sign(key: PrivateKey, blinded: bytes, *, randbelow: Callable[[int], int]) -> bytes:
    """Sign a blinded message; raises NotABlindedMessage or FaultySignature."""
    length = key.public.length
    if len(blinded) != length:
        raise NotABlindedMessage(f"a blinded message of this key has {length} bytes")
    message = gmpy2.mpz(int.from_bytes(blinded))
    # 0, 1 and -1 are their own signatures, and honest blinding never gives them.
    if not 1 < message < key.n - 1:
        raise NotABlindedMessage("out of range")
    signature = _private_operation(key, message, randbelow)
    if gmpy2.powmod(signature, key.e, key.n) != message:
        raise FaultySignature
    return int(signature).to_bytes(length)


def _private_operation(
    key: PrivateKey, message: gmpy2.mpz, randbelow: Callable[[int], int]
) -> gmpy2.mpz:
    """The message to the power d: behind a fresh factor, so that timing tells nothing."""
    factor, inverse = _random_unit(key.n, randbelow)
    hidden = message * gmpy2.powmod(factor, key.e, key.n) % key.n
    at_p = gmpy2.powmod_sec(hidden % key.p, key.dp, key.p)
    at_q = gmpy2.powmod_sec(hidden % key.q, key.dq, key.q)
    root = at_q + (at_p - at_q) * key.qinv % key.p * key.q
    return root * inverse % key.n


def _random_unit(n: int, randbelow: Callable[[int], int]) -> tuple[gmpy2.mpz, gmpy2.mpz]:
    """A random number from 1 to n - 1 that has an inverse, and that inverse."""
    while True:
        unit = gmpy2.mpz(1 + randbelow(n - 1))
        if gmpy2.gcd(unit, n) == 1:
            return unit, gmpy2.invert(unit, n)


def blind(public: PublicKey, message: bytes, *, prefix: bytes, salt: bytes, r: int) -> Blinding:
    """Blind a message by the factor `r` (1 to n - 1); raises Unblindable."""
    encoded = pss.encode(prefix + message, bits=public.n.bit_length() - 1, salt=salt)
    number = gmpy2.mpz(int.from_bytes(encoded))
    if not 0 < r < public.n or gmpy2.gcd(r, public.n) != 1 or gmpy2.gcd(number, public.n) != 1:
        raise Unblindable
    hidden = number * gmpy2.powmod(r, public.e, public.n) % public.n
    inverse = gmpy2.invert(r, public.n)
    return Blinding(int(hidden).to_bytes(public.length), prefix, int(inverse))


def finalize(
    public: PublicKey,
    message: bytes,
    blinding: Blinding,
    blind_signature: bytes,
    *,
    salt_length: int = pss.SALT_BYTES,
) -> bytes:
    """The signature of the message itself, checked; raises NotItsSignature."""
    if len(blind_signature) != public.length:
        raise NotItsSignature("wrong length")
    number = gmpy2.mpz(int.from_bytes(blind_signature))
    if number >= public.n:
        raise NotItsSignature("out of range")
    signature = int(number * blinding.inverse % public.n).to_bytes(public.length)
    if not verify(public, message, blinding.prefix, signature, salt_length=salt_length):
        raise NotItsSignature("it does not verify")
    return signature


def verify(
    public: PublicKey,
    message: bytes,
    prefix: bytes,
    signature: bytes,
    *,
    salt_length: int = pss.SALT_BYTES,
) -> bool:
    """True where stock RSA-PSS (SHA-384) finds the signature of prefix and message sound."""
    scheme = padding.PSS(padding.MGF1(hashes.SHA384()), salt_length)
    try:
        opened(public).verify(signature, prefix + message, scheme, hashes.SHA384())
    except InvalidSignature:
        return False
    return True
