"""Pages take turns with everything else that the loop serves."""

import gevent
from gevent import socket

from coop.web.turns import Turns


def test_one_begins_at_once_and_the_next_after_the_sockets_had_their_round() -> None:
    turns, order = Turns(), []
    ours, theirs = socket.socketpair()

    def page(number: int) -> None:
        turns.take()
        order.append(f"page {number}")

    def talk() -> None:
        ours.recv(1)
        order.append("talk")

    gevent.spawn(talk)
    gevent.sleep(0)
    theirs.send(b"x")
    pages = [gevent.spawn(page, number) for number in range(4)]
    gevent.joinall(pages, timeout=2)
    gevent.sleep(0.01)
    assert [each for each in order if each != "talk"] == [f"page {n}" for n in range(4)]
    assert order.index("talk") <= 2
    ours.close()
    theirs.close()


def test_after_a_pause_one_begins_at_once_again() -> None:
    turns = Turns()
    for _ in range(3):
        turns.take()
        gevent.sleep(0.005)
    with gevent.Timeout(1):
        turns.take()
