"""What changed between two wordings is told exactly, and never takes long to find."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.petitions.diffs import Piece, pieces

TEXTS = st.text(alphabet="ab \n", max_size=60)
SENTENCE = "The work that follows the task is paid to the worker who did the work of the day. "


def said(found: list[Piece], *kinds: str) -> str:
    return "".join(piece.text for piece in found if piece.kind in kinds)


@given(before=TEXTS, after=TEXTS)
def test_the_runs_give_both_texts_again(before: str, after: str) -> None:
    found = pieces(before, after)
    assert said(found, "same", "del") == before
    assert said(found, "same", "ins") == after
    assert all(piece.text for piece in found)


def test_a_changed_word_is_all_that_changed() -> None:
    assert pieces("paid within ten days", "paid within two days") == [
        Piece("same", "paid within "),
        Piece("del", "ten "),
        Piece("ins", "two "),
        Piece("same", "days"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SENTENCE * 95, "the " * 2_000),
        ("the " * 2_000, "x " + "the " * 1_990 + "y"),
        ("a\n" * 4_000, "b\n" + "a\n" * 3_990),
        ("a b " * 2_000, "b a " * 2_000),
        (" ".join(map(str, range(1_600))), " ".join(map(str, reversed(range(1_600))))),
    ],
    ids=["few words", "one word", "one line", "two words", "turned round"],
)
def test_texts_made_to_be_slow_are_told_quickly(before: str, after: str) -> None:
    began = time.process_time()
    found = pieces(before, after)
    assert time.process_time() - began < 2  # without the bound: 3 to 200 seconds
    assert said(found, "same", "ins") == after
