"""What changed between two texts, word by word, for `ins` and `del` on a page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# The fields of a wording that are read as text.
WORDED = ("title", "demand", "text", "addressee")
_WORDS = re.compile(r"\S+\s*|\s+")
# Beyond this many words a comparison takes too long for a page: whole lines are compared then.
_MOST_WORDS = 3_000
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Literal["same", "ins", "del"]
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The runs that lead from one text to the other: those that went before those that came."""
    old, new = _parts(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        piece
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
        for piece in _pieces(kind, "".join(old[i1:i2]), "".join(new[j1:j2]))
    ]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[Piece]]:
    """The runs of each field of a wording that differs."""
    return {
        name: pieces(before[name], after[name]) for name in WORDED if before[name] != after[name]
    }


def _pieces(kind: str, old: str, new: str) -> Iterator[Piece]:
    if kind == "equal":
        yield Piece("same", new)
        return
    if old:
        yield Piece("del", old)
    if new:
        yield Piece("ins", new)


def _parts(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return _LINES.findall(before), _LINES.findall(after)
    return old, new
