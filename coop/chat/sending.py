"""Lines as they are sent, no more at once than a slow phone takes; and the JSON of it all."""

import json
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from coop.chat.rules import Line

# A page of history ends with whole lines at about so many bytes; the rest is asked for.
MOST_BYTES = 96 * 1024
# What a line weighs beside its words: names, dates, the beginning of what it answers.
ENVELOPE = 400


def first_of(lines: Sequence[Line]) -> list[Line]:
    """The first lines that go into one page, at least one."""
    weights = accumulate(_weight(line) for line in lines)
    return [line for line, sum_ in zip(lines, weights, strict=True) if sum_ <= MOST_BYTES] or list(
        lines[:1]
    )


def last_of(lines: Iterable[Line]) -> list[Line]:
    """The last lines that go into one page, in their order."""
    return first_of(list(lines)[::-1])[::-1]


def as_json(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as browsers read them."""
    return [line.as_json() for line in lines]


def _weight(line: Line) -> int:
    return ENVELOPE + len(line.text.encode())


class Plain:
    """The JSON of the rooms: an accent or an Urdu letter travels as itself, not as six signs."""

    @staticmethod
    def dumps(value: Any, **options: Any) -> str:
        """The value as JSON; raises ValueError for what no UTF-8 can carry."""
        return json.dumps(value, ensure_ascii=False, allow_nan=False, **options)

    loads = staticmethod(json.loads)
