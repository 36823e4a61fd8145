"""How long intervals last: added up, laid over each other, and with short gaps filled."""

from collections.abc import Iterable
from typing import NamedTuple

# Searching for the next task counts as work as long as it takes no more than five minutes.
SESSION_GAP_MS = 300_000


class Spent(NamedTuple):
    """Three readings of the same work, in milliseconds."""

    sum: int
    union: int
    session: int


def spent(intervals: Iterable[tuple[int, int]], *, gap_ms: int = SESSION_GAP_MS) -> Spent:
    """The sum, union and sessions of one person's intervals, which come sorted."""
    total = union = session = 0
    covered: int | None = None
    for start, end in intervals:
        total += end - start
        if covered is None:
            union, session, covered = end - start, end - start, end
            continue
        if end <= covered:
            continue
        fresh = end - max(start, covered)
        gap = max(start - covered, 0)
        union += fresh
        session += fresh + (gap if gap <= gap_ms else 0)
        covered = end
    return Spent(total, union, session)
