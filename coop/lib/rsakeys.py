"""The RSA keys of scopes: made, written and read by `cryptography`, used by blindrsa.py."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

EXPONENT = 65537
LEAST_BITS = 2048
MOST_BITS = 4096


class NotAKey(ValueError):
    """These bytes or numbers are no RSA key that a scope may have."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half: what the ledger holds and anyone verifies with."""

    n: int
    e: int = EXPONENT

    def __post_init__(self) -> None:
        bits = self.n.bit_length()
        if not LEAST_BITS <= bits <= MOST_BITS or bits % 8 or not self.n & 1:
            raise NotAKey("a modulus is odd and has 2048 to 4096 bits, in whole bytes")
        if self.e != EXPONENT:
            raise NotAKey("the public exponent is 65537")

    @property
    def length(self) -> int:
        """Bytes of the modulus, and so of every blinded message and signature."""
        return self.n.bit_length() // 8

    def spki(self) -> bytes:
        """SubjectPublicKeyInfo (DER, rsaEncryption): what stock tools read."""
        return opened(self).public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @classmethod
    def from_spki(cls, spki: bytes) -> Self:
        """Read what `spki` wrote, and no other spelling of it; raises NotAKey."""
        try:
            loaded = serialization.load_der_public_key(spki)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise NotAKey("this is no public key") from error
        if not isinstance(loaded, rsa.RSAPublicKey):
            raise NotAKey("this is no RSA key")
        numbers = loaded.public_numbers()
        key = cls(numbers.n, numbers.e)
        if key.spki() != spki:
            raise NotAKey("this is not the one way to write the key")
        return key


@dataclass(frozen=True, slots=True, repr=False)
class PrivateKey:
    """The private half, with its parts for the Chinese remainder theorem. Never printed."""

    n: int
    e: int
    d: int
    p: int
    q: int
    dp: int
    dq: int
    qinv: int

    @classmethod
    def from_primes(cls, p: int, q: int, d: int) -> Self:
        """A key of its two primes and private exponent."""
        return cls(p * q, EXPONENT, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return PublicKey(self.n, self.e)

    def to_der(self) -> bytes:
        """PKCS 8, unencrypted: the caller encrypts it before it is stored anywhere."""
        numbers = rsa.RSAPrivateNumbers(
            self.p,
            self.q,
            self.d,
            self.dp,
            self.dq,
            self.qinv,
            rsa.RSAPublicNumbers(self.e, self.n),
        )
        # Its own check of a key costs more than a hundred signatures: ours checks each signature.
        key = numbers.private_key(unsafe_skip_rsa_key_validation=True)
        return key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    @classmethod
    def from_der(cls, der: bytes) -> Self:
        """Read what `to_der` wrote; raises NotAKey."""
        try:
            key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise NotAKey("this is no private key") from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise NotAKey("this is no RSA key")
        return cls._of(key)

    @classmethod
    def _of(cls, key: rsa.RSAPrivateKey) -> Self:
        numbers = key.private_numbers()
        return cls(
            n=numbers.public_numbers.n,
            e=numbers.public_numbers.e,
            d=numbers.d,
            p=numbers.p,
            q=numbers.q,
            dp=numbers.dmp1,
            dq=numbers.dmq1,
            qinv=numbers.iqmp,
        )


def generate(bits: int) -> PrivateKey:
    """A new key of so many bits; takes some 0.1 s."""
    if not LEAST_BITS <= bits <= MOST_BITS or bits % 8:
        raise NotAKey("a key has 2048 to 4096 bits, in whole bytes")
    return PrivateKey._of(rsa.generate_private_key(EXPONENT, bits))


@lru_cache(maxsize=64)
def opened(public: PublicKey) -> rsa.RSAPublicKey:
    """The key as `cryptography` holds it; opening it costs as much as a verification."""
    return rsa.RSAPublicNumbers(public.e, public.n).public_key()
