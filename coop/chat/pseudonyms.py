"""The name of a seat: two words and a colour, from a room's secret and a token's key.

Whoever has a key cannot look for a name that they like: the secret never leaves the server.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from coop.lib.pseudonyms import WORDS

COLOURS = 12


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """What one seat is called in one room and month; `colour` is one of twelve, from 0."""

    name: str
    colour: int


def candidates(secret: bytes, scope: str, nonce: bytes) -> Iterator[Pseudonym]:
    """The names for a key in the order in which they are tried: the next one where one is taken."""
    digest = hmac.new(secret, scope.encode() + b"\x00" + nonce, hashlib.sha256).digest()
    first = int.from_bytes(digest[:8])
    second = int.from_bytes(digest[8:16])
    colour = digest[16] % COLOURS
    count = len(WORDS)
    for turn in range(count):
        one = (first + turn) % count
        for step in range(count - 1):
            # Never the same word twice.
            other = (one + 1 + (second + step) % (count - 1)) % count
            yield Pseudonym(f"{WORDS[one]} {WORDS[other]}", colour)
