"""The browser reads a scope's key in one way only, and refuses one that could see through."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from coop.lib.rsakeys import generate
from tests.js.asking import Threw, answer, answers

DER = serialization.Encoding.DER
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


@pytest.mark.parametrize("bits", [2048, 2056, 3072, 4096])
def test_a_key_is_read_at_each_size(bits):
    public = generate(bits).public
    assert int(answer("key", spki=public.spki().hex()), 16) == public.n


def test_every_other_spelling_is_refused():
    sound = generate(2048).public.spki()
    other = [
        b"",
        sound[:-1],
        sound + b"\0",
        sound[:-1] + b"\3",
        b"\x31" + sound[1:],
        rsa.generate_private_key(65537, 1024).public_key().public_bytes(DER, SPKI),
        rsa.generate_private_key(3, 2048).public_key().public_bytes(DER, SPKI),
        ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(DER, SPKI),
    ]
    found = answers([{"do": "key", "spki": spki.hex()} for spki in other])
    assert all(isinstance(one, Threw) for one in found)


def test_a_modulus_with_a_small_factor_is_found():
    sound = generate(2048)
    small = [2, 3, 5, 7, 97, 257, 4999, 9973]
    cases = [{"do": "small", "n": f"{sound.p * prime:x}"} for prime in small]
    assert answers(cases) == [True] * len(small)


def test_an_honest_modulus_has_none():
    keys = [generate(2048) for _ in range(10)]
    assert answers([{"do": "small", "n": f"{key.n:x}"} for key in keys]) == [False] * 10
