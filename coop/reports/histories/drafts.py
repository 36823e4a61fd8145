"""Reports filled in from a history: one for each client and week, for the worker to go through."""

from dataclasses import dataclass, field

from coop.reports.histories import amounts, clocks
from coop.reports.histories.history import NONE, History
from coop.reports.histories.intervals import spent
from coop.reports.histories.vocabulary import REJECTED, SCREENED_OUT, STATUSES, TIMED_OUT

MOST_DRAFTS = 300
_MINUTE_MS = 60_000
_KINDS = {
    STATUSES.index(REJECTED): "unpaid_rejection",
    STATUSES.index(TIMED_OUT): "expired_task",
    STATUSES.index(SCREENED_OUT): "screened_out",
}

Draft = dict[str, str | int | None]
_Group = tuple[str, str | None, str | None, str | None, str | None]


@dataclass(slots=True)
class _Heap:
    """What falls into one draft."""

    count: int = 0
    amount: int | None = None
    intervals: list[tuple[int, int]] = field(default_factory=list)
    minutes_ms: int | None = None


def drafts(history: History, platform: str) -> list[Draft]:
    """All drafts of a worker's history, the latest week first; `platform` unless rows name it."""
    heaps: dict[_Group, _Heap] = {}
    names = _Names(history, platform)
    for at, status in enumerate(history.status):
        if status in _KINDS:
            _heap_up(history, at, heaps.setdefault(names.group(at), _Heap()))
    found = [_draft(group, heap) for group, heap in heaps.items()]
    found.sort(key=lambda draft: (str(draft["kind"]), str(draft["client"] or "")))
    found.sort(key=lambda draft: str(draft["week"] or ""), reverse=True)
    return found


class _Names:
    """The words behind a history's numbers."""

    def __init__(self, history: History, platform: str) -> None:
        self._history = history
        self._platform = platform
        self._clients = list(history.clients)
        self._platforms = list(history.platforms)
        self._currencies = list(history.currencies)

    def group(self, at: int) -> _Group:
        """Which draft a task belongs to."""
        history = self._history
        days = history.day[at]
        return (
            _KINDS[history.status[at]],
            self._platform or self._platforms[history.platform[at]] or None,
            self._clients[history.client[at]] or None,
            None if days == NONE else clocks.monday(days),
            self._currencies[history.currency[at]] or None,
        )


def _heap_up(history: History, at: int, heap: _Heap) -> None:
    heap.count += 1
    if history.amount[at] != NONE:
        heap.amount = (heap.amount or 0) + history.amount[at]
    if not history.has_worked(at):
        return
    if history.start[at] == NONE:
        heap.minutes_ms = (heap.minutes_ms or 0) + history.worked[at]
    else:
        heap.intervals.append((history.start[at], history.end[at]))


def _draft(group: _Group, heap: _Heap) -> Draft:
    kind, platform, client, week, currency = group
    told = None if heap.amount is None or currency is None else heap.amount
    return {
        "kind": kind,
        "platform": platform,
        "client": client,
        "week": week,
        "minutes": _minutes(heap),
        "amount_minor": None if told is None else amounts.minor(told, currency or ""),
        "currency": currency,
        "task_count": heap.count,
    }


def _minutes(heap: _Heap) -> int | None:
    """Whole minutes, half up; nothing where no time is told."""
    if not heap.intervals and heap.minutes_ms is None:
        return None
    clock = spent(sorted(heap.intervals)).union
    return amounts.half_up(clock + (heap.minutes_ms or 0), _MINUTE_MS)
