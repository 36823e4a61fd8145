"""Asks our browser modules in Node; many questions in one run, since starting Node takes long."""

from typing import Any

from tests.node import node


class Threw(Exception):
    """The module threw, with these words."""


def answers(cases: list[dict[str, Any]]) -> list[Any]:
    """What each case gives; a Threw in the place of one that throws."""
    found = node("client.mjs", cases)
    return [Threw(answer["threw"]) if "threw" in answer else answer.get("is") for answer in found]


def answer(act: str, **given: Any) -> Any:
    """What one case gives; raises Threw."""
    (found,) = answers([{"do": act, **given}])
    if isinstance(found, Threw):
        raise found
    return found
