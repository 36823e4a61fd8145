"""Two processes behind one room: order, what was missed, presence; also while Redis is away."""

import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from coop.chat.opening import wipe_in
from coop.db import writing
from tests.chat.served import House, free_port, room_house, today
from tests.chat.test_conversation import fresh, words
from tests.conftest import POSTGRES, create_postgres, drop_postgres, used

pytestmark = pytest.mark.skipif(
    not POSTGRES or not shutil.which("redis-server"), reason="needs PostgreSQL and redis-server"
)


@dataclass
class Redis:
    """A Redis of the tests' own, that may be stopped and started."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            [*words, "--bind", "127.0.0.1", "--dir", str(self.folder)], stdout=subprocess.DEVNULL
        )
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise TimeoutError

    def stop(self) -> None:
        """Stop it, as a power cut would."""
        assert self.process
        self.process.kill()
        self.process.wait()


@dataclass
class Pair:
    """A house of two processes, and their Redis."""

    house: House
    redis: Redis

    @property
    def ports(self) -> list[int]:
        return self.house.ports


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two gunicorns on one PostgreSQL, joined by a Redis."""
    used("postgresql")
    folder = tmp_path_factory.mktemp("pair")
    redis = Redis(free_port(), folder)
    redis.start()
    names = [f"coop_{name}_{uuid.uuid4().hex[:12]}" for name in ("members", "voice")]
    members, voice = (create_postgres(name) for name in names)
    url = f"redis://127.0.0.1:{redis.port}/0"
    try:
        with room_house(folder, voice, members, REDIS_URL=url) as house:
            house.serve()
            house.serve()
            yield Pair(house, redis)
    finally:
        redis.stop()
        for name in names:
            drop_postgres(name)


def test_a_line_reaches_the_other_process_at_once(pair: Pair) -> None:
    one, two = pair.ports
    with pair.house.talker(port=one) as ana, pair.house.talker(port=two) as bea:
        ana.say("warm")
        bea.event("message")
        began = time.monotonic()
        ana.say("hello")
        assert bea.event("message")["text"] == "hello"
        # Sooner than the look that each process takes once a second: the bell was heard.
        assert time.monotonic() - began < 0.5


def test_both_processes_tell_one_order(pair: Pair) -> None:
    slug = fresh(pair.house, "order")
    talkers = [pair.house.talker(slug=slug, port=pair.ports[n % 2]) for n in range(6)]
    with ThreadPoolExecutor(len(talkers)) as pool:
        list(pool.map(lambda talker: [talker.say(f"{n}") for n in range(8)], talkers))
    orders = [[line["id"] for line in talker.lines(48)] for talker in talkers]
    assert orders == [list(range(1, 49))] * len(talkers)


def test_presence_is_of_both(pair: Pair) -> None:
    slug = fresh(pair.house, "presence")
    one, two = pair.ports
    with pair.house.talker(slug=slug, port=one) as ana:
        with pair.house.talker(slug=slug, port=two):
            while ana.event("presence")["count"] != 2:
                pass
        while ana.event("presence")["count"] != 1:
            pass


def test_typing_edits_and_removals_cross_over(pair: Pair) -> None:
    slug = fresh(pair.house, "cross")
    one, two = pair.ports
    with (
        pair.house.talker(slug=slug, port=one) as ana,
        pair.house.talker(slug=slug, port=two) as bea,
    ):
        ana.ask("typing")
        assert bea.event("typing") == {"pseudonym": ana.welcome["pseudonym"]}
        # The other process reads what stands when it looks: each step is waited for.
        number = ana.say("helo")["id"]
        assert words(bea.lines(1)) == ["helo"]
        ana.ask("edit", {"id": number, "text": "hello"})
        assert words(bea.lines(1)) == ["hello"]
        ana.ask("remove", {"id": number})
        assert bea.event("removed")["id"] == number


def test_nothing_is_lost_while_redis_is_away(pair: Pair) -> None:
    slug = fresh(pair.house, "restart")
    one, two = pair.ports
    right = pair.house.right(slug)
    with pair.house.talker(slug=slug, port=one) as ana:
        with pair.house.talker(right, slug=slug, port=two) as bea:
            ana.say("before")
            last = bea.event("message")["change"]
            pair.redis.stop()
            ana.say("meanwhile")
            assert bea.event("message", 5)["text"] == "meanwhile"
        ana.say("unheard")
        with pair.house.talker(right, slug=slug, port=two) as bea:
            missed = words(bea.ask("since", {"id": last})["messages"])
            if "unheard" not in missed:  # this process had not looked yet: it is told live
                missed.append(bea.event("message", 5)["text"])
            assert missed == ["meanwhile", "unheard"]
            pair.redis.start()
            for turn in range(12):
                ana.listen(0.5)
                began = time.monotonic()
                assert "id" in ana.say(f"after {turn}")
                assert bea.event("message")["text"] == f"after {turn}"
                if time.monotonic() - began < 0.3:
                    return
    raise AssertionError("the bell was not heard again")


def test_both_processes_forget_a_withdrawn_petitions_room(pair: Pair) -> None:
    slug = fresh(pair.house, "wiped")
    one, two = pair.ports
    with (
        pair.house.talker(slug=slug, port=one) as ana,
        pair.house.talker(slug=slug, port=two) as bea,
    ):
        ana.say("words of the petition")
        bea.lines(1)
        with pair.house.app.app_context(), writing("voice") as session:
            wipe_in(session, slug, today=today())
        assert [each.event("cleared", 5)["before"] for each in (ana, bea)] == [2, 2]
        for port in (one, two):
            with pair.house.talker(slug=slug, port=port) as eve:
                assert eve.welcome["history"] == []
                assert eve.ask("since", {"id": 0})["messages"] == []


def test_redis_never_carries_words(pair: Pair) -> None:
    slug = fresh(pair.house, "words")
    with socket.create_connection(("127.0.0.1", pair.redis.port)) as spy:
        spy.sendall(b"MONITOR\r\n")
        with pair.house.talker(slug=slug, port=pair.ports[0]) as ana:
            ana.say("planted-words-77")
            ana.ask("typing")
            ana.listen(1.2)
        spy.settimeout(0.5)
        seen = b""
        try:
            while data := spy.recv(65536):
                seen += data
        except TimeoutError:
            pass
    assert b"reached" in seen and b"typing" in seen
    assert b"planted" not in seen
