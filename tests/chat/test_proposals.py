"""Any member proposes a room and says "I would come too", with the seat of the welcome room."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coop.chat import proposals, proposing
from coop.chat.proposals import AlreadyDecided, NoSuchProposal, ProposedEnough
from coop.chat.proposing import Wish
from coop.tokens.acts import as_json
from coop.tokens.rules import Act, ActForged, fields_digest
from coop.web.clock import today
from coop.web.settings import config
from coop.web.submission import new_key
from tests.chat.talking import housekeeping, opened, right_to
from tests.conftest import Clock
from tests.pages import Page
from tests.tokens.rights import Right

WISH = Wish("Remotasks", "KE", "en", "Many of us were locked out.")


@pytest.fixture(autouse=True)
def welcome(inside: None) -> None:
    """The rooms that every house has."""
    housekeeping()


def signed(right: Right, wish: Wish = WISH) -> Act:
    return right.act({"act": "propose", "fields": fields_digest(wish.fields)})


def propose(wish: Wish = WISH, right: Right | None = None) -> str:
    act = signed(right or right_to(f"welcome-{wish.language}"), wish)
    return proposing.propose(wish, act, today=today(), config=config())


def back(code: str, right: Right | None = None) -> None:
    right = right or right_to("welcome-en")
    proposing.back_proposal(
        code, right.act({"act": "back", "proposal": code}), today=today(), config=config()
    )


def shown(code: str) -> int:
    proposing.show_backers()
    return proposals.proposal(code).backers


def send(client: FlaskClient, address: str, act: Act | None, **fields: Any) -> TestResponse:
    signed_act = json.dumps(as_json(act)) if act else ""
    return client.post(address, data={"submission": new_key("room"), "act": signed_act} | fields)


def test_a_proposal_waits_with_its_proposer_as_the_first_who_would_come() -> None:
    code = propose()
    found = proposals.proposal(code)
    assert (found.name, found.country, found.state, found.backers) == (
        "Remotasks",
        "KE",
        "waiting",
        1,
    )
    assert shown(code) == 1


def test_sent_twice_it_stands_once() -> None:
    right = right_to("welcome-en")
    assert propose(right=right) == propose(right=right)
    assert len(proposals.proposals()[0]) == 1


def test_a_seat_proposes_three_rooms_a_month() -> None:
    right = right_to("welcome-en")
    for number in range(3):
        propose(Wish(f"Room {number}", "", "en", "Why."), right)
    with pytest.raises(ProposedEnough):
        propose(Wish("Room 4", "", "en", "Why."), right)
    assert len(proposals.proposals()[0]) == 3


def test_only_what_was_signed_is_published() -> None:
    act = signed(right_to("welcome-en"))
    with pytest.raises(ActForged):
        proposing.propose(Wish("Another", "", "en", "Why."), act, today=today(), config=config())


def test_a_seat_of_another_room_proposes_nothing() -> None:
    opened()
    for slug in ("night-shifts", "welcome-fr", "support-en"):
        with pytest.raises(ActForged):
            propose(right=right_to(slug))


def test_who_would_come_is_counted_once_and_shown_at_night() -> None:
    code, right = propose(), right_to("welcome-en")
    back(code, right)
    back(code, right)
    back(code)
    assert proposals.proposal(code).backers == 1
    assert shown(code) == 3


def test_over_the_months_nobody_counts_twice(clock: Clock) -> None:
    code = propose()
    back(code)
    clock.time += timedelta(days=10)
    housekeeping()
    back(code)
    assert shown(code) == 2


@pytest.mark.parametrize("body", [{}, {"act": "back"}, {"act": "back", "proposal": "0" * 12}])
def test_an_act_about_something_else_backs_nothing(body: dict[str, str]) -> None:
    code = propose()
    with pytest.raises(ActForged):
        proposing.back_proposal(
            code, right_to("welcome-en").act(body), today=today(), config=config()
        )


def test_a_decision_is_made_once() -> None:
    code = propose()
    proposing.decide_proposal(code, opened_as=None, cause="Too few.", today=today())
    proposing.decide_proposal(code, opened_as=None, cause="Too few.", today=today())
    with pytest.raises(AlreadyDecided):
        proposing.decide_proposal(code, opened_as="remotasks", cause="", today=today())
    with pytest.raises(AlreadyDecided):
        back(code)
    assert proposals.proposals() == ([], False)
    assert [each.cause for each in proposals.decided()] == ["Too few."]


@pytest.mark.parametrize("code", ["", "x", "0" * 12, "\x00" * 12])
def test_no_proposal_answers_to_another_code(code: str) -> None:
    with pytest.raises(NoSuchProposal):
        proposals.proposal(code)


def test_through_the_pages_with_a_warning_of_what_identifies(client: FlaskClient) -> None:
    told = WISH.fields | {"why": "Write to me at bea@example.org"}
    check = client.post("/rooms/propose", data=told | {"submission": new_key("room")})
    assert check.status_code == 200
    assert "This is an e-mail address." in check.text
    assert 'data-act="propose"' in check.text
    assert 'data-scope="room-welcome-en-2026-11"' in check.text
    sent = send(
        client, "/rooms/propose", signed(right_to("welcome-en")), step="send", **WISH.fields
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, "/rooms/proposals?done=proposed")
    page = client.get("/rooms/proposals?done=proposed")
    assert "Your proposal stands here." in page.text
    assert "Many of us were locked out." in page.text
    # Said by a script to whoever sent it, and to nobody else who opens this address.
    assert re.search(r'role="status" hidden\s+data-sent="propose"', page.text)


def test_one_would_come_too_by_the_page(client: FlaskClient) -> None:
    code = propose()
    act = right_to("welcome-en").act({"act": "back", "proposal": code})
    assert send(client, f"/rooms/proposals/{code}/back", act).status_code == 303
    assert "data-act-part" in client.get("/rooms").text
    assert shown(code) == 2


def test_what_is_missing_is_said_and_the_rest_comes_back(client: FlaskClient) -> None:
    answer = client.post("/rooms/propose", data={"why": "Because.", "language": "en"})
    assert answer.status_code == 422
    assert "Say what the room is about." in answer.text
    assert "Because." in answer.text


def test_without_an_act_nothing_is_published(client: FlaskClient) -> None:
    answer = send(client, "/rooms/propose", None, step="send", **WISH.fields)
    assert answer.status_code == 422
    assert "It was not sent" in answer.text
    assert proposals.proposals() == ([], False)


def test_what_eve_proposes_is_shown_as_words(client: FlaskClient) -> None:
    propose(Wish("<script>alert(1)</script>", "", "en", "<b>why</b>"))
    page = client.get("/rooms").text
    assert "<script>alert" not in page
    assert "<b>why" not in page
    assert "&lt;script&gt;" in Page(page).words or "<script>alert" in Page(page).words


@pytest.mark.parametrize("address", ["/rooms", "/rooms/proposals"])
def test_what_a_phone_lacks_is_said_once_for_all_proposals(
    client: FlaskClient, address: str
) -> None:
    propose()
    propose(replace(WISH, name="Clickworker"))
    page = client.get(address).text
    assert page.count('data-act="back"') == 2
    assert page.count("data-no-token") == page.count("data-needs-one-of") == 1
