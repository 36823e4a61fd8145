"""Long polling, where it is declared: one process, or a proxy that keeps a client with one."""

import json
import secrets
import socket
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import socketio

from coop.lib import base64url
from coop.tokens.acts import as_json
from tests.chat.served import SLUG, House, room_house


@pytest.fixture(scope="module", params=["fast", "stock"])
def polled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A house that offers polling."""
    folder = tmp_path_factory.mktemp("house")
    with room_house(folder, COOP_ROOMS=request.param, COOP_ROOMS_POLLING="1") as house:
        house.serve()
        yield house


def test_a_client_without_websockets_talks_with_one_that_has_them(polled: House) -> None:
    right = polled.right()
    with polled.talker() as bea, socketio.SimpleClient() as client:

        def auth() -> Any:
            body = {"act": "sit", "room": SLUG, "connection": client.client.eio.sid}
            return {"act": as_json(right.act(body)), "language": "fr"}

        url = f"http://127.0.0.1:{polled.port}"
        client.connect(url, auth=auth, namespace="/rooms", transports=["polling"])
        assert client.transport == "polling"
        assert client.receive(timeout=5)[0] == "welcome"
        number = base64url.encode(secrets.token_bytes(16))
        said = client.call("say", {"client_id": number, "text": "bonjour"})
        assert bea.event("message")["id"] == said["id"]
        bea.say("hello")
        heard = [client.receive(timeout=5) for _ in range(3)]
        told = [data["text"] for name, data in heard if name == "message"]
        assert told == ["bonjour", "hello"][: len(told)] and told


def test_a_session_of_polling_cannot_be_taken_over_by_a_websocket(polled: House) -> None:
    url = f"http://127.0.0.1:{polled.port}/socket.io/?EIO=4&transport=polling"
    with urlopen(url) as answer:
        sid = json.loads(answer.read()[1:])["sid"]
    with socket.create_connection(("127.0.0.1", polled.port)) as asked:
        asked.settimeout(5)
        asked.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket&sid={sid} HTTP/1.1\r\nHost: x\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        if polled.environ["COOP_ROOMS"] == "fast":
            assert asked.recv(4096).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "body", ['459999999999-/rooms,["say",{"_placeholder":true,"num":0}]', "bNDU=\x1ebNDU="]
)
def test_what_is_binary_ends_a_session_of_polling_too(polled: House, body: str) -> None:
    url = f"http://127.0.0.1:{polled.port}/socket.io/?EIO=4&transport=polling"
    with urlopen(url) as answer:
        url += f"&sid={json.loads(answer.read()[1:])['sid']}"
    urlopen(Request(url, body.encode(), {"Content-Type": "text/plain"})).close()
    with pytest.raises(HTTPError):
        urlopen(Request(url, b"3", {"Content-Type": "text/plain"}))
