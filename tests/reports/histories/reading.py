"""Reads files in the test's own process, as the reader's process does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coop.reports.histories.answer import Reading

FIXTURES = Path(__file__).parent / "fixtures"
PIECE = 7  # small and odd, so that every seam of the stream is crossed

MTURK = "HITId,AssignmentId,WorkerId,AssignmentStatus,AcceptTime,SubmitTime,Reward"


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def pieces(data: bytes, size: int = PIECE) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def read(data: bytes | str, *, worker: str | None = None) -> dict[str, Any]:
    """The answer for a file that arrives in small pieces."""
    raw = data.encode() if isinstance(data, str) else data
    return Reading(pieces(raw), worker=worker).answer()


def mturk(*rows: str, header: str = MTURK) -> str:
    return "\n".join((header, *rows)) + "\n"


def codes(answer: dict[str, Any]) -> list[str]:
    return [note["code"] for note in answer["notes"]]
