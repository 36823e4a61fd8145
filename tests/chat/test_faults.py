"""What breaks, floods or stalls: it neither silences a room nor grows memory."""

import json
import secrets
import socket
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coop.lib import base64url
from tests.chat.served import House, room_house
from tests.chat.test_conversation import fresh
from tests.chat.wire import Ended, Refused, Talker


def resident(pid: int) -> int:
    """The memory of a process, in kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def raw(opcode: int, payload: bytes, *, is_last: bool = True, mask: bool = True) -> bytes:
    """One frame as a client may send it, or as it must not."""
    head = bytes([(0x80 if is_last else 0) | opcode])
    flag = 0x80 if mask else 0
    if len(payload) < 126:
        head += bytes([flag | len(payload)])
    elif len(payload) < 1 << 16:
        head += bytes([flag | 126]) + struct.pack("!H", len(payload))
    else:
        head += bytes([flag | 127]) + struct.pack("!Q", len(payload))
    return head + (b"\0\0\0\0" if mask else b"") + payload


def still_talks(house: House, within: float = 1.0) -> None:
    """A line comes through, and soon."""
    with house.talker() as ana, house.talker() as bea:
        word = secrets.token_hex(4)
        began = time.monotonic()
        ana.say(word)
        while bea.event("message")["text"] != word:
            pass
        assert time.monotonic() - began < within


BROKEN = {
    "unmasked": (raw(1, b"42", mask=False), 1002),
    "broken UTF-8": (raw(1, b"42\xff\xfe"), 1007),
    "half a surrogate": (raw(1, b"42\xed\xa0\x80"), 1007),
    "reserved bit": (bytes([0xC1, 0x80, 0, 0, 0, 0]), 1002),
    "unknown opcode": (raw(3, b"x"), 1002),
    "long ping": (raw(9, b"x" * 126), 1002),
    "fragmented ping": (raw(9, b"x", is_last=False), 1002),
    "continuation of nothing": (raw(0, b"x"), 1002),
    "text within text": (raw(1, b"4", is_last=False) + raw(1, b"2"), 1002),
    "close with one byte": (raw(8, b"x"), 1002),
    "binary": (raw(2, b"x"), 1003),
    "over 8 kB": (raw(1, b"x" * 8193), 1009),
    "over 8 kB in fragments": (raw(1, b"x" * 4097, is_last=False) + raw(0, b"x" * 4096), 1009),
    "no Engine.IO packet": (raw(1, b"x"), 1002),
    "an empty message": (raw(1, b""), 1002),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_breaks_the_protocol_ends_the_connection(fast: House, fault: str) -> None:
    sent, code = BROKEN[fault]
    with fast.talker() as eve:
        eve.socket.sendall(sent)
        assert eve.ending() == code


def test_a_length_of_many_gigabytes_is_not_waited_for(fast: House) -> None:
    with fast.talker() as eve:
        eve.socket.sendall(b"\x81\xff" + struct.pack("!Q", 1 << 40) + b"\0\0\0\0" + b"x" * 9000)
        assert eve.ending() == 1009


def test_a_message_in_fragments_is_heard(fast: House) -> None:
    with fast.talker() as ana:
        number = base64url.encode(secrets.token_bytes(16))
        text = f"42/rooms,7{json.dumps(['say', {'client_id': number, 'text': 'née'}])}".encode()
        ana.socket.sendall(raw(1, text[:9], is_last=False) + raw(9, b"meanwhile"))
        ana.socket.sendall(b"".join(raw(0, text[n : n + 1], is_last=False) for n in range(9, 40)))
        ana.socket.sendall(raw(0, text[40:]))
        ana._until(lambda: 7 in ana.acks)
        assert "id" in ana.acks[7]


def test_an_endless_row_of_empty_fragments_grows_nothing(fast: House) -> None:
    with fast.talker() as eve:
        before = resident(fast.pid)
        eve.socket.sendall(raw(1, b"4", is_last=False))
        eve.socket.settimeout(0.3)
        try:
            for _ in range(200):
                eve.socket.sendall(raw(0, b"", is_last=False) * 500)
        except TimeoutError:
            pass  # it is read no faster than its allowance
        still_talks(fast)
        assert resident(fast.pid) - before < 5_000


def test_a_close_is_answered(fast: House) -> None:
    with fast.talker() as ana:
        ana.socket.sendall(raw(8, struct.pack("!H", 1000)))
        assert ana.ending() == 1000


MALFORMED = [
    "4",
    "49",
    "42",
    "42/rooms",
    "42/rooms,",
    "42/rooms,{}",
    "42/rooms,[]",
    "42/rooms,[[]]",
    "42/rooms,[null]",
    "42/rooms,[1,2]",
    '42/rooms,["say"',
    '42/rooms,7["say",{}]',
    "42/rooms," + "[" * 4000,
    "42/rooms," + "9" * 200 + '["say"]',
    '42/elsewhere,["say",{}]',
    '43/rooms,5["x"]',
    "44/rooms,{}",
    "40/rooms,[",
    "41/elsewhere,",
    "5",
    "6",
]


@pytest.mark.parametrize("way", ["seated", "standing"])
def test_malformed_packets_break_nothing_for_others(both: House, way: str) -> None:
    for text in MALFORMED:
        with both.talker() if way == "seated" else Talker(both.port) as eve:
            eve.send(text)
    still_talks(both)


BINARY = [
    '459999999999-/rooms,["say",{"_placeholder":true,"num":0}]',
    '451-/rooms,7["say",{"_placeholder":true,"num":0}]',
    "45",
    "461-/rooms,5[]",
    '4"51-/rooms,[]"',
    "bNDU=",
    "b" + "QUJD" * 1500,
    "4[5]",
    "4{}",
]


@pytest.mark.parametrize("way", ["seated", "standing"])
@pytest.mark.parametrize("text", BINARY)
def test_what_is_binary_ends_the_connection_at_once(both: House, way: str, text: str) -> None:
    """An attachment would be kept, and each that follows, for as long as the client stays."""
    with both.talker() if way == "seated" else Talker(both.port) as eve:
        eve.send(text)
        code = eve.ending(3)
        assert code == (1003 if both.environ["COOP_ROOMS"] == "fast" else 1000)


def test_payloads_over_8_kb_are_refused(both: House) -> None:
    with both.talker() as eve:
        eve.send("42/rooms," + json.dumps(["say", {"text": "x" * 9000}]))
        with pytest.raises(Ended):
            eve._until(lambda: None, 5)
    still_talks(both)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["client_id", "text", "quote", "lang", "sure", "warning", "id", "reason", "words", "before"]
)
EVENTS = st.sampled_from(
    ["say", "edit", "remove", "since", "before", "search", "flag", "typing", "connect", "welcome"]
)


@pytest.fixture(scope="module")
def fuzzed(fast: House) -> Any:
    talkers = [fast.talker() for _ in range(40)]
    yield talkers
    for talker in talkers:
        talker.close()


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(event=EVENTS | ANYTHING, fields=st.dictionaries(NAMES, ANYTHING, max_size=6) | ANYTHING)
def test_no_field_is_trusted(fuzzed: list[Talker], event: Any, fields: Any) -> None:
    """Whatever is sent is answered by what was asked for, or by a refusal: never by a fault."""
    eve = fuzzed.pop(0)
    fuzzed.append(eve)
    number = eve.post(event, fields)
    eve._until(lambda: number in eve.acks, 5)
    answer = eve.acks.pop(number)
    assert answer.get("error", {}).get("reason") != "Fault", (event, fields)


def test_five_thousand_messages_without_a_pause_silence_nobody(fast: House) -> None:
    with fast.talker() as eve:
        before = resident(fast.pid)
        event = json.dumps(["say", {"client_id": "A" * 22, "text": "x" * 4000}])
        stop = threading.Event()
        sent: list[int] = []

        def flood() -> None:
            frames = raw(1, f"42/rooms,1{event}".encode())
            try:
                for number in range(5_000):
                    if stop.is_set():
                        return
                    eve.socket.sendall(frames)
                    sent.append(number)
            except OSError:
                return

        eve.socket.settimeout(5)
        eve.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 32 * 1024)
        flooding = threading.Thread(target=flood)
        flooding.start()
        try:
            for _ in range(4):
                still_talks(fast)
        finally:
            stop.set()
            eve.socket.shutdown(socket.SHUT_RDWR)
            flooding.join()
        # It is read no faster than its allowance: the rest stays with whoever sends it.
        assert len(sent) < 500
        assert resident(fast.pid) - before < 10_000


def test_a_slow_reader_is_let_go_and_catches_up(fast: House) -> None:
    slug = fresh(fast, "slow")
    right = fast.right(slug)
    bea = Talker(fast.port, receives=4096)
    bea.sit(right, slug)
    before = resident(fast.pid)
    talkers = [fast.talker(slug=slug) for _ in range(40)]
    said = 0
    for _turn in range(6):
        for ana in talkers:
            said += "id" in ana.say("x" * 1990, sure=True)
            ana.listen(0)
            ana.events.clear()
    assert resident(fast.pid) - before < 30_000
    with pytest.raises(Ended):
        while True:
            bea._read(15)
    bea.close()
    last = max((told[1]["change"] for told in bea.events if told[0] == "message"), default=0)
    assert last < said
    with fast.talker(right, slug=slug) as back:
        found: list[int] = []
        more = True
        while more:
            missed = back.ask("since", {"id": last})
            found += [line["id"] for line in missed["messages"]]
            last, more = missed["head"], missed["more"]
    assert found == list(range(said - len(found) + 1, said + 1))
    for ana in talkers:
        ana.close()


def test_a_flood_of_joins_that_hold_no_right_silences_nobody(fast: House) -> None:
    def knock(_: int) -> None:
        try:
            with Talker(fast.port) as eve:
                eve.sit_with({"act": {"scope": "x"}})
        except (Refused, Ended, OSError):
            return

    with ThreadPoolExecutor(8) as pool:
        # What the first hundreds take is kept and used again.
        list(pool.map(knock, range(300)))
        before = resident(fast.pid)
        knocking = pool.map(knock, range(1_000))
        still_talks(fast, within=2.0)
        list(knocking)
    still_talks(fast)
    assert resident(fast.pid) - before < 7_000


def test_two_hundred_come_back_at_once(fast: House) -> None:
    slug = fresh(fast, "storm")
    rights = [fast.right(slug) for _ in range(40)]
    for right in rights:
        fast.talker(right, slug=slug).close()
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        back = list(pool.map(lambda turn: fast.talker(rights[turn % 40], slug=slug), range(200)))
    assert time.monotonic() - began < 10
    back[0].say("all here")
    assert all(talker.event("message")["text"] == "all here" for talker in back)
    for talker in back:
        talker.close()


def test_connections_that_fall_silent_end(tmp_path: Path) -> None:
    """A phone in a tunnel answers no ping; its seat does not stay counted."""
    hurried = tmp_path / "hurried.py"
    hurried.write_text(
        "exec(open('deploy/gunicorn.conf.py').read())\n"
        "def post_fork(server, worker):\n"
        "    from coop.chat import serving\n"
        "    serving.PING_INTERVAL, serving.PING_TIMEOUT = 1, 1\n"
    )
    with room_house(tmp_path) as house:
        house.serve(str(hurried))
        with house.talker() as ana, house.talker() as silent:
            while ana.event("presence")["count"] != 2:
                pass
            while ana.event("presence")["count"] != 1:
                pass
            silent.socket.settimeout(3)
            while silent.socket.recv(65536):
                pass


def test_an_acknowledged_line_survives_kill_9(tmp_path: Path) -> None:
    with room_house(tmp_path) as house:
        house.serve()
        right = house.right()
        ana = house.talker(right)
        said = [ana.say(f"line {n}")["id"] for n in range(8)]
        house.kill()
        ana.close()
        house.serve()
        with house.talker(right) as ana:
            assert [line["id"] for line in ana.welcome["history"]] == said
