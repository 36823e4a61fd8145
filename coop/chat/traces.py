"""What in a line could point to its author; a name of the room points to nobody."""

import re
from collections.abc import Callable, Mapping

from coop.lib.identity import Warning, warnings
from coop.lib.pseudonyms import WORDS

_WORD = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
_NAMES = re.compile(rf"(?<!\w)@?(?P<name>(?:{_WORD}) (?:{_WORD}))(?!\w)")

NamesAmong = Callable[[set[str]], set[str]]


def traces(texts: Mapping[str, str], names_among: NamesAmong) -> list[Warning]:
    """What could identify the author, field by field.

    `names_among` says which of these two words are names of the room's seats; it is asked only
    where a text has such words.
    """
    sought = {match["name"] for text in texts.values() for match in _NAMES.finditer(text)}
    names = names_among(sought) if sought else set()
    return warnings({field: _without(text, names) for field, text in texts.items()})


def _without(text: str, names: set[str]) -> str:
    """The text with these names, and the "@" before them, blank: places stay the same."""

    def blank(match: re.Match[str]) -> str:
        return "\n" * len(match[0]) if match["name"] in names else match[0]

    return _NAMES.sub(blank, text)
