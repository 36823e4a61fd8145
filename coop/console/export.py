"""The internal export: sums by each dimension as CSV, small cells withheld, no formula."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from coop.console.withholding import Cell, is_small, withheld
from coop.lib.money import as_text
from coop.reports.figures import Slice
from coop.reports.selection import FILTERED

# How a spreadsheet is told to compute: no cell of ours may begin so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
SHARES = {
    "no_reason": "asked_reason",
    "no_channel": "asked_channel",
    "recovered": "asked_recovered",
}


@dataclass(frozen=True, slots=True)
class About:
    """What the first lines say: which reports, when, and with which least number."""

    filters: Sequence[tuple[str, str]]
    day: date
    least: int


def as_csv(slices: Iterable[Slice], about: About, *, name_of: Callable[[str, str], str]) -> str:
    """The file: what it is, then a total, then a row for each value of each dimension."""
    by_row: dict[tuple[str, str], list[Slice]] = defaultdict(list)
    for part in slices:
        by_row[part.dimension, part.value].append(part)
    currencies = sorted({part.currency for parts in by_row.values() for part in parts} - {""})
    out = io.StringIO()
    writer = csv.writer(out)
    for line in _first_lines(about):
        writer.writerow([inert(line)])
    writer.writerow([])
    total = _cells(
        [part for key, parts in by_row.items() if key[0] == "kind" for part in parts], currencies
    )
    writer.writerow(["breakdown", "code", "name", *total])
    small = {column for column, cell in total.items() if is_small(cell, least=about.least)}
    writer.writerow(["all", "", _("All"), *_written(total, small)])
    for dimension in FILTERED:
        values = sorted(value for name, value in by_row if name == dimension)
        rows = [_cells(by_row[dimension, value], currencies) for value in values]
        hidden = withheld(rows, least=about.least)
        for place, (value, row) in enumerate(zip(values, rows, strict=True)):
            not_told = {column for at, column in hidden if at == place}
            named = [dimension, value, name_of(dimension, value)]
            writer.writerow([*map(inert, named), *_written(row, not_told)])
    return out.getvalue()


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _first_lines(about: About) -> list[str]:
    filters = "; ".join(f"{label}: {value}" for label, value in about.filters)
    return [
        _("INTERNAL: for this co-operative's organizers. Not for publication."),
        _("Filters: %(filters)s", filters=filters or _("no filter")),
        _("Day: %(day)s", day=about.day.isoformat()),
        _(
            "Method: counted reports only, as workers declared them; a report counts once in each "
            "breakdown. A column ending in _of says how many reports a figure rests on. Money is "
            "in its own currency. A cell that rests on fewer than %(least)s reports is withheld, "
            "and so is the next smallest where the total would give it away. Two exports with "
            "different filters may still tell more than one: keep them inside.",
            least=about.least,
        ),
    ]


def _cells(parts: Sequence[Slice], currencies: Sequence[str]) -> dict[str, Cell]:
    def added(name: str, currency: str | None = None) -> int:
        return sum(part.sums[name] for part in parts if currency in (None, part.currency))

    reports, hours = added("reports"), added("unpaid_reports")
    cells = {
        "reports": Cell(reports, reports),
        "unpaid_hours": Cell(added("unpaid_minutes"), hours, needs="unpaid_hours_of"),
        "unpaid_hours_of": Cell(hours, hours),
    }
    for name, asked in SHARES.items():
        part, of = added(name), added(asked)
        cells[name] = Cell(part, part, against=of - part, needs=f"{name}_of")
        cells[f"{name}_of"] = Cell(of, of)
    for currency in currencies:
        of = added("lost_reports", currency)
        name = f"lost_{currency}"
        cells[name] = Cell(added("lost_minor", currency), of, needs=f"{name}_of")
        cells[f"{name}_of"] = Cell(of, of)
    return cells


def _written(row: dict[str, Cell], hidden: set[str]) -> list[str]:
    return [
        _("withheld") if column in hidden else _figure(column, cell.value)
        for column, cell in row.items()
    ]


def _figure(column: str, value: int) -> str:
    if column == "unpaid_hours":
        return f"{value / 60:.1f}"
    if column.startswith("lost_") and not column.endswith("_of"):
        return as_text(value, column.removeprefix("lost_"))
    return str(value)
