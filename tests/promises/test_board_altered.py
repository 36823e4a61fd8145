"""Whatever is changed on a published board is found, by the verifier and by the browser alike."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from coop.lib import verifier
from tests.conftest import Databases
from tests.node import node
from tests.votes.published import Path, altered, board_of, places, with_value

Board = dict[str, Any]
# What a board is made of; that this is all of it is tested below.
FIELDS = (
    "format",
    "head.day", "head.key", "head.root", "head.signature", "head.size",
    "receipts.leaf", "receipts.path", "receipts.position",
    "result.leaf", "result.path", "result.position",
    "scope.leaf", "scope.path", "scope.position",
    "ballots.choice", "ballots.nonce", "ballots.prefix",
    "ballots.seq", "ballots.signature", "ballots.token",
)  # fmt: skip


@pytest.fixture
def board(house: dict[str, Databases]) -> Board:
    return board_of(house["sqlite"])


def field_of(at: Path) -> str:
    """The name of a place, without the numbers of ballots and steps."""
    return ".".join(step for step in at if isinstance(step, str))


def versions(board: Board, field: str) -> Iterator[Board]:
    """The board with each value of a field changed in several ways."""
    for at in places(board):
        if field_of(at) != field:
            continue
        original: Any = board
        for step in at:
            original = original[step]
        for value in altered(original):
            # As it is written: in Python, False would pass for 0.
            if json.dumps(value) != json.dumps(original):
                yield with_value(board, at, value)


def found_by_neither(boards: list[Board]) -> list[int]:
    """The numbers of those boards that the verifier or the browser takes for good."""
    in_browser = node("recount.mjs", {"boards": boards})["boards"]
    return [
        number
        for number, each in enumerate(boards)
        if verifier.verify(each).holds or in_browser[number]["holds"]
    ]


def test_the_board_as_published_holds(board: Board) -> None:
    assert verifier.verify(board).holds
    (seen,) = node("recount.mjs", {"boards": [board]})["boards"]
    assert (seen["holds"], seen["faults"], seen["bad"]) == (True, [], [])


def test_these_are_all_fields_of_a_board(board: Board) -> None:
    assert {field_of(at) for at in places(board)} == set(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_is_found(board: Board, field: str) -> None:
    boards = list(versions(board, field))
    assert boards
    assert found_by_neither(boards) == []


def without_a_ballot(board: Board) -> None:
    del board["ballots"][2]


def without_any_ballot(board: Board) -> None:
    board["ballots"] = []


def with_a_ballot_twice(board: Board) -> None:
    board["ballots"].insert(3, board["ballots"][2])


def with_two_ballots_swapped(board: Board) -> None:
    ballots = board["ballots"]
    ballots[1], ballots[2] = ballots[2], ballots[1]


def with_two_signatures_swapped(board: Board) -> None:
    first, second = board["ballots"][:2]
    first["signature"], second["signature"] = second["signature"], first["signature"]


def with_two_tokens_swapped(board: Board) -> None:
    first, second = board["ballots"][:2]
    for name in ("token", "prefix"):
        first[name], second[name] = second[name], first[name]


def with_a_word_added_to_a_ballot(board: Board) -> None:
    board["ballots"][0]["note"] = "x"


def with_a_field_of_a_ballot_missing(board: Board) -> None:
    del board["ballots"][0]["prefix"]


def with_a_part_added(board: Board) -> None:
    board["note"] = "x"


def with_a_part_missing(board: Board) -> None:
    del board["receipts"]


def with_leaves_swapped(board: Board) -> None:
    board["scope"], board["result"] = board["result"], board["scope"]


def with_another_result(board: Board) -> None:
    leaf = json.loads(board["result"]["leaf"])
    leaf["content"]["yes"], leaf["content"]["no"] = leaf["content"]["no"], leaf["content"]["yes"]
    board["result"]["leaf"] = verifier.canonical(leaf).decode()


def with_another_rule(board: Board) -> None:
    leaf = json.loads(board["scope"]["leaf"])
    text = leaf["content"]["descriptor"].replace('"quorum":0', '"quorum":90')
    leaf["content"]["descriptor"] = text
    board["scope"]["leaf"] = verifier.canonical(leaf).decode()


def with_a_step_of_a_proof_missing(board: Board) -> None:
    board["scope"]["path"].pop()


def with_a_step_of_a_proof_added(board: Board) -> None:
    board["result"]["path"].append("00" * 32)


def with_a_ballot_that_is_none(board: Board) -> None:
    board["ballots"][0] = None


WAYS = (
    without_a_ballot,
    without_any_ballot,
    with_a_ballot_twice,
    with_two_ballots_swapped,
    with_two_signatures_swapped,
    with_two_tokens_swapped,
    with_a_word_added_to_a_ballot,
    with_a_field_of_a_ballot_missing,
    with_a_part_added,
    with_a_part_missing,
    with_leaves_swapped,
    with_another_result,
    with_another_rule,
    with_a_step_of_a_proof_missing,
    with_a_step_of_a_proof_added,
    with_a_ballot_that_is_none,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_board_put_together_otherwise_is_found(
    board: Board, way: Callable[[Board], None]
) -> None:
    way(board)
    assert found_by_neither([board]) == []


@pytest.mark.parametrize("nonsense", [None, [], 3, "board", {}, {"ballots": 3}])
def test_what_is_no_board_is_said_to_be_none(nonsense: object) -> None:
    verdict = verifier.verify(nonsense)
    assert not verdict.holds
    assert verdict.faults


def test_the_verifier_names_the_ballot_and_the_reason(board: Board) -> None:
    board["ballots"][2]["choice"] = "yes" if board["ballots"][2]["choice"] != "yes" else "no"
    nonce = board["ballots"][2]["nonce"]
    sentences = verifier.sentences(verifier.verify(board))
    assert (
        f"Ballot 3 ({nonce}): its choice and seq are not signed by the key of its token."
        in sentences
    )
    assert sentences[-1] == "THIS BOARD DOES NOT HOLD."


def test_a_word_is_no_number_and_an_object_no_list(board: Board) -> None:
    boards = []
    for part in ("scope", "result", "receipts"):
        position, path = board[part]["position"], board[part]["path"]
        boards.append(with_value(board, (part, "path"), dict.fromkeys(path, "x")))
        if position in (0, 1):
            boards.append(with_value(board, (part, "position"), bool(position)))
    assert found_by_neither(boards) == []
