"""EMSA-PSS (RFC 8017, 9.1) with SHA-384: the encoding that a blind signature signs."""

import hashlib

HASH_BYTES = 48
SALT_BYTES = 48


def encode(message: bytes, *, bits: int, salt: bytes) -> bytes:
    """The encoded message of a modulus with `bits` + 1 bits; raises ValueError if too small."""
    length = (bits + 7) // 8
    padding = length - HASH_BYTES - len(salt) - 2
    if padding < 0:
        raise ValueError("the modulus is too small for this salt")
    digest = hashlib.sha384(message).digest()
    mark = hashlib.sha384(bytes(8) + digest + salt).digest()
    block = bytes(padding) + b"\x01" + salt
    masked = bytearray(_xor(block, mask(mark, len(block))))
    # The leftmost bits that the modulus cannot hold are cleared.
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + mark + b"\xbc"


def mask(seed: bytes, length: int) -> bytes:
    """MGF1 (RFC 8017, B.2.1) with SHA-384."""
    blocks = range(-(-length // HASH_BYTES))
    stream = b"".join(hashlib.sha384(seed + count.to_bytes(4)).digest() for count in blocks)
    return stream[:length]


def _xor(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left) ^ int.from_bytes(right)).to_bytes(len(left))
