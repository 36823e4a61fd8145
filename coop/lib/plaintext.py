"""Text as it may be kept: bare newlines, and no sign that cannot be seen or written in XML."""

import re
from unicodedata import category, combining, normalize

# Letters and signs, by their category, that are drawn as nothing.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Accents of Latin, Greek and Cyrillic letters; and where those begin that have others.
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_FURTHER = re.compile("[\u0483-\U0010ffff]")


def plain(text: str) -> str:
    """The text with bare newlines and without signs that cannot be seen nor written in XML."""
    return "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or _is_seen(sign))


def is_blank(text: str) -> bool:
    """Whether there is nothing to be seen: spaces, joiners, marks on nothing, fillers."""
    return all(sign in BLANKS or category(sign)[0] in "CZM" for sign in text)


def folded(text: str) -> str:
    """The form in which words are looked for: neither capitals nor accents matter."""
    small = text.casefold()
    if small.isascii():
        return small
    bare = _ACCENTS.sub("", normalize("NFKD", small))
    if _FURTHER.search(bare) is None:
        return bare
    return "".join(sign for sign in bare if not combining(sign))


def _is_seen(sign: str) -> bool:
    is_turned = "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"
    is_plain = category(sign) not in ("Cc", "Cs") and ord(sign) & 0xFFFE != 0xFFFE
    return is_plain and not is_turned  # what turns the direction of others reorders whole lists
