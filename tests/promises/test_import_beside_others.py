"""While a long history is read, others are served at once, and the memory stays bounded."""

import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

from tests.promises.server import Server, serving

ROWS = 60_000
HEADER = (
    "platform,task_id,requester,title,started_at,submitted_at,worked_minutes,reward,bonus,"
    "currency,status,status_date,feedback\n"
)
BOUNDARY = "xxPARTxx"
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="h.csv"\r\n\r\n'
).encode()
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()
MEGABYTES = 1024


def rows() -> Iterator[bytes]:
    """A long history, a megabyte or so at a time, with a title as long as real ones are."""
    yield HEAD + HEADER.encode()
    for start in range(0, ROWS, 4_000):
        yield "".join(
            f"Clickworker,t{n},Zed Labs,{'Draw boxes around each one ' * 8},"
            f"2026-10-{1 + n % 28:02d}T{n // 60 % 24:02d}:{n % 60:02d}:00Z,"
            f"2026-10-{1 + n % 28:02d}T{n // 60 % 24:02d}:{n % 60:02d}:40Z,,0.05,,USD,paid,,\n"
            for n in range(start, start + 4_000)
        ).encode()
    yield TAIL


def upload(server: Server, answers: list[bytes]) -> None:
    """Send the history in pieces, as a browser does."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    try:
        connection.request(
            "POST", "/api/v1/histories", body=rows(), headers=kind, encode_chunked=True
        )
        answers.append(connection.getresponse().read())
    finally:
        connection.close()


def peak_megabytes(pid: int) -> float:
    """The most memory that any process of the server had."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    peaks = []
    for each in (str(pid), *children):
        status = Path(f"/proc/{each}/status").read_text()
        peaks += [int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line]
    return max(peaks) / MEGABYTES


def test_others_are_answered_while_a_history_is_read(tmp_path: Path) -> None:
    answers: list[bytes] = []
    waits: list[float] = []
    with serving(tmp_path) as server:
        server.ask("/healthz")
        sender = threading.Thread(target=upload, args=(server, answers))
        sender.start()
        while sender.is_alive():
            start = time.monotonic()
            server.ask("/healthz")
            waits.append(time.monotonic() - start)
            time.sleep(0.02)
        peak = peak_megabytes(server.pid)
    assert b'"rows":%d' % ROWS in answers[0]
    waits.sort()
    # Half of them within the promise: the tail belongs to whatever else this machine does.
    assert waits[len(waits) // 2] < 0.1
    assert peak < 300
