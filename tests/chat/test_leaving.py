"""A process that is told to stop: who talks is asked to come back, what was begun is finished."""

import http.client
import os
import socket
import threading
import time
from pathlib import Path
from typing import Any

from tests.chat.served import House, room_house

# The house's own settings, and a page that takes its time.
SLOW = """
exec(open("deploy/gunicorn.conf.py").read())
begun = post_worker_init

def post_worker_init(worker):
    begun(worker)
    inner = worker.wsgi.wsgi_app

    def app(environ, start_response):
        if environ["PATH_INFO"] == "/healthz" and environ["QUERY_STRING"]:
            gevent.sleep(float(environ["QUERY_STRING"]))
        return inner(environ, start_response)

    worker.wsgi.wsgi_app = app
"""


def asked(house: House, query: str = "") -> http.client.HTTPConnection:
    """A connection that asked for a page and waits for it."""
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)
    connection.request("GET", f"/healthz{query}")
    return connection


def gone(pid: int, patience: float = 8.0) -> float:
    """Seconds until a process is gone."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                break
        except OSError:
            break
        time.sleep(0.01)
    return time.monotonic() - began


def test_sigterm_asks_to_come_back_and_ends_the_process_within_a_second(tmp_path: Path) -> None:
    with room_house(tmp_path) as house:
        house.serve()
        talkers = [house.talker() for _ in range(12)]
        browser = asked(house)
        browser.getresponse().read()  # and keeps its connection open
        with socket.create_connection(("127.0.0.1", house.port)), house.talker():
            pid = house.pid
            os.kill(pid, 15)
            took = gone(pid)
        away = [talker.event("away")["retry_after"] for talker in talkers]
        assert set(away) == {1, 2, 3, 4, 5}
        assert [talker.ending() for talker in talkers] == [1001] * 12
        for talker in talkers:
            talker.close()
        browser.close()
    assert took < 1
    assert "ERROR" not in house.log.read_text()


def test_what_was_begun_is_finished_unless_it_takes_too_long(tmp_path: Path) -> None:
    settings = tmp_path / "slow.py"
    settings.write_text(SLOW + "\ngraceful_timeout = 2\n")
    with room_house(tmp_path) as house:
        house.serve(str(settings))
        short, long = asked(house, "?1.2"), asked(house, "?20")
        with house.talker():
            time.sleep(0.2)
            pid = house.pid
            os.kill(pid, 15)
            statuses: list[Any] = []
            reader = threading.Thread(target=lambda: statuses.append(short.getresponse().status))
            reader.start()
            assert gone(pid) < 5
            reader.join()
        assert statuses == [200]
        short.close()
        long.close()
    assert "ERROR" not in house.log.read_text()
