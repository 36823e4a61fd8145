"""Periods hold each day once, and follow one another without a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.tokens.periods import PERIODS

DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("period", "name", "first", "last"),
    [
        ("month", "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("month", "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", "2027-Q1", date(2027, 1, 1), date(2027, 3, 31)),
        ("year", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("eight_weeks", "2024-W01", date(2024, 1, 1), date(2024, 2, 25)),
        ("eight_weeks", "2024-W09", date(2024, 2, 26), date(2024, 4, 21)),
    ],
)
def test_a_period_has_its_name_and_its_days(
    period: str, name: str, first: date, last: date
) -> None:
    for day in (first, last):
        found = PERIODS[period](day)
        assert (found.name, found.first, found.last) == (name, first, last)


@pytest.mark.parametrize("period", PERIODS)
@given(day=DAYS)
def test_a_day_lies_in_its_period(period: str, day: date) -> None:
    found = PERIODS[period](day)
    assert found.first <= day <= found.last


@pytest.mark.parametrize("period", PERIODS)
@given(day=DAYS)
def test_the_next_period_begins_the_day_after(period: str, day: date) -> None:
    found = PERIODS[period](day)
    following = PERIODS[period](found.next_day)
    assert following.first == found.last + timedelta(days=1)
    assert following.name != found.name
