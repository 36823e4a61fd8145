"""What an internal export does not say: small cells, and what would give them away.

This is for a file that stays inside. What may be published is decided elsewhere, by stricter rules.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the number of reports that it rests on; `against` those that it leaves."""

    value: int
    base: int
    against: int = 0
    # The column without which this one is not told.
    needs: str = ""


Row = Mapping[str, Cell]


def withheld(rows: Sequence[Row], *, least: int) -> set[tuple[int, str]]:
    """The cells of one breakdown that are not told, by the row's place and the column's name."""
    rests = [row["reports"].base for row in rows]
    small = _completed(rests, {n for n, base in enumerate(rests) if base < least}, least=least)
    hidden: dict[str, set[int]] = {}
    for column in _needed_first(rows[0] if rows else {}):
        cells = [row[column] for row in rows]
        own = {n for n, cell in enumerate(cells) if is_small(cell, least=least)}
        own |= small | hidden.get(cells[0].needs, set())
        hidden[column] = _completed([cell.base for cell in cells], own, least=least)
    return {(n, column) for column, places in hidden.items() for n in places}


def is_small(cell: Cell, *, least: int) -> bool:
    """Whether a cell, or those that it leaves out, are too few to be told."""
    return cell.base < least or 0 < cell.against < least


def _needed_first(row: Row) -> Iterable[str]:
    return sorted(row, key=lambda column: bool(row[column].needs))


def _completed(bases: Sequence[int], hidden: set[int], *, least: int) -> set[int]:
    """Hide the next smallest while the total, less what is told, would tell what is hidden."""
    hidden = set(hidden)
    others = sorted(set(range(len(bases))) - hidden, key=lambda n: (bases[n], n))
    for place in others:
        together = sum(bases[n] for n in hidden)
        if len(hidden) != 1 and not 0 < together < least:
            break
        hidden.add(place)
    return hidden
