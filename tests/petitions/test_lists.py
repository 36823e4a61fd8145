"""The lists: what can be done now, by platform and client, page by page, in few queries."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.db import writing
from coop.ledger.rules import SIGNER
from coop.ledger.service import append
from coop.petitions import listing
from coop.petitions.models import Petition, Step, Version
from coop.petitions.presenting import LATE, NEXT, OWNERS
from coop.petitions.presenting import STATES as NAMES
from coop.petitions.rules import STATES, TURNS, State
from coop.petitions.texts import version_leaf
from coop.platforms.rules import key
from coop.web.clock import today
from coop.web.settings import config
from tests.counting import counted
from tests.pages import Page
from tests.petitions.acting import TEXT, debated, say, seats
from tests.platforms.names import add
from tests.tokens.rights import draw

pytestmark = pytest.mark.usefixtures("inside")
ALPHABET = "0123456789AB"


def put(
    state: State = "seconding",
    title: str = "A title",
    since: int = 0,
    client: str = "",
    platform_id: uuid.UUID | None = None,
) -> str:
    """A petition that only stands in lists."""
    code = uuid.uuid4().hex[:12].upper()
    day = today() - timedelta(days=since)
    text = replace(TEXT, title=title)
    leaf = version_leaf(code, 1, text.digest, {}, bytes(16))
    with writing("voice") as session:
        session.add(
            Petition(
                code=code, nonce=uuid.uuid4().bytes * 2, draft_scope="draft-2026-Q4", state=state,
                title=title, language="en", platform_id=platform_id, client_key=key(client),
                version=1, seconds_count=2, seconds_shown=2, seconds_needed=5, published_on=day,
                since_on=day, due_on=day + timedelta(days=30), moved_on=day,
            )
        )  # fmt: skip
        session.flush()
        session.add(Step(petition_code=code, state=state, entered_on=day))
        session.add(
            Version(
                petition_code=code, number=1, **text.fields, digest=text.digest,
                act={}, salt=leaf.salt, leaf=leaf.digest, published_on=day,
            )
        )  # fmt: skip
        session.flush()
        append(session, [leaf], signer=config().key(SIGNER), today=day)
    return code


def words(client: FlaskClient, address: str = "/petitions") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.text).words


def test_an_empty_house_says_how_to_begin(client: FlaskClient) -> None:
    assert "There is no petition yet." in words(client)


@pytest.mark.parametrize("state", [each for each in STATES if each != "withdrawn"])
def test_each_state_is_listed_with_what_comes_next(client: FlaskClient, state: State) -> None:
    put(state, "Something to read")
    page = words(client)
    assert "Something to read" in page
    assert page.count("Something to read") == 1


def test_a_withdrawn_one_is_in_no_list(client: FlaskClient) -> None:
    put("withdrawn", "Gone")
    assert "Gone" not in words(client)


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_a_name_an_owner_and_a_next_step(client: FlaskClient, state: State) -> None:
    assert state in NAMES
    assert TURNS[state] in OWNERS
    assert state in NEXT or state in LATE
    code = put(state, "One")
    assert "Whose turn it is" in words(client, f"/petitions/{code}")


def test_what_can_be_voted_on_comes_first(client: FlaskClient) -> None:
    for state in ("kept", "debated", "seconding", "voting", "delivered"):
        put(state, f"In {state}")
    page = words(client)
    places = [
        page.index(f"In {s}") for s in ("voting", "seconding", "debated", "delivered", "kept")
    ]
    assert places == sorted(places)


def test_the_first_page_shows_a_few_of_each_and_leads_to_all(client: FlaskClient) -> None:
    for number in range(listing.FEW + 2):
        put(title=f"Number {number}!", since=number)
    page = client.get("/petitions").text
    assert len(re.findall(r"Number \d!", page)) == listing.FEW
    assert "/petitions?shelf=seconding" in page


def test_a_shelf_comes_page_by_page_and_none_is_lost(client: FlaskClient) -> None:
    total = listing.PAGE * 2 + 1
    for number in range(total):
        put(title=f"Number {number}!", since=number // 9)
    seen: list[str] = []
    page = "/petitions?shelf=seconding"
    for _ in range(3):
        text = client.get(page).text
        seen += re.findall(r">Number (\d+)!<", text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        page = found[1].replace("&amp;", "&") if found else ""
    assert page == ""
    assert sorted(map(int, seen)) == list(range(total))
    assert [int(n) // 9 for n in seen] == sorted(int(n) // 9 for n in seen)


def test_a_list_of_a_platform_holds_its_petitions_only(app: Flask, client: FlaskClient) -> None:
    here, there = add(app, "Wirk"), add(app, "Toloka")
    put(title="Here", platform_id=here.id)
    put(title="There", platform_id=there.id)
    page = words(client, "/petitions?platform=wirk")
    assert "Here" in page
    assert "There" not in page
    assert "/petitions?platform=wirk" in client.get("/platforms/wirk").text


def test_a_list_of_a_client_knows_its_name_however_typed(client: FlaskClient) -> None:
    put(title="Theirs", client="Société Générale")
    put(title="Others", client="Acme")
    page = words(client, "/petitions?client=societe+generale")
    assert "Theirs" in page
    assert "Others" not in page


def test_a_filter_without_any_says_so(app: Flask, client: FlaskClient) -> None:
    add(app, "Wirk")
    assert "No petition stands here." in words(client, "/petitions?platform=wirk")


def test_a_platform_that_is_none_is_not_there(client: FlaskClient) -> None:
    assert client.get("/petitions?platform=nowhere").status_code == 404


@pytest.mark.parametrize("after", ["x", "2026-11-23.short", "9999-99-99.000000000000", "." * 20])
def test_a_place_that_is_none_is_the_beginning(client: FlaskClient, after: str) -> None:
    put(title="First")
    assert "First" in words(client, f"/petitions?shelf=seconding&after={after}")


@pytest.mark.parametrize("many", [1, 40])
def test_a_list_costs_the_same_few_queries(app: Flask, client: FlaskClient, many: int) -> None:
    platform = add(app, "Wirk")
    client.get("/petitions")
    for state in ("voting", "seconding", "debated", "delivered", "kept"):
        for _ in range(many):
            put(state, platform_id=platform.id)
    with counted() as statements:
        client.get("/petitions")
    assert len(statements) <= 6
    with counted() as statements:
        client.get("/petitions?shelf=seconding")
    assert len(statements) <= 2


def test_a_petition_costs_few_queries(client: FlaskClient) -> None:
    seats(7)
    written = debated(client)
    with counted() as statements:
        assert client.get(f"/petitions/{written.code}").status_code == 200
    assert len(statements) <= 7


@pytest.mark.parametrize("many", [1, 30])
def test_a_debate_costs_the_same_few_queries(client: FlaskClient, many: int) -> None:
    seats(7)
    written = debated(client)
    right = draw(f"debate-{written.code}")
    for number in range(many):
        say(client, written.code, f"{number}", right)
    with counted() as statements:
        assert client.get(f"/petitions/{written.code}/debate").status_code == 200
    assert len(statements) <= 7
