"""The child process: bounded, ended whatever happens, and never a traceback."""

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from threading import BoundedSemaphore

import pytest

from coop.reports.histories import alone, refusals
from coop.reports.histories.child import MEMORY
from coop.reports.histories.history import MOST_TASKS
from coop.reports.histories.run import WAITS_FOR, analyse
from tests.reports.histories.big_file import big_file
from tests.reports.histories.reading import fixture, pieces

FILE = fixture("mturk_batch.csv")
SLEEPS = (sys.executable, "-c", "import time; time.sleep(600)")
DIES = (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")
FAILS = (sys.executable, "-c", "raise SystemExit('Traceback')")
MEGABYTE = 1024 * 1024


class BrokenOff(Exception):
    """The upload ended in the middle."""


def children() -> list[str]:
    """Child processes of this one that still run or wait to be buried."""
    task = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return task.read_text().split()


@pytest.fixture(autouse=True)
def _no_child_is_left_behind() -> Iterator[None]:
    before = children()
    yield
    assert children() == before


def test_a_file_is_read_by_the_child():
    assert analyse(pieces(FILE))["rows"] == 4


def test_the_worker_is_told_to_the_child():
    assert analyse(pieces(FILE), worker="WBEA")["rows"] == 1


def test_a_refusal_comes_back_with_its_params():
    with pytest.raises(refusals.CutOff) as caught:
        analyse(pieces(FILE + b'"H5'))
    assert caught.value.params == {"line": 8, "rows": 4}


def test_an_early_refusal_does_not_wait_for_the_rest():
    def endless() -> Iterator[bytes]:
        while True:
            yield b"PK\x03\x04" + b"x" * 65_536

    with pytest.raises(refusals.Archive):
        analyse(endless())


def test_the_reader_starts_without_the_web():
    code = f"""
        import runpy, sys
        sys.stdin.close()
        try:
            runpy.run_path({alone.__file__!r}, run_name="__main__")
        except Exception:
            pass
        print(sorted({{"flask", "sqlalchemy", "gevent"}} & sys.modules.keys()))
    """
    told = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(code)],
        capture_output=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert told.stdout.strip() == b"[]"


@pytest.mark.parametrize("command", [DIES, FAILS])
def test_a_child_that_dies_is_a_refusal(command):
    with pytest.raises(refusals.TooHeavy):
        analyse(pieces(FILE), command=command)


def test_a_child_that_does_not_end_is_ended():
    started = time.monotonic()
    with pytest.raises(refusals.TooHeavy):
        analyse(pieces(FILE), command=SLEEPS, deadline=0.3)
    assert time.monotonic() - started < 10


def test_a_child_that_does_not_listen_is_ended():
    with pytest.raises(refusals.TooHeavy):
        analyse(big_file(10_000, workers=3), command=SLEEPS, deadline=0.3)


def test_an_upload_that_breaks_off_leaves_no_child():
    def broken() -> Iterator[bytes]:
        yield from pieces(b"x" * WAITS_FOR, 65_536)
        yield FILE
        assert children()
        raise BrokenOff

    with pytest.raises(BrokenOff):
        analyse(broken())


def test_a_slow_upload_takes_no_place_before_it_is_here():
    places = BoundedSemaphore(1)

    def slow() -> Iterator[bytes]:
        yield FILE
        assert places.acquire(blocking=False)
        places.release()

    assert analyse(slow(), places=places)["rows"] == 4


def test_when_all_places_are_taken_one_is_told_to_come_back():
    places = BoundedSemaphore(1)
    places.acquire()
    with pytest.raises(refusals.Busy):
        analyse(pieces(FILE), places=places)


def test_a_place_is_given_back_after_a_refusal():
    places = BoundedSemaphore(1)
    for _ in range(2):
        with pytest.raises(refusals.EmptyFile):
            analyse(iter([b""]), places=places)


def test_a_hundred_megabytes_are_read_within_300_megabytes_of_memory():
    size = sum(map(len, big_file(1_000, workers=1_000))) * 300
    assert size > 100_000_000
    # In a process of its own: what it says of its children is then said of this reader alone.
    code = """
        import resource
        from coop.reports.histories.run import analyse
        from tests.reports.histories.big_file import big_file

        found = analyse(big_file(300_000, workers=3_000))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(found["rows"], found["workers"], used.ru_maxrss, used.ru_utime)
    """
    rows, workers, kilobytes, seconds = ran(code).split()
    assert (int(rows), int(workers)) == (300_000, 3_000)
    assert int(kilobytes) * 1024 < 300 * MEGABYTE
    assert float(seconds) < 60


def test_the_child_may_not_take_300_megabytes():
    assert MEMORY < 300 * MEGABYTE


def test_more_tasks_than_fit_are_refused_and_not_fatal():
    with pytest.raises((refusals.TooManyRows, refusals.TooHeavy)):
        analyse(short_file(MOST_TASKS + 1))


def short_file(rows: int) -> Iterator[bytes]:
    yield b"AssignmentId,AssignmentStatus\n"
    for first in range(0, rows, 1_000):
        yield "".join(f"{n},Approved\n" for n in range(first, first + 1_000)).encode()


def test_others_are_served_while_a_file_is_read_under_gevent():
    code = """
        from gevent import monkey
        monkey.patch_all()
        import gevent, time
        from coop.reports.histories.run import analyse
        from tests.reports.histories.big_file import big_file

        longest, last = 0.0, time.monotonic()
        def tick():
            global longest, last
            while True:
                gevent.sleep(0.005)
                now = time.monotonic()
                longest, last = max(longest, now - last), now

        def patient(chunks):
            for chunk in chunks:
                gevent.sleep(0)  # as a request does that waits for its socket
                yield chunk

        ticking = gevent.spawn(tick)
        jobs = [gevent.spawn(analyse, patient(big_file(20_000, workers=7))) for _ in range(2)]
        gevent.joinall(jobs, raise_error=True)
        print([job.value["rows"] for job in jobs], longest < 0.5)
    """
    assert ran(code) == "[20000, 20000] True"


def ran(code: str) -> str:
    """What a fresh interpreter prints that runs this code."""
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[3],
        text=True,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()
