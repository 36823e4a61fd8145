"""Blind signatures: the RFC's own vectors, a slow second reading of them, and what is refused."""

import hashlib
import secrets
from dataclasses import replace

import gmpy2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.lib import blindrsa, pss
from coop.lib.blindrsa import (
    FaultySignature,
    NotABlindedMessage,
    NotItsSignature,
    PrivateKey,
    Unblindable,
    blind,
    blind_sign,
    finalize,
    generate,
    verify,
)
from tests.lib.vectors import Vector, key, vectors

VARIANTS = pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.name)
KEY = generate(2048)
PUBLIC = KEY.public
BYTES_32 = st.binary(min_size=32, max_size=32)
BYTES_48 = st.binary(min_size=48, max_size=48)
FACTORS = st.integers(min_value=1, max_value=KEY.n - 1)


def sign(blinded: bytes, private: PrivateKey = KEY) -> bytes:
    return blind_sign(private, blinded, randbelow=secrets.randbelow)


def blinding_of(vector: Vector) -> blindrsa.Blinding:
    factor = pow(int.from_bytes(vector.inv), -1, key().n)
    return blind(key().public, vector.msg, prefix=vector.msg_prefix, salt=vector.salt, r=factor)


@VARIANTS
def test_the_encoded_message_is_the_rfcs(vector):
    assert vector.msg_prefix + vector.msg == vector.prepared_msg
    encoded = pss.encode(vector.prepared_msg, bits=4095, salt=vector.salt)
    assert encoded == vector.encoded_msg


@VARIANTS
def test_the_blinded_message_is_the_rfcs(vector):
    blinding = blinding_of(vector)
    assert blinding.blinded == vector.blinded_msg
    assert blinding.inverse == int.from_bytes(vector.inv)


@VARIANTS
def test_the_blind_signature_is_the_rfcs(vector):
    assert sign(vector.blinded_msg, key()) == vector.blind_sig


@VARIANTS
def test_the_signature_is_the_rfcs_and_verifies(vector):
    signature = finalize(
        key().public,
        vector.msg,
        blinding_of(vector),
        vector.blind_sig,
        salt_length=len(vector.salt),
    )
    assert signature == vector.sig


# ---- A second reading, slow and plain, that shares no line with the first ----


def slow_encode(message: bytes, bits: int, salt: bytes) -> int:
    """EMSA-PSS by the letter of RFC 8017, one integer at a time."""
    length = -(-bits // 8)
    mark = hashlib.new("sha384", b"\0" * 8 + hashlib.sha384(message).digest() + salt).digest()
    block = b"\0" * (length - len(salt) - 50) + b"\1" + salt
    stream = b""
    while len(stream) < len(block):
        count = len(stream) // 48
        stream += hashlib.sha384(mark + bytes([0, 0, count >> 8, count & 255])).digest()
    masked = bytes(a ^ b for a, b in zip(block, stream, strict=False))
    whole = int.from_bytes(masked + mark + b"\xbc")
    return whole % 2**bits


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200), BYTES_32, BYTES_48, FACTORS)
def test_every_step_equals_a_slow_reading_of_the_rfc(message, prefix, salt, factor):
    encoded = slow_encode(prefix + message, 2047, salt)
    assert pss.encode(prefix + message, bits=2047, salt=salt) == encoded.to_bytes(256)
    blinding = blind(PUBLIC, message, prefix=prefix, salt=salt, r=factor)
    assert int.from_bytes(blinding.blinded) == encoded * pow(factor, 65537, KEY.n) % KEY.n
    signed = sign(blinding.blinded)
    assert int.from_bytes(signed) == pow(int.from_bytes(blinding.blinded), KEY.d, KEY.n)
    signature = finalize(PUBLIC, message, blinding, signed)
    assert int.from_bytes(signature) == pow(encoded, KEY.d, KEY.n)


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=2, max_value=KEY.n - 2))
def test_whatever_is_signed_is_the_root_of_what_was_sent(number):
    signature = int.from_bytes(sign(number.to_bytes(256)))
    assert pow(signature, KEY.e, KEY.n) == number


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=0, max_value=255), st.integers(min_value=0, max_value=7))
def test_a_signature_with_one_bit_flipped_does_not_verify(place, bit):
    blinding = blind(PUBLIC, b"message", prefix=b"p" * 32, salt=b"s" * 48, r=7)
    signature = bytearray(finalize(PUBLIC, b"message", blinding, sign(blinding.blinded)))
    assert verify(PUBLIC, b"message", b"p" * 32, bytes(signature))
    signature[place] ^= 1 << bit
    assert not verify(PUBLIC, b"message", b"p" * 32, bytes(signature))


