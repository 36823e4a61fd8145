"""From the bytes of a file to the answer: read once, row by row, then told in figures."""

from collections.abc import Iterator
from typing import Any

from coop.reports.histories import figures, recognise
from coop.reports.histories.clocks import has_zone
from coop.reports.histories.drafts import MOST_DRAFTS, drafts
from coop.reports.histories.entries import Entries
from coop.reports.histories.history import NONE, History
from coop.reports.histories.notes import Note, note
from coop.reports.histories.refusals import NoRows, NotRecognised, UnknownWorker
from coop.reports.histories.rows import records
from coop.reports.histories.task import Doubts, Format
from coop.reports.histories.text import Text
from coop.reports.histories.vocabulary import PAID, RETURNED, STATUSES, TIMED_OUT

Answer = dict[str, Any]

_FIGURES = ("seconds", "hourly", "median_hourly", "platform_check")
_PAID = STATUSES.index(PAID)


class Reading:
    """One file being read, for all its workers or for one."""

    def __init__(self, chunks: Iterator[bytes], *, worker: str | None = None) -> None:
        self.text = Text(chunks)
        self.history = History()
        self.doubts = Doubts()
        self._worker = worker.strip() if worker else ""
        self.notes: list[Note] = []

    def answer(self) -> Answer:
        """Read to the end and tell what the file says."""
        is_json = recognise.is_json(self.text)
        found = self._read_entries() if is_json else self._read_table()
        return _answer(self, found)

    def _read_table(self) -> Format:
        lines = self.text.lines()
        table = recognise.table(lines)
        width, at = table.columns.width, table.reader.worker_at
        wanted = self._wanted(at)
        is_first = True
        any_row = False
        for row in records(self.text, lines, table.delimiter, self.doubts):
            if len(row) == width and table.columns.is_header(row):
                continue
            any_row = True
            row.extend([""] * (width - len(row) + 1) if len(row) <= width else [""])
            if wanted and row[at].strip() != wanted:
                continue
            if is_first:
                self._note_zone(table.format, row)
                is_first = False
            self.history.add(table.reader.task(row, self.doubts))
        if any_row and not self.history.rows:
            raise UnknownWorker
        return table.format

    def _wanted(self, worker_at: int) -> str:
        """The worker to look for, if one is asked for and the file tells them apart."""
        if self._worker and worker_at < 0:
            self.notes.append(note("all_yours"))
            return ""
        return self._worker

    def _note_zone(self, found: Format, row: list[str]) -> None:
        """Say once that times without a zone are read as UTC."""
        times = [cell for cell in row if ":" in cell and cell[:1].isdigit()]
        if "no_time_zone" in found.notes and times and not has_zone(times[0]):
            self.notes.append(note("no_time_zone"))

    def _read_entries(self) -> Format:
        entries = Entries(self.text)
        for record in entries:
            _, needed, read = recognise.ENTRIES[entries.found]
            if needed not in record and not self.history.rows:
                raise NotRecognised
            self.doubts.line = entries.count
            self.history.add(read(record, self.doubts))
        if not entries.found:
            raise NotRecognised
        self._wanted(-1)
        return recognise.ENTRIES[entries.found][0]


def _answer(reading: Reading, found: Format) -> Answer:
    history = reading.history
    if not history.rows:
        raise NoRows
    told: Answer = {
        "format": found.name,
        "rows": history.rows,
        "workers": history.worker_count,
        "not_understood": [{"line": line, "word": word} for line, word in reading.doubts.shown],
        "not_understood_count": reading.doubts.count,
        "by_status": figures.by_status(history),
    }
    told |= figures.times(history)
    if check := figures.platform_check(history):
        told["platform_check"] = check
    told["unknown"] = _unknown(found, told)
    told["notes"] = reading.notes + list(_notes(reading, found, told))
    if history.worker_count == 1:
        _add_drafts(told, history, found)
    return told


def _unknown(found: Format, told: Answer) -> list[str]:
    """What the format cannot tell, and each figure that this file did not give."""
    unknown = [status for status in found.cannot_tell if status not in told["by_status"]]
    if not any("money" in status for status in told["by_status"].values()):
        unknown.append("money")
    unknown += [figure for figure in _FIGURES if figure not in told]
    seconds = told.get("seconds", {})
    unknown += [figure for figure in ("union", "session") if seconds and figure not in seconds]
    return unknown


def _notes(reading: Reading, found: Format, told: Answer) -> Iterator[Note]:
    text, history = reading.text, reading.history
    if text.mended_line:
        yield note("windows_1252", line=text.mended_line)
    if text.encoding.startswith(("utf-16", "utf-32")):
        yield note("utf_16")
    if reading.doubts.formula_line:
        yield note("formulas", line=reading.doubts.formula_line)
    if history.repeats and found.name != "toloka":
        yield note("repeats", count=history.repeats)
    for code in ("days_45", "paid_unproven"):
        if code in found.notes:
            yield note(code)
    check = told.get("platform_check")
    if check and check["agrees"] < check["of"]:
        yield note("partial", count=check["of"] - check["agrees"], of=check["of"])
    for status in (TIMED_OUT, RETURNED):
        if "platform_clock" in told["by_status"].get(status, {}):
            yield note("clock_runs_on")
            break
    yield from _pay_notes(history, told)


def _pay_notes(history: History, told: Answer) -> Iterator[Note]:
    if "hourly" not in told:
        return
    paid = [at for at, status in enumerate(history.status) if status == _PAID]
    untimed = sum(history.worked[at] == NONE and history.amount[at] != NONE for at in paid)
    unpriced = sum(history.worked[at] != NONE and history.amount[at] == NONE for at in paid)
    if untimed:
        yield note("untimed_pay", count=untimed)
    if unpriced:
        yield note("unknown_pay", count=unpriced)
    if "union" not in told["seconds"]:
        yield note("minutes_only")


def _add_drafts(told: Answer, history: History, found: Format) -> None:
    every = drafts(history, found.platform)
    told["drafts"] = every[:MOST_DRAFTS]
    if len(every) > MOST_DRAFTS:
        told["notes"].append(note("first_drafts", shown=MOST_DRAFTS, count=len(every)))
