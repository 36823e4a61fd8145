"""Help lines by country, from a file that the co-operative keeps, with a source for each."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("helplines.json")


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line to call: its number as dialled in its country, and where that was read.

    `dated` is the day, month or year of the source, as it says itself; empty where it says none.
    """

    country: str
    name: str
    number: str
    hours: str
    languages: tuple[str, ...]
    url: str
    source: str
    dated: str


@lru_cache(maxsize=1)
def helplines() -> tuple[HelpLine, ...]:
    """Every line, in the order of the file: by country."""
    rows = json.loads(FILE.read_text())["lines"]
    return tuple(HelpLine(**(row | {"languages": tuple(row["languages"])})) for row in rows)


def helplines_of(country: str | None) -> tuple[HelpLine, ...]:
    """The lines of one country; all of them where no country is known."""
    return tuple(line for line in helplines() if country in (None, line.country))
