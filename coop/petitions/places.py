"""Where a page of a list goes on: a day and a random code, as they stand in an address."""

from dataclasses import dataclass
from datetime import date

from coop.lib.codes import CODE_LENGTH


@dataclass(frozen=True, slots=True)
class Place:
    """After the row of this day and code; codes are random, so that a day has no order."""

    day: date
    code: str

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.day.isoformat()}.{self.code}"


def place(text: str) -> Place | None:
    """The place that an address names; None for any other text."""
    day, _dot, code = text.partition(".")
    if len(code) != CODE_LENGTH or not code.isalnum():
        return None
    try:
        return Place(date.fromisoformat(day), code)
    except ValueError:
        return None
