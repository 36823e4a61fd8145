"""One board, published by the real house once for all tests that only look at it."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from coop import create_app
from tests.conftest import Databases, dispose, empty, make_config
from tests.votes.boxes import CODE, close, voted

CHOICES = ["yes"] * 3 + ["no"] * 2 + ["abstain"]
_made: dict[str, Any] = {}


def board_of(databases: Databases) -> dict[str, Any]:
    """The board as anyone downloads it, a fresh copy."""
    if not _made:
        app = create_app(make_config(databases))
        with app.app_context():
            empty(app)
        box = voted(app, CHOICES)
        with app.app_context():
            close(box)
        _made["text"] = app.test_client().get(f"/api/v1/petitions/{CODE}/board").data
        with app.app_context():
            dispose(app)
    board: dict[str, Any] = json.loads(_made["text"])
    return board


Path = tuple[str | int, ...]


def places(value: Any, at: Path = ()) -> Iterator[Path]:
    """Every value inside a board that is no list and no object."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from places(each, (*at, name))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from places(each, (*at, place))
    else:
        yield at


@cache
def _other(sign: str) -> str:
    return "0" if sign != "0" else "1"


def altered(value: Any) -> list[Any]:
    """Other values of the same sort: a sign changed at the start, in the middle, at the end."""
    if isinstance(value, int):
        return [value + 1, value - 1, str(value), None, True, False]
    spots = {0, len(value) // 2, len(value) - 1}
    changed = [value[:spot] + _other(value[spot]) + value[spot + 1 :] for spot in spots]
    return [*changed, value + "A", value + "=", "", None, 7]


def with_value(board: dict[str, Any], at: Path, value: Any) -> dict[str, Any]:
    """The board with one value replaced."""
    copy: Any = json.loads(json.dumps(board))
    inner = copy
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = value
    changed: dict[str, Any] = copy
    return changed
