"""The feed and the calendar: read by parsers, stable, and silent about persons."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from flask_babel import refresh
from icalendar import Calendar

from tests.conftest import Clock
from tests.petitions.acting import TEXT, Written, days_pass, debated, petition, seats, voting

pytestmark = pytest.mark.usefixtures("inside")
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


@pytest.fixture
def written(client: FlaskClient) -> Written:
    """A petition in debate."""
    seats(12)
    return debated(client)


def feed(client: FlaskClient) -> ElementTree.Element:
    answer = client.get("/petitions.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.data)


def events(client: FlaskClient) -> dict[str, date]:
    """The days of the calendar by their summary."""
    answer = client.get("/petitions.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.data)
    return {str(e["summary"]): e.decoded("dtstart") for e in calendar.walk("VEVENT")}


def ids(client: FlaskClient) -> set[str]:
    calendar = Calendar.from_ical(client.get("/petitions.ics").data)
    return {str(event["uid"]) for event in calendar.walk("VEVENT")}


def test_an_empty_feed_and_an_empty_calendar_are_sound(client: FlaskClient) -> None:
    assert feed(client).tag == f"{ATOM}feed"
    assert events(client) == {}


def test_the_feed_is_what_the_standard_asks(client: FlaskClient, written: Written) -> None:
    root = feed(client)
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    (entry,) = root.findall(f"{ATOM}entry")
    for name in ("id", "title", "updated", "link", "summary"):
        assert entry.find(f"{ATOM}{name}") is not None
    assert entry.findtext(f"{ATOM}title") == f"In debate: {TEXT.title}"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"/petitions/{written.code}"


def test_the_feed_tells_days_and_never_hours(client: FlaskClient, written: Written) -> None:
    for element in feed(client).iter(f"{ATOM}updated"):
        assert DAY.fullmatch(element.text or "")


def test_an_entry_keeps_its_name_until_the_petition_moves_on(
    client: FlaskClient, written: Written, clock: Clock
) -> None:
    first = [each.findtext(f"{ATOM}id") for each in feed(client).findall(f"{ATOM}entry")]
    days_pass(clock, 2)
    again = [each.findtext(f"{ATOM}id") for each in feed(client).findall(f"{ATOM}entry")]
    assert first == again
    days_pass(clock, 6)
    moved = [each.findtext(f"{ATOM}id") for each in feed(client).findall(f"{ATOM}entry")]
    assert set(moved).isdisjoint(first)


def test_the_calendar_tells_when_a_vote_will_open(client: FlaskClient, written: Written) -> None:
    assert events(client) == {
        f"Last day of debate: {TEXT.title}": date(2026, 11, 30),
        f"The vote opens: {TEXT.title}": date(2026, 12, 1),
    }


def test_the_calendar_tells_when_a_vote_closes(client: FlaskClient, clock: Clock) -> None:
    seats(12)
    written = voting(client, clock)
    due = petition(written.code).due_on
    assert events(client)[f"The vote closes: {TEXT.title}"] == due == date(2026, 12, 7)


def test_the_opening_keeps_its_name_once_it_has_come(
    client: FlaskClient, written: Written, clock: Clock
) -> None:
    before = ids(client)
    days_pass(clock, 8)
    assert len(before & ids(client)) == 1


def test_an_event_is_a_whole_day_and_names_no_person(client: FlaskClient, written: Written) -> None:
    text = client.get("/petitions.ics").text
    assert "DTSTART;VALUE=DATE:20261130" in text
    assert not re.search(r"ORGANIZER|ATTENDEE|T(?!000000Z)\d{6}Z", text)


def test_in_french_no_colon_stands_close(client: FlaskClient, written: Written) -> None:
    assert written.code
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    refresh()  # these tests keep one context: the language of its first request would stay
    titles = [str(title.text) for title in feed(client).iter(f"{ATOM}title")]
    assert titles[1] == f"En débat\u00a0: {TEXT.title}"
    assert "\u00a0: Pétitions" in titles[0]
    assert "\u00a0: Pétitions" in client.get("/petitions.ics").get_data(as_text=True)
