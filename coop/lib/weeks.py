"""Weeks, by their Monday: the finest time that a report ever keeps."""

import re
from datetime import date, timedelta

from coop.lib.refusals import Refusal
from coop.lib.words import N_

WEEK = timedelta(days=7)
OLDEST_YEARS = 10
_ISO_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.ASCII | re.IGNORECASE)


class NotAWeek(Refusal):
    """The text is neither a week nor a date."""

    status = 422
    sentence = N_("Choose a week, or write any date in it, such as 2026-11-20.")


class WeekInTheFuture(Refusal):
    """The week has not begun."""

    status = 422
    sentence = N_("This week has not begun yet. Choose the week in which it happened.")


class WeekTooOld(Refusal):
    """The week lies more than ten years back."""

    status = 422
    sentence = N_("This week is more than ten years ago. Choose a later one.")


def monday_of(day: date) -> date:
    """The Monday of the ISO week that holds a day."""
    return date(day.year, day.month, day.day) - timedelta(days=day.weekday())


def week_text(monday: date) -> str:
    """A week as files and addresses write it: 2026-W47."""
    year, week, _weekday = monday.isocalendar()
    return f"{year:04d}-W{week:02d}"


def parse_week(text: str, *, today: date) -> date:
    """The Monday of “2026-W47” or of any ISO date in that week."""
    monday = _read(text.strip())
    this_monday = monday_of(today)
    if monday > this_monday:
        raise WeekInTheFuture
    if monday < oldest_week(today):
        raise WeekTooOld
    return monday


def oldest_week(today: date) -> date:
    """The first week that may still be told of."""
    same_day = today.replace(year=today.year - OLDEST_YEARS, day=min(today.day, 28))
    return monday_of(same_day)


def last_weeks(today: date, count: int) -> list[date]:
    """The Mondays of the last weeks, the running one first."""
    return [monday_of(today) - n * WEEK for n in range(count)]


def _read(text: str) -> date:
    try:
        if match := _ISO_WEEK.fullmatch(text):
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday_of(date.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise NotAWeek from error
