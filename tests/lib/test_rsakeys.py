"""The keys of scopes are written in one way, read back the same, and never printed."""

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from coop.lib.rsakeys import NotAKey, PrivateKey, PublicKey, generate
from tests.lib.vectors import key

KEY = generate(2048)
DER = serialization.Encoding.DER
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


def test_a_private_key_is_read_back():
    assert PrivateKey.from_der(KEY.to_der()) == KEY


def test_a_public_key_is_read_back():
    assert PublicKey.from_spki(KEY.public.spki()) == KEY.public


def test_a_key_of_its_primes_is_the_key():
    assert PrivateKey.from_der(key().to_der()) == key()


def test_a_private_key_shows_nothing_of_itself():
    assert str(KEY.d) not in repr(KEY)
    assert str(KEY.p) not in repr(KEY)


@pytest.mark.parametrize("bits", [1024, 2049, 4104])
def test_a_key_has_2048_to_4096_bits(bits):
    with pytest.raises(NotAKey):
        generate(bits)


@pytest.mark.parametrize("n", [0, 2**1023 + 1, 2**2047, 2**2048 + 1, 2**4096 + 1])
def test_a_modulus_is_odd_and_of_a_size(n):
    with pytest.raises(NotAKey):
        PublicKey(n)


def test_another_exponent_is_refused():
    with pytest.raises(NotAKey, match="65537"):
        PublicKey(KEY.n, 3)


def test_a_small_key_in_spki_is_refused():
    small = rsa.generate_private_key(65537, 1024).public_key()
    with pytest.raises(NotAKey):
        PublicKey.from_spki(small.public_bytes(DER, SPKI))


def test_a_key_of_another_kind_is_refused():
    other = ed25519.Ed25519PrivateKey.generate()
    with pytest.raises(NotAKey):
        PublicKey.from_spki(other.public_key().public_bytes(DER, SPKI))
    plain = (DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with pytest.raises(NotAKey):
        PrivateKey.from_der(other.private_bytes(*plain))


def test_the_pem_of_a_key_is_not_its_der():
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(KEY.public.spki())
    with pytest.raises(NotAKey):
        PublicKey.from_spki(pem + b"-----END PUBLIC KEY-----\n")


def test_bytes_after_the_key_are_refused():
    with pytest.raises(NotAKey):
        PublicKey.from_spki(KEY.public.spki() + b"\0")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_key_or_refused(data):
    with pytest.raises(NotAKey):
        PublicKey.from_spki(data)
    with pytest.raises(NotAKey):
        PrivateKey.from_der(data)
