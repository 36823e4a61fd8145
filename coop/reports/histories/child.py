"""The reader in its own process: options and bytes come in, one JSON answer goes out."""

import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from coop.reports.histories.answer import Reading
from coop.reports.histories.refusals import TooHeavy, UnreadableHistory

MEMORY = 280 * 1024 * 1024
CPU_SECONDS = 60
NICENESS = 10
_BLOCK = 65_536
_LONGEST_OPTIONS = 10_000


def main() -> None:
    """Answer for one file on standard input; the process ends with it."""
    _bind()
    options = json.loads(sys.stdin.buffer.readline(_LONGEST_OPTIONS))
    told = json.dumps(_told(_chunks(sys.stdin.buffer), options.get("worker")))
    sys.stdout.buffer.write(told.encode())
    sys.stdout.buffer.flush()


def _told(chunks: Iterator[bytes], worker: str | None) -> dict[str, Any]:
    try:
        return {"answer": Reading(chunks, worker=worker).answer()}
    except UnreadableHistory as refusal:
        return {"refusal": type(refusal).__name__, "params": refusal.params}
    except MemoryError:
        return {"refusal": TooHeavy.__name__, "params": {}}
    except Exception:
        # A fault of ours: what it was about is the worker's, so not a word of it leaves.
        return {"refusal": UnreadableHistory.__name__, "params": {}}


def _bind() -> None:
    """Take on limits that hold whatever the file does: no core, no file written, memory, time."""
    for what, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
    ):
        resource.setrlimit(what, (limit, limit))
    os.nice(NICENESS)


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(_BLOCK):
        yield chunk
