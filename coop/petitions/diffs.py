"""What changed between two texts, word by word, for `ins` and `del` on a page."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# The fields of a wording that are read as text.
WORDED = ("title", "demand", "text", "addressee")
_WORDS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
# How many pairs of equal parts are looked at. Without a bound, two texts of the same few words
# over and over, which anyone may send, would keep the house busy for minutes.
_MOST_PAIRS = 50_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Literal["same", "ins", "del"]
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The runs that lead from one text to the other: those that went before those that came.

    Word by word; line by line where words repeat too much; else all between the common
    beginning and end went, and all of the other came.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = (old[start : len(old) - end], new[start : len(new) - end])
    return [
        *_pieces("equal", "", "".join(new[:start])),
        *_between(*middle),
        *_pieces("equal", "", "".join(new[len(new) - end :])),
    ]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[Piece]]:
    """The runs of each field of a wording that differs."""
    return {
        name: pieces(before[name], after[name]) for name in WORDED if before[name] != after[name]
    }


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """The runs of what lies between the common beginning and end."""
    if not _is_quick(old, new):
        old, new = _LINES.findall("".join(old)), _LINES.findall("".join(new))
    if not _is_quick(old, new):
        yield from _pieces("replace", "".join(old), "".join(new))
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        yield from _pieces(kind, "".join(old[i1:i2]), "".join(new[j1:j2]))


def _is_quick(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether few enough parts of one text are equal to parts of the other."""
    times = Counter(new)
    return sum(count * times[part] for part, count in Counter(old).items()) <= _MOST_PAIRS


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many parts both begin with."""
    for number, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return number
    return min(len(old), len(new))


def _pieces(kind: str, old: str, new: str) -> Iterator[Piece]:
    if kind == "equal":
        if new:
            yield Piece("same", new)
        return
    if old:
        yield Piece("del", old)
    if new:
        yield Piece("ins", new)
