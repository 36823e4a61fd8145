"""`flask ledger verify` finds whatever was done to the rows, and names them."""

import pytest
from flask import Flask

from coop.db import engine
from coop.ledger import verifying
from tests.ledger.forging import UNTOLD, Deed, forge, rehash, sql, swap
from tests.ledger.leaves import verify
from tests.shell import run

pytestmark = pytest.mark.usefixtures("twenty")

DEEDS: dict[str, tuple[Deed, list[str]]] = {
    "a digest is altered": (
        forge(11, deeds=()),
        ["leaf 11: this is not the digest that was appended"],
    ),
    "the last digest is altered": (
        forge(19, deeds=(sql(f"{UNTOLD} WHERE position = 19"),)),
        [
            "leaf 19: its text was taken away, or put there later",
            "leaf 19: this is not the digest that was appended",
        ],
    ),
    "a text is altered": (
        sql("UPDATE ledger_leaves SET text = replace(text, '6', '7') WHERE position = 6"),
        ["leaf 6: this is not the text that was appended"],
    ),
    "a kind is altered": (
        sql("UPDATE ledger_leaves SET kind = 'key' WHERE position = 6"),
        ["leaf 6: its text is of another kind than its row"],
    ),
    "a text is taken away": (
        sql(f"{UNTOLD} WHERE position = 6"),
        ["leaf 6: its text was taken away, or put there later"],
    ),
    "a text is put under a worker's leaf": (
        sql("UPDATE ledger_leaves SET text = '{}', kind = 'scope' WHERE position = 10"),
        ["leaf 10: its text was taken away, or put there later"],
    ),
    "a leaf is deleted": (
        sql("DELETE FROM ledger_leaves WHERE position = 7"),
        ["leaf 7: missing"],
    ),
    "the last leaf is deleted": (
        sql("DELETE FROM ledger_leaves WHERE position = 19"),
        ["leaf 19: missing"],
    ),
    "a leaf is deleted with its hash": (
        sql(
            "DELETE FROM ledger_leaves WHERE position = 7",
            "DELETE FROM ledger_nodes WHERE level = 0 AND position = 7",
        ),
        ["leaf 7: missing", "node 7 of level 0: missing"],
    ),
    "two leaves change places": (
        swap("ledger_leaves", "position", 10, 12),
        [
            "leaf 10: this is not the digest that was appended",
            "leaf 12: this is not the digest that was appended",
        ],
    ),
    "two leaves change places with their hashes": (
        lambda connection: (
            swap("ledger_leaves", "position", 10, 11)(connection),
            swap("ledger_nodes", "position", 10, 11, "level = 0")(connection),
        ),
        ["leaves 10 to 11: rewritten, or reordered, together with their hashes"],
    ),
    "a leaf's hash is altered": (
        sql("UPDATE ledger_nodes SET hash = {blob} WHERE level = 0 AND position = 4"),
        ["node 4 of level 0: altered"],
    ),
    "a node is altered": (
        sql("UPDATE ledger_nodes SET hash = {blob} WHERE level = 2 AND position = 1"),
        ["node 1 of level 2: altered"],
    ),
    "a node is deleted": (
        sql("DELETE FROM ledger_nodes WHERE level = 1 AND position = 9"),
        ["node 9 of level 1: missing"],
    ),
    "a node is added": (
        sql("INSERT INTO ledger_nodes VALUES (1, 10, {blob})"),
        ["node 10 of level 1: it belongs nowhere"],
    ),
    "a leaf is added at the end": (
        sql("INSERT INTO ledger_leaves VALUES (20, {blob}, NULL, NULL)"),
        ["leaves 20 to 20: no head stands over them", "node 20 of level 0: missing"],
    ),
    "a leaf is added before the first": (
        sql("INSERT INTO ledger_leaves VALUES (-1, {blob}, NULL, NULL)"),
        ["leaf -1: it belongs nowhere"],
    ),
    "a root is altered": (
        sql("UPDATE ledger_heads SET root = {blob} WHERE size = 9"),
        ["head of 9 leaves: altered, or not signed by this house"],
    ),
    "a day is altered": (
        sql("UPDATE ledger_heads SET day = '2026-11-20' WHERE size = 15"),
        [
            "head of 15 leaves: altered, or not signed by this house",
            "head of 15 leaves: its day is before that of the head before it",
        ],
    ),
    "a signature is altered": (
        sql("UPDATE ledger_heads SET signature = {blob} WHERE size = 20"),
        ["head of 20 leaves: altered, or not signed by this house"],
    ),
    "a head is deleted": (
        sql("DELETE FROM ledger_heads WHERE size = 9"),
        [
            "head of 15 leaves: it follows that of 5, and names that of 9: "
            "one is missing, or this row was altered"
        ],
    ),
    "the order of heads is altered": (
        sql("UPDATE ledger_heads SET previous = 3 WHERE size = 9"),
        [
            "head of 9 leaves: it follows that of 5, and names that of 3: "
            "one is missing, or this row was altered"
        ],
    ),
    "whose leaves a head's are is altered": (
        sql("UPDATE ledger_heads SET is_public = NOT is_public WHERE size = 5"),
        [f"leaf {n}: its text was taken away, or put there later" for n in range(5)],
    ),
    "the last head is deleted": (
        sql("DELETE FROM ledger_heads WHERE size = 20"),
        ["leaves 15 to 19: no head stands over them"],
    ),
    "a leaf and all its hashes are rewritten": (
        forge(11, deeds=(rehash,)),
        [
            "leaves 9 to 14: rewritten with all their hashes; "
            "the signed head of 15 leaves does not fit them",
            "1 later heads: they rest on what was rewritten",
        ],
    ),
}


@pytest.mark.parametrize("name", DEEDS)
def test_what_was_done_is_found_and_named(app: Flask, name: str) -> None:
    deed, told = DEEDS[name]
    with engine("voice").begin() as connection:
        deed(connection)
    code, lines = verify(app)
    assert (code, sorted(lines)) == (1, sorted(told))


def test_a_ledger_as_it_was_appended_is_found_sound(app: Flask) -> None:
    result = run(app, "ledger", "verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "20 leaves, all as they were appended." in result.stdout


def test_block_by_block_finds_the_same(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "BLOCK", 3)
    assert verify(app) == (0, [])
    with engine("voice").begin() as connection:
        forge(11, deeds=())(connection)
    assert verify(app) == (1, ["leaf 11: this is not the digest that was appended"])
