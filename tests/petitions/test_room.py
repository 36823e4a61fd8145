"""A petition in debate has a room; it closes with the debate, and is wiped when it is withdrawn."""

import re
from datetime import timedelta

import pytest
from flask import current_app
from flask.testing import FlaskClient
from flask_babel import refresh
from sqlalchemy import delete

from coop.chat import queries as rooms
from coop.chat.models import StoredRoom
from coop.chat.refusals import NoSuchRoom
from coop.chat.rules import petition_slug
from coop.chat.service import hide
from coop.db import writing
from coop.petitions import service
from coop.web.clock import today
from coop.web.settings import config
from tests.chat.talking import say, seated
from tests.conftest import Clock, browser
from tests.petitions.acting import TEXT, days_pass, debated, publish, seats
from tests.petitions.test_withdrawal import withdraw


@pytest.fixture(autouse=True)
def members(inside: None) -> None:
    seats(7)


def test_a_room_opens_with_the_debate_and_not_before(client: FlaskClient) -> None:
    early = publish(client)
    with pytest.raises(NoSuchRoom):
        rooms.room(petition_slug(early.code))
    code = debated(client).code
    found = rooms.room(petition_slug(code))
    assert (found.kind, found.title, found.language, found.petition_code, found.is_open) == (
        "petition",
        TEXT.title,
        TEXT.language,
        code,
        True,
    )
    assert say(seated(found.slug)).number == 1


def test_it_closes_when_the_vote_opens(client: FlaskClient, clock: Clock) -> None:
    code = debated(client).code
    days_pass(clock, config().debate_days)
    assert rooms.room(petition_slug(code)).is_open
    days_pass(clock, 1)
    found = rooms.room(petition_slug(code))
    assert (found.state, found.closed_on) == ("closed", today())
    assert found.cause == "The debate is over: the vote is open."


def link_to_room(code: str, language: str = "en") -> str:
    """What the petition's page says of its room, in this language."""
    refresh()
    page = browser(current_app, language).get(f"/petitions/{code}").text
    return " | ".join(re.findall(rf'href="/rooms/petition-{code.lower()}"[^>]*>([^<]+)<', page))


def test_its_page_leads_to_the_room_as_long_as_there_is_something_in_it(
    client: FlaskClient, clock: Clock
) -> None:
    early = publish(client)
    assert link_to_room(early.code) == ""
    code = debated(client).code
    assert link_to_room(code) == "Talk about it in its room | The room of its debate"
    assert link_to_room(code, "fr") == "En parler dans son salon | Le salon de son débat"
    said = say(seated(petition_slug(code)), "A word about it.")
    days_pass(clock, config().debate_days + 1)
    assert link_to_room(code).startswith("The room of its debate: closed, and read")
    hide(petition_slug(code), said.number, reason="spam")
    assert link_to_room(code) == ""


def test_withdrawn_it_says_nothing_any_more(client: FlaskClient) -> None:
    written = debated(client)
    slug = petition_slug(written.code)
    say(seated(slug), "A word about it.")
    assert withdraw(client, written).status_code == 303
    found = rooms.room(slug)
    assert (found.state, found.title) == ("closed", f"Debate of petition {written.code}")
    assert link_to_room(written.code) == ""
    assert rooms.history(slug).lines == []


def test_a_debate_older_than_the_rooms_gets_one_at_night(client: FlaskClient, clock: Clock) -> None:
    code = debated(client).code
    with writing("voice") as session:
        session.execute(delete(StoredRoom))
    clock.time += timedelta(days=1)
    service.upkeep(today(), config())
    assert rooms.room(petition_slug(code)).title == TEXT.title
