"""Our own template, for the platforms that give no history of their own."""

import csv
import io

from coop.reports.histories.amounts import reward
from coop.reports.histories.clocks import day, is_day, moment
from coop.reports.histories.task import Columns, Doubts, Format, Task, name, span
from coop.reports.histories.vocabulary import (
    PAID,
    PENDING,
    REJECTED,
    RETURNED,
    SCREENED_OUT,
    STATUSES,
    TIMED_OUT,
    plain,
)

_LONGEST_MINUTES = 6
FORMAT = Format("template", "", cannot_tell=())
HEADER = (
    "platform", "task_id", "requester", "title", "started_at", "submitted_at", "worked_minutes",
    "reward", "bonus", "currency", "status", "status_date", "feedback",
)  # fmt: skip
EXAMPLE = (
    "Clickworker", "12345", "Name of the client", "Name of the task", "2026-05-11 09:30",
    "2026-05-11 09:42", "12", "0.80", "", "EUR", "rejected", "2026-05-13", "Reason that was given",
)  # fmt: skip
WORDS = {plain(status): status for status in STATUSES} | {
    "approved": PAID,
    "accepted": PAID,
    "payé": PAID,
    "submitted": PENDING,
    "en attente": PENDING,
    "refused": REJECTED,
    "refusé": REJECTED,
    "rejeté": REJECTED,
    "rendu": RETURNED,
    "expired": TIMED_OUT,
    "expiré": TIMED_OUT,
    "screened out": SCREENED_OUT,
}


def template_csv() -> str:
    """The template: its column names and one example row, to be replaced."""
    out = io.StringIO()
    csv.writer(out).writerows((HEADER, EXAMPLE))
    return out.getvalue()


def recognises(columns: Columns) -> bool:
    """A platform and a status, and something about pay or time."""
    return columns.has("platform", "status") and (
        columns.has("reward") or columns.has("worked_minutes") or columns.has("started_at")
    )


class Reader:
    """Rows that a worker filled by hand; any cell may be blank."""

    worker_at = -1

    def __init__(self, columns: Columns) -> None:
        self._at = {column: columns.at(column) for column in HEADER}

    def task(self, row: list[str], doubts: Doubts) -> Task:
        """The task of a row; minutes that the worker gives count before the clock."""
        cells = {column: row[at].strip() for column, at in self._at.items()}
        status = doubts.status(WORDS, cells["status"])
        started, ended = (_moment(cells[key], doubts) for key in ("started_at", "submitted_at"))
        minutes = doubts.read(_minutes, cells["worked_minutes"])
        start, end, worked = span(started, ended, minutes, doubts)
        amount, currency = _pay(cells, doubts)
        return Task(
            status,
            _identity(cells),
            start=start,
            end=end,
            worked=worked,
            day=_day(cells),
            amount=amount,
            currency=currency,
            client=name(cells["requester"]),
            platform=name(cells["platform"]),
            status_at=doubts.read(_when, cells["status_date"]),
        )


def _identity(cells: dict[str, str]) -> str:
    if cells["task_id"]:
        return f"{plain(cells['platform'])}/{cells['task_id']}"
    if cells["started_at"] and cells["submitted_at"]:
        return "/".join(cells[key] for key in ("platform", "title", "started_at", "submitted_at"))
    return ""


def _moment(cell: str, doubts: Doubts) -> int | None:
    """A day alone says when, but not for how long."""
    if not is_day(cell):
        return doubts.read(moment, cell)
    doubts.read(day, cell)
    return None


def _day(cells: dict[str, str]) -> int | None:
    """The day of the work; of its status only if nothing else is told."""
    for key in ("started_at", "submitted_at", "status_date"):
        try:
            return day(cells[key])
        except ValueError:
            continue  # blank, or already a doubt
    return None


def _when(cell: str) -> int:
    return day(cell) * 86_400_000 if is_day(cell) else moment(cell)


def _minutes(cell: str) -> int:
    """Minutes as ms, with a point or a comma for parts of one."""
    whole, _, part = cell.replace(",", ".").partition(".")
    if not whole.isdecimal() or (part and not part.isdecimal()) or len(whole) > _LONGEST_MINUTES:
        raise ValueError(cell)
    return int(whole) * 60_000 + int((part + "000")[:3]) * 60


def _pay(cells: dict[str, str], doubts: Doubts) -> tuple[int | None, str]:
    """Reward and bonus together; a bonus is paid even beside a reward that is blank."""
    amount, currency = doubts.money(reward, cells["reward"], cells["currency"].upper())
    bonus, also = doubts.money(reward, cells["bonus"], cells["currency"].upper())
    if bonus is None:
        return amount, currency
    if amount is not None and also != currency:
        doubts.add(cells["bonus"])
        return amount, currency
    return (amount or 0) + bonus, also
