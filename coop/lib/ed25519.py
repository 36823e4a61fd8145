"""Which Ed25519 keys are none: those of small order, for which anybody can sign.

Libraries differ on them (RFC 8032 leaves it open), so a signature under one could count here and
not in somebody's recount.
"""

_UNSIGNED = bytes([0xFF] * 31 + [0x7F])
# Each point of small order as it can be written, its sign bit left out.
_WEAK = frozenset(
    bytes.fromhex(text)
    for text in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


def is_weak(key: bytes) -> bool:
    """Whether a public key of 32 bytes is a point of small order."""
    return bytes(a & b for a, b in zip(key, _UNSIGNED, strict=True)) in _WEAK
