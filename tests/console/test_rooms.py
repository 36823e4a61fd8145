"""Organizers open and close rooms; moderators slow them and see what was flagged."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from coop.accounts.models import Access
from coop.chat import opening, proposals, queries, service
from coop.db import db
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform
from coop.web.clock import today
from coop.web.settings import config
from tests.accounts.seats import seated
from tests.chat import talking
from tests.chat.conftest import quick_keys  # noqa: F401 - used by name
from tests.chat.test_proposals import WISH, back, propose
from tests.pages import Page

CONSOLE = "/me/console/rooms"


@pytest.fixture
def room(app: Flask) -> str:
    with app.app_context():
        return talking.opened()


@pytest.fixture
def moe(app: Flask) -> FlaskClient:
    """Moe's browser, signed in to a moderator's seat."""
    return seated(app, "moderator")


def send(who: FlaskClient, page: str, address: str, **fields: str) -> TestResponse:
    form = Page(who.get(page).text).form(address)
    return who.post(address, data=form.fields | fields)


def open_room(olu: FlaskClient, page: str = f"{CONSOLE}/open", **fields: str) -> TestResponse:
    told = {"title": "Clickworker, France", "kind": "theme", "language": "fr", "country": "FR"}
    return send(olu, page, f"{CONSOLE}/open", **(told | fields))


def acts(app: Flask) -> dict[str, int]:
    with app.app_context():
        return dict(db.session.execute(select(Access.act, Access.times)).all())


def test_an_organizer_opens_a_room(app: Flask, olu: FlaskClient) -> None:
    answer = open_room(olu, keeps_days="7")
    assert answer.headers["Location"] == f"{CONSOLE}/clickworker-france"
    with app.app_context():
        found = queries.room("clickworker-france")
    assert (found.title, found.language, found.country, found.keeps_days) == (
        "Clickworker, France",
        "fr",
        "FR",
        7,
    )
    assert "Clickworker, France" in olu.get(CONSOLE).text
    assert acts(app)["change_room"] == 1
    assert "opened, closed or changed a room" in olu.get("/me/access").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"title": ""}, 422),
        ({"title": "!!!"}, 422),
        ({"title": "Propose"}, 409),
        ({"title": "Help"}, 409),
        ({"title": "Flags"}, 409),
        ({"title": "Welcome FR"}, 409),
        ({"keeps_days": "0"}, 422),
        ({"keeps_days": "many"}, 422),
        ({"kind": "petition"}, 422),
        ({"language": "xx"}, 422),
        ({"country": "ZZ"}, 422),
    ],
)
def test_an_unsound_room_is_not_opened(
    app: Flask, olu: FlaskClient, fields: dict[str, str], status: int
) -> None:
    assert open_room(olu, **fields).status_code == status
    with app.app_context():
        assert queries.rooms() == ([], False)


def test_two_rooms_have_two_addresses(olu: FlaskClient) -> None:
    open_room(olu)
    again = open_room(olu)
    assert again.status_code == 409
    assert "A room with this address stands already." in again.text


def test_a_proposal_becomes_a_room(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        talking.housekeeping()
        code = propose()
    page = f"{CONSOLE}/open?proposal={code}"
    assert 'value="Remotasks"' in olu.get(page).text
    assert open_room(olu, page, title="Remotasks", language="en").status_code == 303
    with app.app_context():
        found = proposals.proposal(code)
    assert (found.state, found.room_slug) == ("opened", "remotasks")
    assert 'href="/rooms/remotasks"' in olu.get("/rooms/proposals").text


def test_a_proposal_is_declined_for_a_reason_that_all_read(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        talking.housekeeping()
        code = propose()
    address = f"{CONSOLE}/proposals/{code}/decline"
    assert send(olu, address, address).status_code == 422
    assert send(olu, address, address, cause="There is one already.").status_code == 303
    assert "Not opened: There is one already." in olu.get("/rooms/proposals").text
    assert WISH.name not in Page(olu.get(CONSOLE).text).words


def test_a_proposal_is_opened_once(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        talking.housekeeping()
        code = propose()
    page = f"{CONSOLE}/open?proposal={code}"
    open_room(olu, page, title="Remotasks")
    again = open_room(olu, page, title="Remotasks once more")
    assert again.status_code == 409
    assert "This proposal was decided meanwhile." in again.text
    with app.app_context():
        assert queries.find_room("remotasks-once-more") is None


def test_proposals_with_most_interest_come_first(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        talking.housekeeping()
        wishes = [replace(WISH, name=name) for name in ("Quiet", "Wanted", "Known")]
        codes = [propose(wish) for wish in wishes]
        for code, more in zip(codes, (0, 2, 1), strict=True):
            for _ in range(more):
                back(code)
        talking.housekeeping()
    shown = re.findall(r"<b[^>]*>(Quiet|Wanted|Known)</b>", olu.get(CONSOLE).text)
    assert shown == ["Wanted", "Known", "Quiet"]


def test_a_platform_has_a_room_for_each_language_and_country(app: Flask, olu: FlaskClient) -> None:
    with app.app_context():
        add_platform(NewPlatform("Remotasks", "labelling"))
    about = {"title": "Remotasks", "kind": "platform", "platform": "remotasks"}
    places = [("fr", "FR"), ("fr", "MG"), ("en", ""), ("fr", "FR")]
    answers = [open_room(olu, **about, language=lang, country=land) for lang, land in places]
    assert [answer.headers.get("Location") for answer in answers[:3]] == [
        f"{CONSOLE}/remotasks-fr-fr",
        f"{CONSOLE}/remotasks-fr-mg",
        f"{CONSOLE}/remotasks-en",
    ]
    assert answers[3].status_code == 409


@pytest.mark.parametrize("platform", ["", "Nobody knows it"])
def test_a_room_about_a_platform_is_about_one_of_the_catalogue(
    olu: FlaskClient, platform: str
) -> None:
    assert open_room(olu, kind="platform", platform=platform).status_code == 422


def test_closing_and_opening_again(app: Flask, olu: FlaskClient, room: str) -> None:
    page = f"{CONSOLE}/{room}"
    assert send(olu, page, f"{page}/close").status_code == 422
    assert send(olu, page, f"{page}/close", cause="Nobody comes.").status_code == 303
    with app.app_context():
        assert queries.room(room).cause == "Nobody comes."
    assert send(olu, page, f"{page}/reopen").status_code == 303
    with app.app_context():
        assert queries.room(room).is_open


def test_a_debate_that_is_over_is_not_begun_again(app: Flask, olu: FlaskClient, room: str) -> None:
    with app.app_context():
        new = opening.room_of_petition("ABCD1234EFGH", "Pay", "en")
        from_config = app.extensions["coop.config"]
        slug = opening.open_room(new, today=today(), config=from_config).slug
        opening.close_room(slug, cause="Over.", today=today())
        opening.close_room(room, cause="Over.", today=today())
    fields = Page(olu.get(f"{CONSOLE}/{room}").text).form(f"{CONSOLE}/{room}/reopen").fields
    assert f"{slug}/reopen" not in olu.get(f"{CONSOLE}/{slug}").text
    assert olu.post(f"{CONSOLE}/{slug}/reopen", data=fields).status_code == 404


def test_a_moderator_slows_a_room_and_does_no_more(app: Flask, moe: FlaskClient, room: str) -> None:
    page = f"{CONSOLE}/{room}"
    assert send(moe, page, f"{page}/slow", slow_seconds="60").status_code == 303
    with app.app_context():
        assert queries.room(room).slow_seconds == 60
    assert acts(app) == {"change_room": 1}
    assert f"{page}/close" not in moe.get(page).text
    assert moe.get(f"{CONSOLE}/open").status_code == 403
    assert moe.post(f"{page}/close").status_code == 403
    assert CONSOLE in moe.get("/me/").text


@pytest.mark.parametrize("seconds", ["-1", "3601", "", "soon"])
def test_slow_mode_has_bounds(moe: FlaskClient, room: str, seconds: str) -> None:
    page = f"{CONSOLE}/{room}"
    assert send(moe, page, f"{page}/slow", slow_seconds=seconds).status_code == 422


def test_fewer_days_are_an_organizers_decision(app: Flask, olu: FlaskClient, room: str) -> None:
    page = f"{CONSOLE}/{room}"
    assert send(olu, page, f"{page}/keeps", keeps_days="3").status_code == 303
    with app.app_context():
        assert queries.room(room).keeps_days == 3


def test_what_was_flagged_is_read_by_moderators_and_logged(
    app: Flask, moe: FlaskClient, room: str
) -> None:
    with app.app_context():
        seat = talking.seated()
        said = talking.say(seat, "Call me <b>Bob</b>.")
        folded = talking.say(seat, "What I saw.", warning="violence")
        for line in (said, folded):
            service.flag(
                talking.seated(), line.number, "identifies", today=today(), config=config()
            )
    assert "2 flagged messages" in moe.get(CONSOLE).text
    page = moe.get(f"{CONSOLE}/flags").text
    assert "Call me &lt;b&gt;Bob&lt;/b&gt;." in page
    assert "It identifies someone: 1" in Page(page).words
    assert "Content warning: violence" in Page(page).words
    assert acts(app) == {"list_flags": 1}


def test_nothing_flagged_is_said(moe: FlaskClient) -> None:
    assert "Nothing is flagged." in moe.get(f"{CONSOLE}/flags").text


def test_a_member_has_no_part_in_it(app: Flask, room: str) -> None:
    bea = seated(app, "member")
    assert bea.get(CONSOLE).status_code == 403
    assert CONSOLE not in bea.get("/me/").text
