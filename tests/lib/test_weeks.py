"""A report keeps a week, by its Monday."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.lib.weeks import (
    NotAWeek,
    WeekInTheFuture,
    WeekTooOld,
    last_weeks,
    monday_of,
    oldest_week,
    parse_week,
    week_text,
)

TODAY = date(2026, 11, 23)
DAYS = st.dates(min_value=date(2017, 1, 1), max_value=date(2026, 11, 23))


@pytest.mark.parametrize("text", ["2026-W47", "2026W47", "2026-w47", " 2026-11-20 ", "20261120"])
def test_a_week_or_any_day_in_it_gives_its_monday(text):
    assert parse_week(text, today=TODAY) == date(2026, 11, 16)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-W60", "2026-W00", "20/11/2026", "2026-47"])
def test_what_is_no_week_is_refused(text):
    with pytest.raises(NotAWeek):
        parse_week(text, today=TODAY)


def test_the_running_week_may_be_told_of():
    assert parse_week("2026-11-27", today=TODAY) == TODAY


def test_a_week_to_come_is_refused():
    with pytest.raises(WeekInTheFuture):
        parse_week("2026-W49", today=TODAY)


def test_a_week_of_more_than_ten_years_ago_is_refused():
    with pytest.raises(WeekTooOld):
        parse_week("2016-11-13", today=TODAY)


def test_a_week_of_ten_years_ago_is_taken():
    assert parse_week(oldest_week(TODAY).isoformat(), today=TODAY) == date(2016, 11, 21)


def test_ten_years_before_a_leap_day_are_counted():
    assert oldest_week(date(2024, 2, 29)) == date(2014, 2, 24)


@given(DAYS)
def test_a_week_is_written_and_read_back(day):
    assert parse_week(week_text(monday_of(day)), today=TODAY) == monday_of(day)


@given(st.text(max_size=30))
def test_any_text_is_a_week_or_refused(text):
    with contextlib.suppress(NotAWeek, WeekInTheFuture, WeekTooOld):
        assert parse_week(text, today=TODAY).weekday() == 0


def test_the_last_weeks_begin_with_the_running_one():
    assert last_weeks(TODAY, 3) == [TODAY, TODAY - timedelta(7), TODAY - timedelta(14)]
