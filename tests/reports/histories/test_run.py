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
