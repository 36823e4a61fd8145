"""Entries of a JSON file as flat records, read event by event so that no nesting can hurt."""

import re
from collections.abc import Iterator

import ijson

from coop.reports.histories.refusals import CutOffJson, DamagedJson, NotRecognised
from coop.reports.histories.text import Text

# The lists that hold tasks, by the key that they stand under.
LISTS = frozenset({"results", "hits", "HIT"})
_FIELD_DEPTH = 2
_DEEPEST = 64
_LONGEST_VALUE = 1_000
# Python refuses integers of more than 4,300 digits, and ijson 3.6's C code crashes over that.
# Blocks are long: of such a number one of them holds at least this much.
_ENDLESS_NUMBER = re.compile(rb"\d{1000}")
_SCALARS = frozenset({"string", "number", "boolean", "null"})


class _Blocks:
    """An iterator of byte strings with the `read` that ijson asks for."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks

    def read(self, size: int) -> bytes:
        block = next(self._blocks, b"") if size else b""
        if _ENDLESS_NUMBER.search(block):
            raise ValueError("a number of a thousand digits")
        return block


class Entries:
    """The entries of the first list of tasks that the file has; `found` names that list."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._path: list[str] = []
        self._record: dict[str, str] | None = None
        self._base = 0
        self.found = ""
        self.count = 0

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Each entry as `{"reward.amount_in_dollars": "0.05"}`; lists within it are left out."""
        source = _Blocks(self._text.blocks())
        try:
            for event, value in ijson.basic_parse(source, multiple_values=True):
                record = self._see(event, value)
                if record is not None:
                    self.count += 1
                    yield record
        except ijson.IncompleteJSONError as error:
            is_cut = "premature" in str(error).lower() or "incomplete" in str(error).lower()
            raise (CutOffJson if is_cut else DamagedJson)(rows=self.count) from None
        except (ijson.JSONError, ValueError, ArithmeticError):
            raise DamagedJson(rows=self.count) from None

    def _see(self, event: str, value: object) -> dict[str, str] | None:
        """Follow one event; the record that it ends, if it does."""
        if event == "map_key":
            self._path[-1] = str(value)
        elif event in _SCALARS:
            self._keep(event, value)
        elif event == "start_map":
            self._begin_map()
        elif event == "start_array":
            self._begin_list()
        elif event == "end_map":
            self._path.pop()
            if self._record is not None and len(self._path) == self._base:
                record, self._record = self._record, None
                return record
        else:
            self._path.pop()
        return None

    def _begin_map(self) -> None:
        if self._record is None and self._is_list():
            self._record, self._base = {}, len(self._path)
        self._enter("")

    def _begin_list(self) -> None:
        key = self._path[-1] if self._path else ""
        if not self.found and self._record is None and key in LISTS:
            self.found = key
        # Within the list of tasks its own name stands again, so that only its entries match.
        is_own = self._record is None and not key.startswith("[")
        self._enter("[" + key if is_own else "[")

    def _enter(self, key: str) -> None:
        if len(self._path) >= _DEEPEST:
            raise NotRecognised
        self._path.append(key)

    def _is_list(self) -> bool:
        return bool(self.found) and bool(self._path) and self._path[-1] == "[" + self.found

    def _keep(self, event: str, value: object) -> None:
        if self._record is None or event == "null":
            return
        keys = self._path[self._base :]
        if len(keys) <= _FIELD_DEPTH and not any(key.startswith("[") for key in keys):
            self._record[".".join(keys)] = str(value)[:_LONGEST_VALUE]
