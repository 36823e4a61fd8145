"""The sending side of a websocket: whole frames, in order, within bounds, whatever is taken."""

import os
import socket
from collections.abc import Iterator

import gevent
import pytest
from gevent import socket as green
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

from coop.chat import outbox
from coop.chat.outbox import Outbox, frame

Pair = tuple[green.socket, green.socket]


def pair() -> Pair:
    """A server's socket with little room, and its client's."""
    ours, theirs = green.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    return ours, theirs


@pytest.fixture
def sockets() -> Iterator[Pair]:
    both = pair()
    yield both
    for each in both:
        each.close()


def read_some(theirs: green.socket, most: int) -> bytes:
    """What is there now, at most so much."""
    try:
        return os.read(theirs.fileno(), most)
    except BlockingIOError:
        return b""


def texts(data: bytes) -> list[str]:
    """The messages in what a client read; each must be whole."""
    wire = Connection(ConnectionType.CLIENT)
    wire.receive_data(data)
    found, part = [], ""
    for event in wire.events():
        if isinstance(event, CloseConnection):
            found.append(f"closed {event.code}")
        elif isinstance(event, TextMessage):
            part += event.data
            if event.message_finished:
                found.append(part)
                part = ""
    assert part == ""
    return found


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, 6_000)),
        st.tuples(st.just("read"), st.integers(1, 9_000)),
        st.tuples(st.just("turn"), st.just(0)),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, shortest=st.integers(1, 700))
def test_whatever_is_taken_at_once_the_order_holds(
    steps: list[tuple[str, int]], shortest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel takes any part of what is offered; here it takes as little as it likes."""
    taken = os.write

    def stingy(number: int, data: bytes) -> int:
        return taken(number, data[: max(1, len(data) - shortest)])

    monkeypatch.setattr(outbox.os, "write", stingy)
    ours, theirs = pair()
    try:
        box, sent, read = Outbox(ours), [], b""
        for what, size in steps:
            if what == "write":
                text = f"{len(sent)}:" + "x" * size
                sent.append(text)
                box.write(frame(text))
            elif what == "read":
                read += read_some(theirs, size)
            else:
                gevent.sleep(0)
            assert box.size == sum(map(len, box.waiting))
        while box.waiting:
            read += read_some(theirs, 65536)
            gevent.sleep(0)
        read += read_some(theirs, 10**6)
        assert box.is_ended or texts(read) == sent
        box.end()
    finally:
        ours.close()
        theirs.close()


def test_an_idle_client_costs_no_greenlet(sockets: Pair) -> None:
    box = Outbox(sockets[0])
    box.write(frame("hello"))
    assert not box.waiting
    assert texts(read_some(sockets[1], 100)) == ["hello"]


@pytest.mark.parametrize("size", [10, 60_000])
def test_who_does_not_read_is_let_go(sockets: Pair, size: int) -> None:
    box, count = Outbox(sockets[0]), 0
    while not box.is_ended:
        box.write(frame("x" * size))
        count += 1
        assert count < 2_000
    assert box.size == 0


def test_nothing_is_written_after_the_end(sockets: Pair) -> None:
    box = Outbox(sockets[0])
    box.end()
    box.write(frame("late"))
    box.put(None)
    assert sockets[1].recv(100) == b""


def test_a_farewell_comes_after_all_that_waits(sockets: Pair) -> None:
    box = Outbox(sockets[0])
    for number in range(20):
        box.write(frame(f"{number}" * 500))
    box.finish(1001)
    box.write(frame("late"))
    read = b""
    while data := sockets[1].recv(65536):
        read += data
    assert [text[:2] for text in texts(read)][-2:] == ["19", "cl"]
    assert texts(read)[-1] == "closed 1001"


def test_who_takes_nothing_for_long_is_let_go(
    sockets: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "PATIENCE", 0.05)
    box = Outbox(sockets[0])
    while not box.waiting:
        box.write(frame("x" * 1000))
    gevent.sleep(0.2)
    assert box.is_ended


def test_a_peer_that_is_gone_ends_it(sockets: Pair) -> None:
    box = Outbox(sockets[0])
    sockets[1].close()
    box.write(frame("hello"))
    assert box.is_ended
