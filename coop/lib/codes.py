"""Codes that people copy by hand: receipts of 100 bits, and random public codes.

Crockford's base 32 has no I, L, O or U: what is misread in a hand-written code is put right.
"""

import hashlib
import hmac
from collections.abc import Callable

from coop.lib.refusals import Refusal
from coop.lib.words import N_

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_BITS = 100
RECEIPT_LENGTH = 20
CODE_LENGTH = 12
GROUP = 4
_BITS_A_SIGN = 5
_LONGEST_TYPED = 80
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = str.maketrans(dict.fromkeys("-‐‑‒–—−_. \t\r\n\u00a0\u202f"))


class NotAReceipt(Refusal):
    """The text cannot be a receipt, whatever is stored."""

    status = 404
    sentence = N_("No report answers to this receipt. Check each letter and figure of the code.")


def new_code(randbelow: Callable[[int], int]) -> str:
    """A random public code of 12 signs (60 bits), which says nothing of when or by whom."""
    return "".join(ALPHABET[randbelow(len(ALPHABET))] for _ in range(CODE_LENGTH))


def receipt_from(key: bytes, submission: bytes) -> str:
    """The receipt of one sending: a retry of the same sending finds the same receipt."""
    digest = hmac.new(key, submission, hashlib.sha256).digest()
    return grouped(encode(int.from_bytes(digest) >> (8 * len(digest) - RECEIPT_BITS)))


def receipt_hash(key: bytes, receipt: str) -> bytes:
    """What is stored of a receipt; any way of writing it gives the same 32 bytes."""
    return hmac.new(key, parse_receipt(receipt).encode(), hashlib.sha256).digest()


def parse_receipt(typed: str) -> str:
    """The 20 signs of a receipt as typed, put right; raises NotAReceipt."""
    if len(typed) > _LONGEST_TYPED:
        raise NotAReceipt
    signs = normalised_code(typed)
    if len(signs) != RECEIPT_LENGTH or not set(signs) <= set(ALPHABET):
        raise NotAReceipt
    return signs


def normalised_code(typed: str) -> str:
    """Capitals, no separators, O read as 0, I and L as 1."""
    return typed.translate(_BETWEEN).upper().translate(_MISREAD)


def grouped(signs: str) -> str:
    """Signs in groups of four, joined by hyphens."""
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def encode(number: int) -> str:
    """A number of up to 100 bits as 20 signs of Crockford's base 32."""
    if not 0 <= number < 1 << RECEIPT_BITS:
        raise ValueError("a receipt has 100 bits")
    shifts = range(RECEIPT_BITS - _BITS_A_SIGN, -1, -_BITS_A_SIGN)
    return "".join(ALPHABET[number >> shift & len(ALPHABET) - 1] for shift in shifts)


def decode(receipt: str) -> int:
    """The number behind a receipt, however it is written."""
    number = 0
    for sign in parse_receipt(receipt):
        number = number << _BITS_A_SIGN | ALPHABET.index(sign)
    return number
