"""The list of rooms, for anyone: by kind, language and country; and the lines that listen."""

import json
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from coop.chat import opening
from coop.chat.helplines import FILE, helplines, helplines_of
from coop.chat.rules import Kind
from coop.lib.countries import COUNTRIES
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform
from coop.web.clock import today
from tests.chat.talking import housekeeping, opened
from tests.conftest import browser
from tests.counting import counted
from tests.pages import Page
from tests.tokens.rights import draw


def test_before_any_room_is_open_the_page_says_so(client: FlaskClient) -> None:
    page = Page(client.get("/rooms").text).words
    assert "No room is open yet." in page
    assert "What a room is" in page


def test_rooms_stand_under_their_kind(inside: None, client: FlaskClient) -> None:
    housekeeping()
    opened("clickworker", kind="platform", title="Clickworker")
    page = client.get("/rooms").text
    kinds = re.findall(r'<h2 id="(\w+)">', page)
    assert kinds == ["welcome", "support", "platform", "proposals"]
    words = Page(page).words
    assert "Slow mode: one message every 30 seconds." in words
    assert "Messages are kept for 30 days." in words
    assert "no graphic detail" in words
    assert 'href="/rooms/clickworker"' in page


def test_filters_choose_by_language_and_country(inside: None, client: FlaskClient) -> None:
    opened("fr-1", language="fr", country="FR", title="En France")
    opened("mg-1", language="fr", country="MG", title="À Madagascar")
    opened("all-1", language="en", title="Everywhere")
    page = client.get("/rooms?language=fr&country=MG").text
    assert "À Madagascar" in page
    assert "En France" not in page
    assert "Everywhere" not in page
    assert "Madagascar" in client.get("/rooms").text
    assert "No room is open for this choice." in client.get("/rooms?language=fr&country=BE").text


@pytest.mark.parametrize("query", ["language=xx", "country=%3Cb%3E", "country=ZZ", "page=x"])
def test_other_filters_choose_nothing(inside: None, client: FlaskClient, query: str) -> None:
    opened()
    assert "Night shifts" in client.get(f"/rooms?{query}").text


def test_a_closed_room_is_not_offered(inside: None, client: FlaskClient) -> None:
    slug = opened()
    opening.close_room(slug, cause="Over.", today=today())
    assert "Night shifts" not in client.get("/rooms").text


def test_the_list_costs_the_same_however_many_rooms_there_are(
    inside: None, client: FlaskClient
) -> None:
    opened("first")
    client.get("/rooms")
    with counted() as few:
        client.get("/rooms")
    for number in range(5):
        opened(f"room-{number}")
    with counted() as many:
        client.get("/rooms")
    assert len(few) == len(many) <= 4


def test_a_title_is_shown_as_words(inside: None, client: FlaskClient) -> None:
    opened("eve", title="<img src=x onerror=alert(1)>")
    assert "<img" not in client.get("/rooms").text


def test_rooms_are_a_door_at_home_and_on_every_page(client: FlaskClient) -> None:
    page = client.get("/").text
    assert page.count('href="/rooms"') == 3
    tabs = page[page.index('<nav class="tabs"') :]
    assert tabs.count("<a ") == 5


def test_in_french_it_speaks_french(app: object, inside: None) -> None:
    housekeeping()
    page = Page(browser(app, "fr").get("/rooms").text).words  # type: ignore[arg-type]  # the app
    assert "Ce qu’est un salon" in page
    assert "Entraide de la modération de contenus" in page


def test_the_right_to_sit_is_named_by_the_rooms_title(inside: None, client: FlaskClient) -> None:
    opened()
    told = client.get("/api/v1/scopes").json["scopes"]  # type: ignore[index]  # an object
    names = {each["code"]: each["title"] for each in told}
    assert names["room-night-shifts-2026-11"] == "Night shifts"
    assert draw("room-night-shifts-2026-11").scope.kind == "room"


def test_each_help_line_has_its_form_and_its_source() -> None:
    rows = json.loads(FILE.read_text())["lines"]
    assert len(rows) == len(helplines()) >= 12
    countries = [line.country for line in helplines()]
    assert countries == sorted(countries)
    for line in helplines():
        assert line.country in COUNTRIES
        assert re.fullmatch(r"\d[\d ]{2,14}", line.number)
        assert line.source.startswith("https://")
        assert line.url == "" or line.url.startswith("https://")
        assert line.hours in ("", "24/7")
        assert line.languages
        assert re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", line.dated)
        if len(line.dated) == 10:
            date.fromisoformat(line.dated)


def test_no_help_line_stands_twice() -> None:
    keys = [(line.country, line.number) for line in helplines()]
    assert len(keys) == len(set(keys))


def test_help_lines_are_those_of_a_country() -> None:
    assert {line.number for line in helplines_of("FR")} == {"3114"}
    assert helplines_of("AQ") == ()
    assert helplines_of(None) == helplines()


def test_the_lines_that_listen_can_be_called_from_the_page(client: FlaskClient) -> None:
    page = client.get("/rooms/help").text
    assert 'href="tel:3114"' in page
    assert 'href="tel:116123"' in page
    assert page.count('rel="noreferrer"') >= len(helplines())


def test_a_report_made_of_a_message_is_about_the_rooms_platform(
    inside: None, client: FlaskClient
) -> None:
    toloka = add_platform(NewPlatform("Toloka", "labelling"))
    opened("toloka-en", kind="platform", title="Toloka", platform_id=toloka.id)
    opened("nights")
    assert 'data-report="/reports/new?platform=toloka"' in client.get("/rooms/toloka-en").text
    assert 'data-report="/reports/new"' in client.get("/rooms/nights").text
    assert "Your report will be about Toloka." in client.get("/reports/new?platform=toloka").text


@pytest.mark.parametrize(
    ("base", "may"),
    [
        ("http://coop.example:8000", "'self' ws://coop.example:8000"),
        ("https://coop.example", "'self' wss://coop.example"),
        ("http://[::1]:8000", "'self' ws://[::1]:8000"),
    ],
)
def test_an_old_safari_may_open_the_rooms_websocket(
    inside: None, client: FlaskClient, base: str, may: str
) -> None:
    opened()
    said = client.get("/rooms/night-shifts", base_url=base).headers["Content-Security-Policy"]
    assert f"; connect-src {may};" in said
    other = client.get("/rooms", base_url=base).headers["Content-Security-Policy"]
    assert "; connect-src 'self';" in other


def test_nobody_writes_into_the_policy(inside: None, client: FlaskClient) -> None:
    opened()
    for host in ("evil.example; script-src *", "a b", "*", ""):
        page = client.get("/rooms/night-shifts", headers={"Host": host})
        said = page.headers["Content-Security-Policy"]
        assert "; connect-src 'self';" in said or "connect-src 'self' ws://localhost;" in said


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("theme", "Say what happens to you in this work"),
        ("support", "A greeting is enough to begin."),
    ],
)
def test_an_empty_room_says_how_one_may_begin(
    inside: None, client: FlaskClient, kind: Kind, words: str
) -> None:
    slug = opened("quiet", kind=kind)
    page = client.get(f"/rooms/{slug}").text
    assert "Welcome. It is quiet here" in page
    assert words in page
    opening.close_room(slug, cause="Quiet.", today=today())
    page = client.get(f"/rooms/{slug}").text
    assert "No message stands here any more." in page
    assert words not in page
