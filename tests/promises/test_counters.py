"""What counts calls in this process loses none, forgets in time, and costs the same for all."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from coop.web.counters import SWEEP_SECONDS, Counters

LIMIT = parse("5 per minute")


class Hand:
    """A clock in seconds that a test moves."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def counters(hand: Hand) -> Counters:
    return Counters(hand)


def test_five_of_a_thousand_at_once_are_admitted(counters: Counters) -> None:
    limiter = FixedWindowRateLimiter(counters)
    with ThreadPoolExecutor(16) as pool:
        admitted = list(pool.map(lambda _: limiter.hit(LIMIT, "x", "one"), range(1000)))
    assert sum(admitted) == 5


def test_of_many_first_ones_at_once_one_is_first(counters: Counters) -> None:
    limiter, once = FixedWindowRateLimiter(counters), parse("1 per hour")
    for name in range(50):
        with ThreadPoolExecutor(8) as pool:
            first = list(pool.map(lambda _: limiter.hit(once, "x", str(name)), range(8)))  # noqa: B023
        assert sum(first) == 1


def test_a_window_begins_with_its_first_count(counters: Counters, hand: Hand) -> None:
    for _ in range(3):
        counters.incr("a", 60)
        hand.time += 25
    assert counters.get("a") == 0
    assert counters.incr("a", 60) == 1


def test_another_name_is_counted_apart(counters: Counters) -> None:
    counters.incr("a", 60)
    assert counters.incr("b", 60) == 1


def test_names_whose_windows_ended_are_forgotten(counters: Counters, hand: Hand) -> None:
    for name in range(1000):
        counters.incr(str(name), 30)
    hand.time += SWEEP_SECONDS
    counters.incr("new", 30)
    assert set(counters.counts) == set(counters.expirations) == {"new"}


def test_open_windows_are_not(counters: Counters, hand: Hand) -> None:
    counters.incr("long", 3600)
    hand.time += SWEEP_SECONDS
    assert counters.incr("long", 3600) == 2


def test_one_name_or_all_are_cleared(counters: Counters) -> None:
    counters.incr("a", 60), counters.incr("b", 60)
    counters.clear("a")
    assert counters.get("a") == 0
    assert counters.reset() == 1
    assert counters.check()
