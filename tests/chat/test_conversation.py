"""What those who sit in a room can rely on, on the short way and on the stock one."""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import socketio

from coop.lib import base64url
from coop.tokens.acts import as_json
from tests.chat.served import SLUG, House
from tests.chat.wire import Talker


def words(lines: list[Any]) -> list[str]:
    """The words of lines."""
    return [line["text"] for line in lines]


def fresh(house: House, name: str) -> str:
    """A room of its own for a test."""
    slug = f"{name}-{secrets.token_hex(4)}"
    house.room(slug)
    return slug


def test_a_line_reaches_all_who_listen(both: House) -> None:
    with both.talker() as ana, both.talker() as bea:
        said = ana.say("good morning")
        told = bea.event("message")
        assert (told["id"], told["text"]) == (said["id"], "good morning")
        assert told["pseudonym"] == ana.welcome["pseudonym"]
        assert ana.event("message") == told


def test_a_newcomer_is_shown_what_was_said(both: House) -> None:
    slug = fresh(both, "history")
    for batch in range(8):
        with both.talker(slug=slug) as ana:
            for number in range(8 * batch, 8 * batch + 8):
                ana.say(f"line {number}")
    with both.talker(slug=slug) as bea:
        assert words(bea.welcome["history"]) == [f"line {n}" for n in range(14, 64)]
        assert bea.welcome["more"] and bea.welcome["head"] == 64
        assert words(bea.ask("before", {"id": 15})["messages"]) == [f"line {n}" for n in range(14)]


def test_lines_of_many_come_to_all_in_one_order(both: House) -> None:
    slug = fresh(both, "order")
    talkers = [both.talker(slug=slug) for _ in range(6)]
    with ThreadPoolExecutor(len(talkers)) as pool:
        list(pool.map(lambda talker: [talker.say(f"{n}") for n in range(8)], talkers))
    orders = [[line["id"] for line in talker.lines(48)] for talker in talkers]
    for talker in talkers:
        talker.close()
    assert orders == [list(range(1, 49))] * len(talkers)


def test_sending_again_says_it_once(both: House) -> None:
    slug = fresh(both, "again")
    with both.talker(slug=slug) as ana, both.talker(slug=slug) as bea:
        sent = {"client_id": base64url.encode(secrets.token_bytes(16))}
        first = ana.say("once", **sent)
        assert [ana.say("once", **sent) for _ in range(3)] == [first] * 3
        ana.say("then")
        assert words(bea.lines(2)) == ["once", "then"]


def test_who_was_away_misses_nothing(both: House) -> None:
    slug = fresh(both, "away")
    with both.talker(slug=slug) as ana:
        right = both.right(slug)
        with both.talker(right, slug=slug) as bea:
            ana.say("before the tunnel")
            last = bea.event("message")["change"]
        ana.say("in the tunnel")
        ana.ask("edit", {"id": 1, "text": "before it"})
        with both.talker(right, slug=slug) as bea:
            missed = bea.ask("since", {"id": last})
    assert [(line["id"], line["text"]) for line in missed["messages"]] == [
        (2, "in the tunnel"),
        (1, "before it"),
    ]
    assert (missed["head"], missed["more"]) == (3, False)


def test_a_seat_has_one_name_on_two_phones(both: House) -> None:
    right = both.right()
    with both.talker(right) as phone, both.talker(right) as laptop:
        assert phone.welcome["pseudonym"] == laptop.welcome["pseudonym"]


def test_presence_counts_seats_and_names_nobody(both: House) -> None:
    slug = fresh(both, "presence")
    right = both.right(slug)
    with both.talker(right, slug=slug) as ana, both.talker(right, slug=slug):
        with both.talker(slug=slug):
            while ana.event("presence")["count"] != 2:
                pass
        assert ana.event("presence") == {"count": 1}


def test_typing_is_told_by_pseudonym_and_throttled(both: House) -> None:
    slug = fresh(both, "typing")
    with both.talker(slug=slug) as ana, both.talker(slug=slug) as bea:
        answers = [ana.ask("typing") for _ in range(4)]
        assert bea.event("typing") == {"pseudonym": ana.welcome["pseudonym"]}
        assert answers[-1]["error"]["reason"] == "TooFast"


