"""How one joins, on a phone with scripts: by a link, by two members, by the organizers' word."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House, open_beside
from tests.browser.seats import sign_in
from tests.browser.test_axe import STILL, findings, overflow

MESSAGE = "I label pictures for two platforms, four hours a day."
Look = Callable[[Page], None]


def looks_well(page: Page) -> None:
    """Nothing for axe, by day and by night, in both directions; nothing beyond the screen."""
    assert overflow(page) == 0
    assert findings(page) == []
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.dir = 'ltr'")


def keep_the_words(page: Page) -> str:
    """Make the seven words, type them back; the seat opens."""
    page.get_by_role("button", name="Make my seven words").click()
    words = page.locator("[data-phrase]").inner_text()
    looks_well(page)
    page.get_by_label("Type the seven words that you kept").fill(words)
    page.get_by_role("button", name="Open my seat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My seat")
    return words


@pytest.fixture
def given(open_page: Open, bea: Any, living_house: House) -> str:
    """The path of an invitation that Bea makes on her phone."""
    page = open_page("/me/invitations", storage_state=bea, **STILL)
    page.get_by_role("button", name="Make an invitation").click()
    link = page.locator("[data-phrase]").inner_text()
    expect(page.locator("svg.qr")).to_be_visible()
    looks_well(page)
    return link.removeprefix(living_house.url)


@pytest.fixture
def invited(living_house: House) -> str:
    """The path of an invitation that the operator makes in the shell."""
    printed = living_house.flask("invite", "--base", living_house.url)
    return printed.split()[0].removeprefix(living_house.url)


def test_ana_joins_by_a_link_and_signs_in_again(open_page: Open, given: str):
    page = open_page(given, **STILL)
    looks_well(page)
    words = keep_the_words(page)
    looks_well(page)
    with page.expect_request(lambda request: "/me/challenge" in request.url):
        page.get_by_role("button", name="Sign out here").click()
    page.get_by_label("Your seven words").fill(words)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My seat")
    assert re.search("altcha=[^&]{100}", sent.value.post_data or "")


def test_a_link_that_was_used_opens_nothing(open_page: Open, invited: str):
    keep_the_words(open_page(invited, **STILL))
    page = open_page(invited, **STILL)
    expect(page.get_by_text("This link no longer opens anything")).to_be_visible()


def test_bea_leaves_only_by_a_box_and_a_button(open_page: Open, invited: str):
    page = open_page(invited, **STILL)
    keep_the_words(page)
    page.get_by_role("link", name="Leave the co-operative").click()
    page.wait_for_url("**/me/leave")
    looks_well(page)
    page.get_by_label(re.compile("Yes, close my seat")).check()
    page.get_by_role("button", name="Close my seat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your seat is closed")
    page.goto("/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_without_scripts_one_signs_in_too(open_page: Open, invited: str):
    page = open_page(invited, **STILL)
    words = keep_the_words(page)
    plain = open_page("/me/sign-in", java_script_enabled=False)
    plain.get_by_label("Your seven words").fill(words)
    plain.get_by_role("button", name="Sign in", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("My seat")


@pytest.fixture(scope="module", params=["vouching", "approval"])
def other_house(request: pytest.FixtureRequest, living_house: House) -> Iterator[House]:
    """The house when it takes its members by another way."""
    with open_beside(living_house, COOP_JOINING=request.param) as house:
        yield house


@pytest.fixture
def open_there(open_page: Open, chromium: Browser, other_house: House) -> Open:
    """Opens a page of that house, for somebody with a role or for nobody."""

    def open_one(path: str, role: str | None = None) -> Page:
        state = sign_in(chromium, other_house, role) if role else None
        return open_page(path, base_url=other_house.url, storage_state=state, **STILL)

    return open_one


def way_of(house: House) -> str:
    return house.environ["COOP_JOINING"]


def by_two_members(newcomer: Page, open_there: Open) -> None:
    newcomer.get_by_role("button", name="Show me a code").click()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("0 of 2 members vouch for you")
    looks_well(newcomer)
    code = " ".join(newcomer.locator(".receipt code").first.inner_text().split())
    for number, role in enumerate(("member", "moderator"), start=1):
        page = open_there("/me/vouch", role)
        page.get_by_label("The newcomer’s code").fill(code)
        looks_well(page)
        page.get_by_role("button", name="I vouch for this newcomer").click()
        expect(page.get_by_role("status")).to_be_visible()
        if number == 1:
            newcomer.get_by_role("link", name="Look again").click()
            expect(newcomer.get_by_role("heading", level=1)).to_contain_text("1 of 2")


def by_an_organizer(newcomer: Page, open_there: Open) -> None:
    newcomer.get_by_label("Your message to the organizers").fill(f"{MESSAGE} ana@example.org")
    newcomer.get_by_role("button", name="Send the message").click()
    expect(newcomer.get_by_text("This is an e-mail address.")).to_be_visible()
    looks_well(newcomer)
    newcomer.get_by_label("Your message to the organizers").fill(MESSAGE)
    newcomer.get_by_role("button", name="Send the message").click()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Your message waits to be read")
    looks_well(newcomer)
    page = open_there("/me/console/joining", "organizer")
    expect(page.get_by_text(MESSAGE)).to_be_visible()
    page.get_by_text("Decline, with a reason").click()
    looks_well(page)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Nobody waits.")).to_be_visible()


def test_ana_joins_there_by_its_own_way(open_there: Open, other_house: House):
    newcomer = open_there("/me/join")
    looks_well(newcomer)
    ways = {"vouching": by_two_members, "approval": by_an_organizer}
    ways[way_of(other_house)](newcomer, open_there)
    newcomer.get_by_role("link", name="Look again").click()
    keep_the_words(newcomer)
