"""How votes are counted: choices, quorum, majorities, ties, and sums that cannot be."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.lib import verifier
from coop.votes.rules import (
    CHOICES,
    SEQ_MOST,
    Ballot,
    NotABallot,
    Rule,
    board_digest,
    check_body,
    rule_of,
    tally,
)

FREE = Rule(roll=100, quorum=0, majority="simple")


def outcome(yes: int, no: int, abstain: int = 0, rule: Rule = FREE, issued: int = 100) -> str:
    counts = {"yes": yes, "no": no, "abstain": abstain}
    return tally(counts, rule, issued=issued).outcome


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "majority", "expected"),
    [
        (2, 1, 0, "simple", "adopted"),
        (1, 1, 0, "simple", "rejected"),
        (1, 0, 9, "simple", "adopted"),
        (0, 0, 9, "simple", "rejected"),
        (5, 1, 4, "absolute", "rejected"),
        (6, 0, 5, "absolute", "adopted"),
        (6, 4, 0, "absolute", "adopted"),
        (2, 1, 0, "two_thirds", "adopted"),
        (2, 1, 9, "two_thirds", "adopted"),
        (19, 10, 0, "two_thirds", "rejected"),
        (0, 0, 3, "two_thirds", "rejected"),
    ],
)
def test_a_majority_is_what_its_name_says(
    yes: int, no: int, abstain: int, majority: str, expected: str
) -> None:
    rule = rule_of({"roll": 100, "quorum": 0, "majority": majority})
    assert outcome(yes, no, abstain, rule) == expected


@pytest.mark.parametrize(
    ("cast", "expected"), [(19, "no_quorum"), (20, "adopted"), (21, "adopted")]
)
def test_a_quorum_is_a_share_of_the_roll(cast: int, expected: str) -> None:
    assert outcome(cast, 0, rule=Rule(100, 20, "simple")) == expected


def test_a_quorum_is_not_rounded_down() -> None:
    # 20 % of 11 members are 2.2: two do not reach it.
    assert outcome(2, 0, rule=Rule(11, 20, "simple"), issued=11) == "no_quorum"
    assert outcome(3, 0, rule=Rule(11, 20, "simple"), issued=11) == "adopted"


def test_who_abstains_counts_toward_the_quorum() -> None:
    assert outcome(2, 1, 17, Rule(100, 20, "simple")) == "adopted"


def test_nothing_is_adopted_by_nobody() -> None:
    assert outcome(0, 0) == "no_quorum"


def test_more_ballots_than_tokens_adopt_nothing() -> None:
    assert outcome(11, 0, issued=10) == "void"


def test_more_tokens_than_members_adopt_nothing() -> None:
    assert outcome(10, 0, issued=101) == "void"


def test_a_row_without_a_token_is_said_and_not_counted() -> None:
    counted = tally({"yes": 3}, FREE, issued=3, invalid=2)
    assert (counted.cast, counted.ballots, counted.outcome) == (3, 5, "adopted")
    assert not counted.holds


def test_a_result_holds_where_ballots_tokens_and_roll_fit() -> None:
    assert tally({"yes": 3}, FREE, issued=3).holds


counts = st.fixed_dictionaries({choice: st.integers(0, 60) for choice in CHOICES})


@given(
    counts,
    st.integers(0, 200),
    st.integers(0, 200),
    st.integers(0, 100),
    st.sampled_from(["simple", "absolute", "two_thirds"]),
)
def test_the_verifier_for_outsiders_counts_as_the_house_does(
    counts: dict[str, int], issued: int, roll: int, quorum: int, majority: str
) -> None:
    rule = {"roll": roll, "quorum": quorum, "majority": majority}
    ours = tally(counts, rule_of(rule), issued=issued)
    theirs = verifier.tally(counts, issued=issued, **rule)  # type: ignore[arg-type]  # one dict
    assert ours.outcome == theirs


@given(counts, st.integers(0, 100), st.sampled_from(["simple", "absolute", "two_thirds"]))
def test_one_more_yes_never_undoes_a_yes(
    counts: dict[str, int], quorum: int, majority: str
) -> None:
    rule = rule_of({"roll": 1000, "quorum": quorum, "majority": majority})
    more = [counts | {"yes": counts["yes"] + extra} for extra in range(3)]
    adopted = [tally(each, rule, issued=1000).is_adopted for each in more]
    assert all(later or not earlier for earlier, later in pairwise(adopted))


@pytest.mark.parametrize("choice", CHOICES)
def test_a_body_says_what_was_chosen_and_which_time(choice: str) -> None:
    check_body({"act": "ballot", "choice": choice, "seq": 0})


@pytest.mark.parametrize(
    "body",
    [
        {"act": "ballot", "choice": "maybe", "seq": 0},
        {"act": "ballot", "choice": "yes", "seq": -1},
        {"act": "ballot", "choice": "yes", "seq": True},
        {"act": "ballot", "choice": "yes", "seq": "0"},
        {"act": "ballot", "choice": "yes", "seq": SEQ_MOST + 1},
        {"act": "ballot", "choice": "yes"},
        {"act": "ballot", "choice": "yes", "seq": 0, "more": "x"},
        {"act": "ballot", "choice": ["yes"], "seq": 0},
        {},
    ],
)
def test_anything_else_is_no_ballot(body: dict[str, object]) -> None:
    with pytest.raises(NotABallot):
        check_body(body)


def test_the_digest_of_a_board_is_that_of_its_canonical_lines() -> None:
    ballot = Ballot(b"n" * 32, b"p" * 32, b"t" * 256, "yes", 3, b"s" * 64)
    assert board_digest([ballot, ballot]).hex() == verifier.digest_of([ballot.as_json()] * 2)