def test_a_signature_is_of_one_message_one_prefix_and_one_key():
    blinding = blind(PUBLIC, b"message", prefix=b"p" * 32, salt=b"s" * 48, r=7)
    signature = finalize(PUBLIC, b"message", blinding, sign(blinding.blinded))
    assert not verify(PUBLIC, b"messagf", b"p" * 32, signature)
    assert not verify(PUBLIC, b"message", b"q" * 32, signature)
    assert not verify(generate(2048).public, b"message", b"p" * 32, signature)


def test_a_3072_bit_key_signs_too():
    large = generate(3072)
    blinding = blind(large.public, b"m", prefix=b"p" * 32, salt=b"s" * 48, r=12345)
    assert len(finalize(large.public, b"m", blinding, sign(blinding.blinded, large))) == 384


# ---- What the signer refuses ----


# The keys are made anew in each process: what a case is called must not tell their numbers.
@pytest.mark.parametrize(
    "number",
    [0, 1, KEY.n - 1, KEY.n, KEY.n + 1, 2**2048 - 1],
    ids=["0", "1", "n - 1", "n", "n + 1", "2**2048 - 1"],
)
def test_a_number_that_no_honest_blinding_gives_is_refused(number):
    with pytest.raises(NotABlindedMessage, match="range"):
        sign(number.to_bytes(256))


@pytest.mark.parametrize("length", [0, 1, 255, 257, 384, 100_000])
def test_another_length_is_refused(length):
    with pytest.raises(NotABlindedMessage, match="256 bytes"):
        sign(b"\x02" * length)


@pytest.mark.parametrize("part", ["p", "q", "dp", "dq", "qinv"])
def test_a_flipped_bit_in_the_key_lets_nothing_out(part):
    broken = replace(KEY, **{part: getattr(KEY, part) ^ 1 << 64})
    with pytest.raises(FaultySignature):
        sign((12345).to_bytes(256), broken)


@pytest.mark.parametrize("which", [1, 2])
def test_a_flipped_bit_in_one_half_of_the_sum_lets_nothing_out(monkeypatch, which):
    honest, calls = gmpy2.powmod_sec, []

    def faulty(base, exponent, modulus):
        calls.append(modulus)
        return honest(base, exponent, modulus) ^ (1 << 700 if len(calls) == which else 0)

    monkeypatch.setattr(blindrsa.gmpy2, "powmod_sec", faulty)
    with pytest.raises(FaultySignature) as caught:
        sign((12345).to_bytes(256))
    assert len(calls) == 2
    # Nothing of the faulty number in the words either: one such signature gives p away.
    assert str(caught.value) == ""


def test_each_signing_hides_its_number_behind_fresh_randomness(monkeypatch):
    honest, bases = gmpy2.powmod_sec, []

    def watching(base, exponent, modulus):
        bases.append(int(base))
        return honest(base, exponent, modulus)

    monkeypatch.setattr(blindrsa.gmpy2, "powmod_sec", watching)
    signatures = {sign((12345).to_bytes(256)) for _ in range(3)}
    assert len(signatures) == 1
    assert len(set(bases)) == 6
    assert 12345 not in bases


def test_a_random_number_without_an_inverse_is_drawn_again():
    draws = iter([KEY.p - 1, 41])
    signed = blind_sign(KEY, (12345).to_bytes(256), randbelow=lambda most: next(draws))
    assert signed == sign((12345).to_bytes(256))
    assert list(draws) == []


# ---- What the client refuses ----


@pytest.mark.parametrize(
    "factor", [0, -1, KEY.n, KEY.p, 2 * KEY.q], ids=["0", "-1", "n", "p", "2 q"]
)
def test_a_factor_without_an_inverse_does_not_blind(factor):
    with pytest.raises(Unblindable):
        blind(PUBLIC, b"message", prefix=b"p" * 32, salt=b"s" * 48, r=factor)


@pytest.mark.parametrize(
    "answer",
    [b"", b"\0" * 255, b"\0" * 256, (5).to_bytes(256), KEY.n.to_bytes(256)],
    ids=["empty", "short", "0", "5", "n"],
)
def test_what_is_no_signature_is_not_kept(answer):
    blinding = blind(PUBLIC, b"message", prefix=b"p" * 32, salt=b"s" * 48, r=7)
    with pytest.raises(NotItsSignature):
        finalize(PUBLIC, b"message", blinding, answer)


def test_the_signature_of_another_blinding_is_not_kept():
    one = blind(PUBLIC, b"message", prefix=b"p" * 32, salt=b"s" * 48, r=7)
    other = blind(PUBLIC, b"message", prefix=b"q" * 32, salt=b"s" * 48, r=7)
    with pytest.raises(NotItsSignature):
        finalize(PUBLIC, b"message", one, sign(other.blinded))


def test_a_modulus_too_small_for_the_salt_encodes_nothing():
    with pytest.raises(ValueError, match="too small"):
        pss.encode(b"message", bits=700, salt=b"s" * 48)