def test_who_says_too_much_is_told_when_to_go_on(both: House) -> None:
    slug = fresh(both, "fast")
    with both.talker(slug=slug) as ana:
        answers = [ana.say(f"{n}") for n in range(12)]
        refused = [answer["error"] for answer in answers if "error" in answer]
        assert refused and refused[0]["reason"] == "TooFast"
        assert refused[0]["retry_after"] >= 1
        assert refused[0]["sentence"].startswith("Slower")


def test_own_words_can_be_changed_and_taken_back(both: House) -> None:
    slug = fresh(both, "own")
    with both.talker(slug=slug) as ana, both.talker(slug=slug) as bea:
        said = ana.say("helo")
        ana.ask("edit", {"id": said["id"], "text": "hello"})
        assert [(line["text"], line["edited"]) for line in bea.lines(2)] == [
            ("helo", False),
            ("hello", True),
        ]
        assert bea.ask("remove", {"id": said["id"]})["error"]["reason"] == "NotYours"
        ana.ask("remove", {"id": said["id"]})
        assert bea.event("removed") == {"id": said["id"], "reason": "own", "change": 3}


def test_what_identifies_is_shown_before_it_is_sent(both: House) -> None:
    with both.talker() as ana:
        found = ana.say("write to ana@example.org")["traces"]
        assert [(each["kind"], each["text"]) for each in found] == [("email", "ana@example.org")]
        assert "id" in ana.say("write to ana@example.org", sure=True)


def test_naming_a_seat_of_the_room_is_not_asked_about(both: House) -> None:
    with both.talker() as ana, both.talker() as bea:
        name = bea.welcome["pseudonym"]
        said = ana.say(f"@{name} the same here", warning=f"for {name}")
        assert "id" in said
        assert "id" in ana.ask("edit", {"id": said["id"], "text": f"@{name} here too"})
        found = ana.say(f"@{name} or @somebody", warning="bob@example.org")["traces"]
        assert [each["text"] for each in found] == ["@somebody", "bob@example.org"]


def test_the_own_client_of_socketio_talks_with_it(both: House) -> None:
    """python-socketio's client, as written by others, over its own websocket."""
    right = both.right()
    with socketio.SimpleClient() as client, both.talker() as bea:

        def auth() -> Any:
            body = {"act": "sit", "room": SLUG, "connection": client.client.eio.sid}
            return {"act": as_json(right.act(body)), "language": "fr"}

        url = f"http://127.0.0.1:{both.port}"
        client.connect(url, auth=auth, namespace="/rooms", transports=["websocket"])
        name, welcome = client.receive(timeout=5)
        assert (name, welcome["room"]["slug"]) == ("welcome", SLUG)
        number = base64url.encode(secrets.token_bytes(16))
        said = client.call("say", {"client_id": number, "text": "bonjour"})
        while bea.event("message")["id"] != said["id"]:
            pass


def test_json_that_is_sent_twice_at_once_is_one_line(both: House) -> None:
    slug = fresh(both, "twice")
    with both.talker(slug=slug) as ana:
        number = base64url.encode(secrets.token_bytes(16))
        event = json.dumps(["say", {"client_id": number, "text": "double click"}])
        ana.send(f"42/rooms,91{event}")
        ana.send(f"42/rooms,92{event}")
        ana._until(lambda: {91, 92} <= set(ana.acks))
        assert ana.acks[91] == ana.acks[92] == {"id": 1, "change": 1}


def test_a_line_too_heavy_is_answered_and_the_heaviest_is_heard(both: House) -> None:
    with both.talker() as ana, both.talker() as bea:
        heavy = {"text": "😀" * 2_000, "sure": True}
        number = base64url.encode(secrets.token_bytes(16))
        assert refused(ana, heavy | {"client_id": number}) == "TooHeavy"
        # As heavy as may be, and all that can be written twice in JSON is.
        most = "😀" * 1_333 + '"' * 667
        sent = heavy | {"text": most, "warning": "🔥" * 80, "client_id": number}
        ana.send(f"42/rooms,99{json.dumps(['say', sent], ensure_ascii=False)}")
        assert bea.event("message")["text"] == most


def refused(talker: Talker, fields: dict[str, Any]) -> str:
    """Why a line is refused, sent as browsers write JSON."""
    talker.send(f"42/rooms,98{json.dumps(['say', fields], ensure_ascii=False)}")
    talker._until(lambda: 98 in talker.acks)
    return str(talker.acks.pop(98)["error"]["reason"])
