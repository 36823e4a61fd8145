"""Has a history read by a child process, so that no file can stop or bloat the server."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import BoundedSemaphore, Timer
from typing import IO, Any, Protocol

from coop.reports.histories import alone, refusals
from coop.reports.histories.refusals import Busy, TooHeavy, UnreadableHistory

CHILDREN = 2
DEADLINE_SECONDS = 180.0
LARGEST_ANSWER = 8 * 1024 * 1024
# A slow line must not hold a reader: this much of a file, or all of it, is here before one starts.
WAITS_FOR = 1024 * 1024
_PIECE = 65_536

COMMAND = (sys.executable, "-I", "-B", alone.__file__)


class Places(Protocol):
    """How many children may read at once."""

    def acquire(self, blocking: bool = True) -> bool:
        """Take a place, if there is one."""

    def release(self) -> None:
        """Give it back."""


_places = BoundedSemaphore(CHILDREN)


def analyse(
    chunks: Iterator[bytes],
    *,
    worker: str | Callable[[], str | None] | None = None,
    places: Places = _places,
    deadline: float = DEADLINE_SECONDS,
    command: tuple[str, ...] = COMMAND,
) -> dict[str, Any]:
    """The figures of a file that arrives in pieces; raises an UnreadableHistory if it has none.

    `worker` may be a question, asked once the file's first megabyte is here: a form may name the
    worker behind the file.

    Under gevent this belongs in the request's own greenlet: pipes and waiting yield there, while
    a child cannot be watched from a thread of the pool.
    """
    opening = _opening(chunks)
    if not places.acquire(blocking=False):
        raise Busy
    try:
        wanted = worker() if callable(worker) else worker
        return _read(_Child(command, deadline), opening, chunks, wanted)
    finally:
        places.release()


class _Child:
    """A reader, and the watch that ends it when its time is over."""

    def __init__(self, command: tuple[str, ...], deadline: float) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, no user's words
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={"LC_ALL": "C.UTF-8"},
        )
        self._input, self._output = _pipes(self._process)
        self._watch = Timer(deadline, self._process.kill)
        self._watch.daemon = True
        self._watch.start()

    def write(self, data: bytes) -> None:
        """Send all of it; a raw pipe may take less at a time."""
        left = memoryview(data)
        while left:
            left = left[self._input.write(left[:_PIECE]) :]

    def answer(self) -> bytes:
        """End the input, and take what the child says until it ends its own."""
        _close(self._input)
        told = bytearray()
        while piece := self._output.read(_PIECE):
            told += piece
            if len(told) > LARGEST_ANSWER:
                raise TooHeavy
        return bytes(told)

    def end(self) -> None:
        """Leave nothing behind: no process, no pipe, no timer."""
        self._watch.cancel()
        self._process.kill()
        self._process.wait()
        _close(self._input)
        _close(self._output)


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the reader was started without pipes")
    return process.stdin, process.stdout


def _close(pipe: IO[bytes]) -> None:
    """Close, whether or not the other end is still there."""
    with suppress(OSError):
        pipe.close()


def _read(
    child: _Child, opening: bytes, chunks: Iterator[bytes], worker: str | None
) -> dict[str, Any]:
    try:
        _feed(child, opening, chunks, worker)
        told = child.answer()
    finally:
        child.end()
    return _answer(told)


def _feed(child: _Child, opening: bytes, chunks: Iterator[bytes], worker: str | None) -> None:
    """Send the file; a child that stops listening has its answer ready."""
    if not _sent(child, json.dumps({"worker": worker}).encode() + b"\n"):
        return
    if not _sent(child, opening):
        return
    for chunk in chunks:
        if not _sent(child, chunk):
            return


def _sent(child: _Child, data: bytes) -> bool:
    try:
        child.write(data)
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def _opening(chunks: Iterator[bytes]) -> bytes:
    opening = bytearray()
    for chunk in chunks:
        opening += chunk
        if len(opening) >= WAITS_FOR:
            break
    return bytes(opening)


def _answer(told: bytes) -> dict[str, Any]:
    """What the child said; one that said nothing was stopped by a limit or by us."""
    try:
        said: dict[str, Any] = json.loads(told)
    except ValueError:
        raise TooHeavy from None
    if "answer" in said:
        answer: dict[str, Any] = said["answer"]
        return answer
    refusal = refusals.BY_NAME.get(said.get("refusal", ""), UnreadableHistory)
    raise refusal(**said.get("params", {}))
