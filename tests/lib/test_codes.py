"""Receipts are copied by hand, and still open their report."""

import contextlib
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.lib.codes import (
    ALPHABET,
    NotAReceipt,
    decode,
    encode,
    grouped,
    new_code,
    parse_receipt,
    receipt_from,
    receipt_hash,
)

KEY = b"k" * 32
NUMBERS = st.integers(min_value=0, max_value=2**100 - 1)


def test_the_same_sending_finds_the_same_receipt():
    assert receipt_from(KEY, b"one sending") == receipt_from(KEY, b"one sending")


def test_two_sendings_have_two_receipts():
    assert receipt_from(KEY, b"one") != receipt_from(KEY, b"two")


def test_another_secret_gives_another_receipt():
    assert receipt_from(KEY, b"one") != receipt_from(b"other", b"one")


def test_a_receipt_is_five_groups_of_four():
    assert [len(group) for group in receipt_from(KEY, b"one").split("-")] == [4] * 5


@given(NUMBERS)
def test_a_receipt_carries_a_hundred_bits(number):
    assert decode(encode(number)) == number


@given(NUMBERS)
def test_what_is_misread_is_put_right(number):
    receipt = grouped(encode(number))
    misread = receipt.replace("0", "o").replace("1", "l").replace("-", " – ").lower()
    assert parse_receipt(misread) == parse_receipt(receipt)


def test_any_way_of_writing_a_receipt_has_the_same_hash():
    receipt = receipt_from(KEY, b"one")
    assert receipt_hash(KEY, receipt) == receipt_hash(KEY, receipt.lower().replace("-", ""))


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 20, "0" * 21, "é" * 20, "0" * 10_000])
def test_what_cannot_be_a_receipt_is_refused(text):
    with pytest.raises(NotAReceipt):
        parse_receipt(text)


@given(st.text(max_size=90))
def test_any_text_is_a_receipt_or_refused(text):
    with contextlib.suppress(NotAReceipt):
        assert set(parse_receipt(text)) <= set(ALPHABET)


def test_more_than_a_hundred_bits_are_no_receipt():
    with pytest.raises(ValueError, match="100 bits"):
        encode(2**100)


def test_a_public_code_has_twelve_signs():
    assert len(new_code(secrets.randbelow)) == 12
