"""Sum, union and sessions against a reckoning second by second."""

from hypothesis import given
from hypothesis import strategies as st

from coop.reports.histories.intervals import SESSION_GAP_MS, spent

GAP = SESSION_GAP_MS // 1000
# Short and close together, so that they touch, hold each other and leave gaps around the limit.
INTERVALS = st.lists(
    st.tuples(st.integers(0, 3_000), st.integers(0, 700)).map(lambda at: (at[0], at[0] + at[1])),
    max_size=12,
).map(sorted)


def covered(intervals: list[tuple[int, int]]) -> set[int]:
    return {second for start, end in intervals for second in range(start, end)}


def in_sessions(intervals: list[tuple[int, int]]) -> set[int]:
    """Seconds covered, and those of each gap that is short enough."""
    seconds = covered(intervals)
    edges = {edge for interval in intervals for edge in interval}
    for end in edges:
        later = [start for start in edges if start > end]
        if later and min(later) - end <= GAP:
            seconds |= set(range(end, min(later)))
    return seconds


@given(INTERVALS)
def test_the_sum_counts_every_task(intervals):
    found = spent((start * 1000, end * 1000) for start, end in intervals)
    assert found.sum == sum(end - start for start, end in intervals) * 1000


@given(INTERVALS)
def test_the_union_counts_every_second_once(intervals):
    found = spent((start * 1000, end * 1000) for start, end in intervals)
    assert found.union == len(covered(intervals)) * 1000


@given(INTERVALS)
def test_sessions_fill_gaps_of_up_to_five_minutes(intervals):
    found = spent((start * 1000, end * 1000) for start, end in intervals)
    assert found.session == len(in_sessions(intervals)) * 1000


def test_a_gap_of_exactly_five_minutes_is_filled():
    assert spent([(0, 0), (SESSION_GAP_MS, SESSION_GAP_MS)]).session == SESSION_GAP_MS


def test_a_longer_gap_is_not():
    assert spent([(0, 0), (SESSION_GAP_MS + 1, SESSION_GAP_MS + 1)]).session == 0


def test_no_task_takes_no_time():
    assert spent([]) == (0, 0, 0)
