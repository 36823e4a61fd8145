"""How fast one room is: deliveries for each second of processor time, and how long they take.

`python -m bench.rooms`. Our server with a thousand clients in one room, stored durably, beside the
same without storing, the same over python-socketio's stock way, and, where ROOMS_REFERENCES names
a folder with `reference_epoll.c` and `reference_socketio.js`, the limit of the machine and Node's
socket.io. Server and client have a core each; a round runs all of them, and medians are compared.
"""

import argparse
import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.chat.served import House, free_port, room_house
from tests.tokens.rights import Right

ROOT = Path(__file__).resolve().parent.parent
REFERENCES = os.environ.get("ROOMS_REFERENCES")
SERVER_CORE, CLIENT_CORE = 0, 1
STORED, UNSTORED_NAME = "rooms, stored", "rooms, unstored"
# One room may carry a hundred lines a second; what is measured here is what it could.
CONFIG = """
exec(open("deploy/gunicorn.conf.py").read())
def post_fork(server, worker):
    from coop.chat import pacing
    pacing.ROOM = pacing.Rate(1e6, 1e6)
    pacing.COMING = pacing.Rate(1e6, 1e6)
"""
UNSTORED = """
    import itertools, coop.chat.log
    from coop.chat import queries
    from coop.chat.rules import Line, Said, minute_of
    numbers = {}
    def line(draft, number, now):
        seat = draft.seat
        return Line(number, number, seat.pseudonym, seat.colour, draft.text, draft.language,
                    now.date(), minute_of(now))
    def store(self, slug, drafts):
        with self.at() as now:
            if slug not in numbers:
                numbers[slug] = itertools.count(queries.room(slug).last_number + 1)
            return [Said(line(draft, next(numbers[slug]), now), True) for draft in drafts]
    coop.chat.log.Log.store = store
"""


@dataclass(frozen=True)
class Run:
    """What one load found."""

    rate: float  # deliveries for each second of the server's processor time
    p50: float
    p99: float
    lost: int
    refused: int
    messages: float  # completed a second


class Bench:
    """The load client, and the sockets that it is handed."""

    def __init__(self, folder: Path, clients: int, seconds: float) -> None:
        self.folder, self.clients, self.seconds = folder, clients, seconds
        self._load = folder / "rooms_load"
        self._tags = iter(range(10**6))
        source = ROOT / "bench" / "rooms_load.c"
        subprocess.run(["cc", "-O2", "-o", self._load, source], check=True)

    def run(self, mode: str, sockets: list[socket.socket], pid: int, load: str) -> Run:
        """Load a server through these sockets: `flow` keeps 4 in flight, `calm` is 10 a second."""
        in_flight, rate = ("4", "0") if load == "flow" else ("0", "10")
        tag = f"{next(self._tags):04d}"
        numbers = [each.fileno() for each in sockets]
        command = [self._load, mode, in_flight, rate, str(self.seconds), str(pid), tag]
        done = subprocess.run(
            ["taskset", "-c", str(CLIENT_CORE), *command],
            input="\n".join(map(str, numbers)).encode(),
            pass_fds=numbers,
            stdout=subprocess.PIPE,
            check=True,
        )
        found = json.loads(done.stdout)
        if found["alive"] < found["clients"]:
            print(f"  {found['clients'] - found['alive']} clients were let go", file=sys.stderr)
        return Run(
            found["delivered"] / max(found["cpu"], 0.01),
            found["p50"],
            found["p99"],
            found["lost"],
            found["refused"],
            found["completed"] / found["seconds"],
        )


@contextmanager
def our_server(house: House, rights: list[Right], config: str, **settings: str) -> Iterator[Any]:
    """Our server on its core, with all clients seated."""
    path = house.log.parent / "bench.conf.py"
    path.write_text(config)
    port = house.serve(str(path), **settings)
    try:
        pid = house.pid
        os.sched_setaffinity(pid, {SERVER_CORE})
        # What is loaded at the first seat is of no connection.
        house.talker(rights[0], port=port).close()
        before = resident(pid)
        began = time.monotonic()
        talkers = [house.talker(right, port=port) for right in rights]
        took = time.monotonic() - began
        print(
            f"  {len(talkers) / took:.0f} seats taken a second, "
            f"{(resident(pid) - before) / len(talkers):.0f} kB a connection",
            file=sys.stderr,
        )
        yield "rooms", [talker.socket for talker in talkers], pid
        for talker in talkers:
            talker.close()
    finally:
        house.stop()


