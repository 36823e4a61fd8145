"""Membership phrases: seven words of a BIP39 list (77 bits), and the digest that is stored."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from argon2.low_level import Type, hash_secret_raw
from mnemonic import Mnemonic

WORD_COUNT = 7
# The list of words for each language we speak; other languages read the English one.
WORD_LISTS = {"en": "english", "fr": "french", "es": "spanish"}

# Twice what OWASP's password sheet asks at the least, in RFC 9106's low-memory size:
# about a quarter of a second on the machine this was measured on.
ARGON2_PASSES = 3
ARGON2_KIB = 64 * 1024
ARGON2_LANES = 1
_DIGEST_BYTES = 32

_BETWEEN_WORDS = re.compile(r"[\W\d_]+")
_LONGEST_TYPED = 200


def new_phrase(language: str, randbelow: Callable[[int], int]) -> str:
    """Seven random words of a language's list, as they are spelt there."""
    words = _words(_list_of(language))
    return " ".join(words[randbelow(len(words))] for _ in range(WORD_COUNT))


def normalised(phrase: str) -> str:
    """The phrase without accents, capitals, or anything but one space between words."""
    apart = unicodedata.normalize("NFKD", phrase[:_LONGEST_TYPED]).casefold()
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _BETWEEN_WORDS.sub(" ", bare).strip()


def misspelt_words(phrase: str) -> list[str]:
    """The words of a phrase that stand in none of our lists, as normalised."""
    known = _known_words()
    return [word for word in normalised(phrase).split() if word not in known]


def unknown_places(phrase: str) -> list[int]:
    """The places, from 1, of the words of a phrase that stand in none of our lists."""
    known = _known_words()
    words = normalised(phrase).split()
    return [place for place, word in enumerate(words, start=1) if word not in known]


def word_count(phrase: str) -> int:
    """How many words a phrase has."""
    return len(normalised(phrase).split())


def has_seven_words(phrase: str) -> bool:
    """True where the phrase has the seven words that each of ours has."""
    return word_count(phrase) == WORD_COUNT


def phrase_digest(phrase: str, *, salt: bytes, key: bytes) -> bytes:
    """The 32 bytes that find a seat: HMAC-SHA256 over Argon2id. Slow and large by design."""
    stretched = hash_secret_raw(
        normalised(phrase).encode(),
        salt,
        time_cost=ARGON2_PASSES,
        memory_cost=ARGON2_KIB,
        parallelism=ARGON2_LANES,
        hash_len=_DIGEST_BYTES,
        type=Type.ID,
    )
    return hmac.new(key, stretched, hashlib.sha256).digest()


def _list_of(language: str) -> str:
    return WORD_LISTS.get(re.split(r"[-_]", language.lower())[0], "english")


@lru_cache(maxsize=len(WORD_LISTS))
def _words(list_name: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(list_name).wordlist)


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    return frozenset(normalised(word) for name in WORD_LISTS.values() for word in _words(name))
