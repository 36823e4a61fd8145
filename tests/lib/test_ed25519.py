"""Points of small order are no keys, here and in the two other places that check signatures."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coop.config import ROOT
from coop.lib import ed25519, verifier
from coop.lib.ed25519 import is_weak

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P


def points(y: int) -> list[tuple[int, int]]:
    """The points of the curve with this y."""
    ratio = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(ratio, (P + 3) // 8, P)
    if x * x % P != ratio:
        x = x * pow(2, (P - 1) // 4, P) % P
    return [(each, y % P) for each in {x, -x % P}] if x * x % P == ratio else []


def doubled(x: int, y: int) -> tuple[int, int]:
    product = D * x * x * y * y
    return (
        2 * x * y * pow(1 + product, -1, P) % P,
        (y * y + x * x) * pow(1 - product, -1, P) % P,
    )


@pytest.mark.parametrize("key", sorted(ed25519._WEAK), ids=lambda key: key.hex()[:8])
def test_eight_times_a_weak_key_is_nothing(key: bytes) -> None:
    found = points(int.from_bytes(key, "little"))
    assert found
    for point in found:
        assert doubled(*doubled(*doubled(*point))) == (0, 1)


@pytest.mark.parametrize("key", sorted(ed25519._WEAK), ids=lambda key: key.hex()[:8])
def test_a_weak_key_is_known_with_either_sign(key: bytes) -> None:
    assert is_weak(key)
    assert is_weak(key[:31] + bytes([key[31] | 128]))


def test_a_fresh_key_is_none() -> None:
    keys = [Ed25519PrivateKey.generate().public_key().public_bytes_raw() for _ in range(20)]
    assert not any(map(is_weak, keys))


def test_the_verifier_and_the_browser_know_the_same() -> None:
    known = {key.hex() for key in ed25519._WEAK}
    script = (ROOT / "static" / "js" / "_ed25519.js").read_text()
    assert known == verifier.WEAK_KEYS
    assert set(re.findall(r'"([0-9a-f]{64})"', script)) == known
