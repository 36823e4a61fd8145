"""Who may sit down: nobody without a right, nobody with another's handshake."""

import json
import socket
from typing import Any

import pytest

from coop.chat.serving import NEEDED
from coop.tokens.acts import as_json
from tests.chat.served import SLUG, House
from tests.chat.wire import Refused, Talker


def refusal(talker: Talker, auth: Any) -> Any:
    """Why the server does not let this in."""
    with pytest.raises(Refused) as refused:
        talker.sit_with(auth)
    return refused.value.error["data"]["reason"]


@pytest.mark.parametrize(
    "auth",
    [None, {}, [], "act", 7, {"act": None}, {"act": {}}, {"act": {"scope": 1}, "extra": 1}],
)
def test_without_an_act_there_is_no_seat(both: House, auth: Any) -> None:
    with Talker(both.port) as eve:
        assert refusal(eve, auth) in ("NotAnAct", "NotUnderstood")


def test_an_act_of_another_connection_is_refused(both: House) -> None:
    right = both.right()
    with both.talker(right) as ana, Talker(both.port) as eve:
        body = {"act": "sit", "room": SLUG, "connection": ana.connection}
        assert refusal(eve, {"act": as_json(right.act(body))}) == "ActForged"


def test_an_act_for_another_room_is_refused(both: House) -> None:
    with Talker(both.port) as eve:
        body = {"act": "sit", "room": "elsewhere", "connection": eve.connection}
        assert refusal(eve, {"act": as_json(both.right().act(body))}) == "ActForged"


def test_a_changed_signature_is_refused(both: House) -> None:
    with Talker(both.port) as eve:
        body = {"act": "sit", "room": SLUG, "connection": eve.connection}
        act = as_json(both.right().act(body))
        act["nonce"] = as_json(both.right().act(body))["nonce"]
        assert refusal(eve, {"act": act}) in ("TokenForged", "ActForged")


def test_no_event_is_heard_without_a_seat(both: House) -> None:
    with Talker(both.port) as eve, both.talker() as ana:
        eve.post("say", {"client_id": "A" * 22, "text": "unseen"})
        eve.send("2")
        ana.listen(0.3)
        assert not eve.acks
        assert not [told for told in ana.events if told[0] == "message"]


def test_a_refused_connection_is_not_asked_again_and_ends(both: House) -> None:
    with Talker(both.port) as eve:
        assert refusal(eve, {}) == "NotUnderstood"
        eve.refusal = None
        body = {"act": "sit", "room": SLUG, "connection": eve.connection}
        assert refusal(eve, {"act": as_json(both.right().act(body))}) == "OneHandshake"
        eve.ending(6)


def test_other_namespaces_are_closed(both: House) -> None:
    with Talker(both.port) as eve:
        eve.send("40")
        eve.send("40/bell,")
        with pytest.raises(TimeoutError):
            eve._until(lambda: eve.is_in, 0.3)


def test_a_client_cannot_call_the_handshake_as_an_event(both: House) -> None:
    with both.talker() as ana:
        body = {"act": "sit", "room": SLUG, "connection": ana.connection}
        act = as_json(both.right().act(body))
        ana.send(f"42/rooms,5{json.dumps(['connect', {}, {'act': act}])}")
        ana.send(f"42/rooms,6{json.dumps(['disconnect', 'x'])}")
        ana._until(lambda: {5, 6} <= set(ana.acks))
        assert ana.acks[5]["error"]["reason"] == ana.acks[6]["error"]["reason"] == "NotUnderstood"


def test_a_seat_holds_five_connections(both: House) -> None:
    right = both.right()
    held = [both.talker(right) for _ in range(5)]
    with pytest.raises(Refused) as refused:
        both.talker(right)
    assert refused.value.error["data"]["reason"] == "TooManyConnections"
    for talker in held:
        talker.close()


def test_a_cookie_is_not_read_and_nothing_of_the_asker_is_written(both: House) -> None:
    planted = {"Cookie": "seat=planted-cookie-1", "User_Agent": "planted-agent-1"}
    with Talker(both.port, **planted) as ana, pytest.raises(Refused):
        ana.sit_with({"act": "planted-act-1"})
    with pytest.raises(Refused):
        Talker(both.port, Origin="http://planted-origin-1.example")
    written = both.log.read_text()
    assert "planted" not in written
    assert "127.0.0.1" not in written.replace("Listening at: http://127.0.0.1", "")


def test_another_site_is_refused(both: House) -> None:
    with pytest.raises(Refused) as refused:
        Talker(both.port, Origin="http://elsewhere.example")
    assert refused.value.error == 400


def test_the_own_page_is_let_in(both: House) -> None:
    with Talker(both.port, Origin=f"http://127.0.0.1:{both.port}") as ana:
        assert ana.connection


def test_polling_is_offered_only_where_it_is_declared(both: House) -> None:
    with socket.create_connection(("127.0.0.1", both.port)) as asked:
        asked.sendall(b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = asked.recv(4096)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"Content-Security-Policy" in answer


def test_the_environ_that_is_kept_holds_no_address() -> None:
    assert not {each for each in NEEDED if "COOKIE" in each or "ADDR" in each or "AGENT" in each}
