"""Entries of a JSON file as flat records, read event by event so that no nesting can hurt."""

import re
from collections.abc import Iterator

import ijson

from coop.reports.histories.refusals import CutOffJson, DamagedJson, NotRecognised
from coop.reports.histories.text import LONGEST_LINE, Text

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
        self._unquoted = 0

    def read(self, size: int) -> bytes:
        """The next block, unless it holds what would choke the parser."""
        block = next(self._blocks, b"") if size else b""
        self._unquoted = 0 if b'"' in block else self._unquoted + len(block)
        if self._unquoted > LONGEST_LINE:
            raise ValueError("a megabyte without a single quotation mark")
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
            yield from self._records(ijson.basic_parse(source, multiple_values=True))
        except ijson.IncompleteJSONError as error:
            is_cut = "premature" in str(error).lower() or "incomplete" in str(error).lower()
            raise (CutOffJson if is_cut else DamagedJson)(rows=self.count) from None
        except (ijson.JSONError, ValueError, ArithmeticError):
            raise DamagedJson(rows=self.count) from None

    def _records(self, events: Iterator[tuple[str, object]]) -> Iterator[dict[str, str]]:
        """Follow the events; keys and scalars first, of which there are millions."""
        path = self._path
        for event, value in events:
            if event == "map_key":
                path[-1] = str(value)
            elif event in _SCALARS:
                if self._record is not None and value is not None:
                    self._keep(self._record, str(value))
            elif event == "start_map":
                self._begin_map()
            elif event == "start_array":
                self._begin_list()
            else:
                path.pop()
                if self._record is not None and len(path) == self._base:
                    self.count += 1
                    yield self._record
                    self._record = None

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

    def _keep(self, record: dict[str, str], value: str) -> None:
        """Keep a field of the entry, or one of an object in it; what lies deeper is not ours."""
        path, depth = self._path, len(self._path) - self._base
        if depth == 1:
            record[path[-1]] = value[:_LONGEST_VALUE]
        elif depth == _FIELD_DEPTH and not path[-1].startswith("["):
            record[f"{path[-2]}.{path[-1]}"] = value[:_LONGEST_VALUE]
