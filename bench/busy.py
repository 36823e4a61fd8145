"""How soon a room answers while the same process reads a history and serves 200 pages a second.

`python -m bench.busy`. One process of ours on one core; who loads it has the other.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.chat.served import House, room_house
from tests.promises.test_import_beside_others import BOUNDARY, rows

ROOT = Path(__file__).resolve().parent.parent
SERVER_CORE, CLIENT_CORE = 0, 1
PAGES, CONNECTIONS, LISTENERS, LINES = 200, 20, 50, 100
KIND = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


@dataclass(frozen=True)
class Waits:
    """Milliseconds until a line was acknowledged, and until another client had it."""

    acknowledged: list[float]
    delivered: list[float]


def measure(say: Callable[[str], None]) -> None:
    """Print how a room answers alone, beside pages, and beside pages and an import."""
    with tempfile.TemporaryDirectory() as folder, room_house(Path(folder)) as house:
        port = house.serve()
        os.sched_setaffinity(house.pid, {SERVER_CORE})
        say(f"Rooms beside other work: {LISTENERS} in the room, a line every 0.1 s; milliseconds")
        say(f"{'beside':34}{'ack p50':>9}{'p99':>7}{'told p50':>10}{'p99':>7}{'pages/s':>9}")
        for name, load in (
            ("nothing", ""),
            (f"{PAGES} pages a second", "pages"),
            ("a history being read", "history"),
            ("both", "pages history"),
        ):
            with _loading(port, load) as served:
                waits = _talk(house)
            at = [
                quantile(each, part)
                for each in (waits.acknowledged, waits.delivered)
                for part in (0.5, 0.99)
            ]
            say(f"{name:34}{at[0]:9.1f}{at[1]:7.1f}{at[2]:10.1f}{at[3]:7.1f}{served():9.0f}")


def quantile(values: list[float], part: float) -> float:
    """The value below which this part of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def _talk(house: House) -> Waits:
    """Say a line every 0.1 s, each from another seat, and time it."""
    talkers = [house.talker() for _ in range(LISTENERS)]
    waits = Waits([], [])
    try:
        for turn in range(LINES):
            speaker, hearer = talkers[turn % LISTENERS], talkers[(turn + 1) % LISTENERS]
            began = time.monotonic()
            said = speaker.say(f"line {turn} of many", sure=True)
            waits.acknowledged.append((time.monotonic() - began) * 1000)
            while hearer.event("message")["id"] != said["id"]:
                pass
            waits.delivered.append((time.monotonic() - began) * 1000)
            for talker in talkers:
                talker.listen(0.001)
                talker.events.clear()
            time.sleep(max(0.0, 0.1 - (time.monotonic() - began)))
    finally:
        for talker in talkers:
            talker.close()
    return waits


@contextmanager
def _loading(port: int, load: str) -> Iterator[Callable[[], float]]:
    """Load the server from another process; yields how many pages a second it served."""
    if not load:
        yield lambda: 0.0
        return
    command = [sys.executable, "-m", "bench.busy", "--load", str(port), *load.split()]
    loader = subprocess.Popen(
        ["taskset", "-c", str(CLIENT_CORE), *command],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert loader.stdout is not None
    loader.stdout.readline()
    printed: list[str] = []
    try:
        yield lambda: float(printed[0])
    finally:
        printed.append(loader.communicate("stop\n")[0] or "0")


def _load(port: int, what: list[str]) -> None:
    """Ask for pages, or send histories, until standard input speaks."""
    stop = threading.Event()
    counts = [0] * CONNECTIONS
    jobs = []
    if "pages" in what:
        jobs += [
            threading.Thread(target=_ask, args=(port, stop, counts, n)) for n in range(CONNECTIONS)
        ]
    if "history" in what:
        jobs.append(threading.Thread(target=_send, args=(port, stop)))
    began = time.monotonic()
    for job in jobs:
        job.start()
    print("loading", flush=True)
    sys.stdin.readline()
    stop.set()
    took = time.monotonic() - began
    asked = sum(counts)
    for job in jobs:
        job.join()
    print(asked / took)


def _ask(port: int, stop: threading.Event, counts: list[int], number: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    pause = CONNECTIONS / PAGES
    due = time.monotonic() + pause * number / CONNECTIONS
    while not stop.is_set():
        time.sleep(max(0.0, due - time.monotonic()))
        due += pause
        connection.request("GET", "/platforms")
        connection.getresponse().read()
        counts[number] += 1
    connection.close()


def _send(port: int, stop: threading.Event) -> None:
    while not stop.is_set():
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request(
            "POST", "/api/v1/histories", body=rows(), headers=KIND, encode_chunked=True
        )
        connection.getresponse().read()
        connection.close()


def main() -> None:
    """Measure; or load, as `measure` asks for it."""
    parser = argparse.ArgumentParser(prog="python -m bench.busy", description=__doc__)
    parser.add_argument("--load", type=int, metavar="PORT")
    parser.add_argument("what", nargs="*")
    asked = parser.parse_args()
    if asked.load:
        _load(asked.load, asked.what)
        return
    measure(lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
