"""The one place that reads the clock; services and rules are handed the day."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import current_app

EXTENSION = "coop.clock"
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time by the app's own clock, which a test may set."""
    clock: Clock = current_app.extensions[EXTENSION]
    return clock()


def today() -> date:
    """The day by the app's own clock, in UTC."""
    return now().date()
