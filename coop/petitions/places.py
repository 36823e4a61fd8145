"""Where a page of a list goes on: a day and a random code, as they stand in an address."""

from dataclasses import dataclass
from datetime import date

from coop.lib.codes import ALPHABET, CODE_LENGTH


@dataclass(frozen=True, slots=True)
class Place:
    """After the row of this day and code; codes are random, so that a day has no order."""

    day: date
    code: str

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.day.isoformat()}.{self.code}"


def is_code(text: str) -> bool:
    """Whether this can be the code of a petition, a comment or an amendment."""
    return len(text) == CODE_LENGTH and set(text) <= set(ALPHABET)


def place(text: str) -> Place | None:
    """The place that an address names; None for any other text."""
    day, _dot, code = text.partition(".")
    if not is_code(code):
        return None
    try:
        return Place(date.fromisoformat(day), code)
    except ValueError:
        return None