@contextmanager
def reference(kind: str, bench: Bench) -> Iterator[Any]:
    """One of the references on its core, with all clients connected."""
    assert REFERENCES
    port = free_port()
    if kind == "epoll":
        program = bench.folder / "reference_epoll"
        source = Path(REFERENCES) / "reference_epoll.c"
        subprocess.run(["cc", "-O2", "-w", "-o", program, source], check=True)
        command = [str(program), str(port)]
    else:
        command = ["node", str(Path(REFERENCES) / "reference_socketio.js"), str(port)]
    environ = os.environ | {"NODE_PATH": os.environ.get("NODE_PATH", "")}
    server = subprocess.Popen(["taskset", "-c", str(SERVER_CORE), *command], env=environ)
    try:
        sockets = [_connected(port, kind) for _ in range(bench.clients)]
        yield ("raw" if kind == "epoll" else "socketio"), sockets, server.pid
        for each in sockets:
            each.close()
    finally:
        server.kill()
        server.wait()


def _connected(port: int, kind: str) -> socket.socket:
    opened = _opened(port)
    request = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    opened.sendall(request.encode())
    opened.settimeout(10)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += opened.recv(4096)
    if kind != "epoll":
        while b'"sid"' not in answer:
            answer += opened.recv(4096)
        opened.sendall(b"\x81\x82\0\0\0\0" + b"40")
        answer = b""
        while b"40{" not in answer:
            answer += opened.recv(4096)
    return opened


def _opened(port: int) -> socket.socket:
    for _ in range(100):
        try:
            opened = socket.create_connection(("127.0.0.1", port))
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return opened
        except OSError:
            time.sleep(0.1)
    raise TimeoutError


def resident(pid: int) -> float:
    """The memory that a process holds, in kB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    return 0.0


def measure(
    say: Callable[[str], None], *, clients: int = 1_000, seconds: float = 4.0, rounds: int = 3
) -> None:
    """Print the table: each server's medians over the rounds, and their ratios."""
    if shutil.which("cc") is None or (os.cpu_count() or 1) < 2:
        say("Rooms are not measured: that needs a C compiler and two cores.")
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))
    with tempfile.TemporaryDirectory() as folder, room_house(Path(folder)) as house:
        bench = Bench(Path(folder), clients, seconds)
        rights = [house.right() for _ in range(clients)]
        servers = _servers(house, rights, bench)
        found: dict[str, dict[str, list[Run]]] = {name: {} for name in servers}
        for turn in range(rounds):
            for name, server in servers.items():
                with server() as (mode, sockets, pid):
                    for load in ("flow", "calm"):
                        run = bench.run(mode, sockets, pid, load)
                        print(f"  {turn} {name} {load} {run}", file=sys.stderr)
                        found[name].setdefault(load, []).append(run)
    _table(found, say, clients)


def _servers(house: House, rights: list[Right], bench: Bench) -> dict[str, Any]:
    servers: dict[str, Any] = {}
    if REFERENCES:
        servers["C, epoll (limit)"] = lambda: reference("epoll", bench)
        servers["Node, socket.io"] = lambda: reference("socketio", bench)
    servers[STORED] = lambda: our_server(house, rights, CONFIG)
    servers[UNSTORED_NAME] = lambda: our_server(house, rights, CONFIG + UNSTORED)
    servers["rooms, stock way"] = lambda: our_server(house, rights, CONFIG, COOP_ROOMS="stock")
    return servers


def _table(
    found: dict[str, dict[str, list[Run]]], say: Callable[[str], None], clients: int
) -> None:
    def median(name: str, load: str, what: str) -> float:
        return statistics.median(getattr(run, what) for run in found[name][load])

    first = next(iter(found))
    limit, calm = median(first, "flow", "rate"), median(first, "calm", "p99")
    say(f"Rooms: {clients} clients in one room; 4 messages in flight, then 10 a second")
    say(
        f"{'server':20}{'k deliveries/CPU s':>20}{'ratio':>7}{'messages/s':>12}"
        f"{'calm p50 ms':>13}{'p99 ms':>8}{'ratio':>7}{'lost':>6}"
    )
    for name, runs in found.items():
        rate, p99 = median(name, "flow", "rate"), median(name, "calm", "p99")
        lost = sum(run.lost for each in runs.values() for run in each)
        say(
            f"{name:20}{rate / 1000:20.1f}{rate / limit:7.2f}"
            f"{median(name, 'flow', 'messages'):12.0f}{median(name, 'calm', 'p50'):13.1f}"
            f"{p99:8.1f}{p99 / calm:7.2f}{lost:6d}"
        )
    durable = median(STORED, "flow", "rate") / median(UNSTORED_NAME, "flow", "rate")
    say(f"Stored durably, {durable:.2f} of what it does without storing.")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.rooms", description=__doc__)
    parser.add_argument("--clients", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    measure(
        lambda line: print(line, flush=True),
        clients=asked.clients,
        seconds=asked.seconds,
        rounds=asked.rounds,
    )


if __name__ == "__main__":
    main()
