"""The life of a petition: which moves there are, whose turn it is, when something is due."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.petitions.rules import (
    ENDS,
    LIFE,
    STATES,
    STOPS,
    TURNS,
    UNDONE,
    MoveRefused,
    Rule,
    State,
    due,
    is_over,
    is_still,
    may,
    may_change,
    moved,
    path,
    undone,
)

DAY = date(2026, 11, 23)
RULE = Rule(seconds=5, debate_days=7, vote_days=7, quorum=20, majority="simple")
NAMES = sorted({move.name for move in LIFE})
states = st.sampled_from(STATES)


@pytest.mark.parametrize(("state", "name"), list(product(STATES, NAMES)))
def test_a_move_is_made_where_the_table_has_it_and_refused_elsewhere(
    state: State, name: str
) -> None:
    after = [move.after for move in LIFE if (move.before, move.name) == (state, name)]
    assert may(state, name) == bool(after)
    if after:
        assert [moved(state, name)] == after
        return
    with pytest.raises(MoveRefused):
        moved(state, name)


def test_a_move_leads_to_one_state_only() -> None:
    starts = [(move.before, move.name) for move in LIFE]
    assert len(starts) == len(set(starts))


@pytest.mark.parametrize("state", ENDS)
def test_an_end_is_an_end(state: State) -> None:
    assert [move for move in LIFE if move.before == state] == []
    assert TURNS[state] == "nobody"


@pytest.mark.parametrize("state", [each for each in STATES if each not in ENDS])
def test_what_goes_on_has_an_owner_and_an_end(state: State) -> None:
    reached, edge = {state}, [state]
    while edge:
        edge = [m.after for s in edge for m in LIFE if m.before == s and m.after not in reached]
        reached |= set(edge)
    assert TURNS[state] != "nobody"
    assert reached & set(ENDS)


def test_every_state_can_be_reached() -> None:
    reached: set[State] = {"draft"}
    while more := {m.after for m in LIFE if m.before in reached} - reached:
        reached |= more
    assert reached == set(STATES)


def test_nothing_is_withdrawn_once_members_vote() -> None:
    assert {move.before for move in LIFE if move.name == "withdraw"} == {
        "draft",
        "seconding",
        "debated",
    }


@given(states, st.dates(), st.integers(1, 60), st.integers(1, 60))
def test_a_last_day_never_lies_before_the_first(
    state: State, day: date, debate: int, vote: int
) -> None:
    last = due(state, min(day, date(9000, 1, 1)), Rule(5, debate, vote, 20, "simple"))
    assert last is None or last >= min(day, date(9000, 1, 1))


def test_a_vote_of_seven_days_counts_its_first_and_its_last() -> None:
    assert due("voting", DAY, RULE) == DAY + timedelta(days=6)


def test_a_debate_of_seven_days_has_seven_whole_ones() -> None:
    assert due("debated", DAY, RULE) == DAY + timedelta(days=7)


def test_the_last_day_is_not_over() -> None:
    assert not is_over(DAY, today=DAY)
    assert is_over(DAY, today=DAY + timedelta(days=1))
    assert not is_over(None, today=DAY)


def test_the_text_stands_on_the_last_day() -> None:
    assert may_change(DAY, today=DAY - timedelta(days=1))
    assert not may_change(DAY, today=DAY)
    assert not may_change(None, today=DAY)


@given(states, st.integers(0, 100))
def test_stillness_is_said_from_the_fourteenth_day_on(state: State, days: int) -> None:
    expected = days >= 14 and state not in (*ENDS, "voting")
    assert is_still(state, DAY, today=DAY + timedelta(days=days)) == expected


@given(st.sampled_from(sorted(UNDONE)), st.integers(-3, 3))
def test_a_record_is_taken_back_on_its_own_day_only(state: State, days: int) -> None:
    today = DAY + timedelta(days=days)
    if days == 0:
        before = undone(state, recorded_on=DAY, today=today)
        assert any((m.before, m.after) == (before, state) for m in LIFE)
        return
    with pytest.raises(MoveRefused):
        undone(state, recorded_on=DAY, today=today)


@pytest.mark.parametrize("state", [each for each in STATES if each not in UNDONE])
def test_what_members_did_is_never_taken_back(state: State) -> None:
    with pytest.raises(MoveRefused):
        undone(state, recorded_on=DAY, today=DAY)


@st.composite
def lives(draw: st.DrawFn) -> list[State]:
    """A way through the table from the draft on."""
    life: list[State] = ["draft"]
    for _ in range(draw(st.integers(0, 10))):
        following = [move.after for move in LIFE if move.before == life[-1]]
        if not following:
            break
        life.append(draw(st.sampled_from(following)))
    return life


@given(lives())
def test_the_path_shows_what_is_done_what_is_now_and_what_is_to_come(life: list[State]) -> None:
    entered = {state: DAY + timedelta(days=n) for n, state in enumerate(life)}
    shown = path(life[-1], entered)
    places = [stop.place for stop in shown]
    is_ended = life[-1] in ENDS
    assert places == sorted(places, key=["done", "now", "ended", "to_come"].index)
    assert places.count("now") == (0 if is_ended else 1)
    assert len(shown) == len({stop.state for stop in shown})
    if not is_ended:
        assert tuple(stop.state for stop in shown) == STOPS
    days = [stop.day for stop in shown if stop.place == "done"]
    assert all(one is not None and two is not None and one <= two for one, two in pairwise(days))


def test_a_kept_promise_ends_a_path_on_which_all_is_done() -> None:
    life: list[State] = [*STOPS, "kept"]
    shown = path("kept", dict.fromkeys(life, DAY))
    assert {stop.place for stop in shown} == {"done"}


def test_a_rejected_petition_shows_where_it_ended() -> None:
    life: list[State] = ["draft", "seconding", "debated", "voting", "rejected"]
    shown = path("rejected", dict.fromkeys(life, DAY))
    assert [(s.state, s.place) for s in shown][-2:] == [("debated", "done"), ("rejected", "ended")]
