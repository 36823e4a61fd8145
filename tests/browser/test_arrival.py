"""A member follows a link of another site and arrives signed in, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def bea(request: pytest.FixtureRequest, open_page: Open, bea: object) -> Page:
    """Bea's phone, signed in."""
    return open_page("/healthz", storage_state=bea, java_script_enabled=request.param)


def come_by_a_link(page: Page, address: str) -> None:
    """Press a link on a page that is not ours."""
    page.goto(f"data:text/html,<a href='{address}'>There</a>")
    page.get_by_role("link", name="There").click()


def test_bea_arrives_signed_in(bea: Page, living_house: House):
    come_by_a_link(bea, f"{living_house.url}/me/access?page=1")
    expect(bea.get_by_role("heading", level=1)).to_have_text("What organizers read")
    expect(bea).to_have_url(f"{living_house.url}/me/access?page=1&arrived=yes")


def test_her_seat_is_still_hers_afterwards(bea: Page, living_house: House):
    come_by_a_link(bea, f"{living_house.url}/me/sign-in")
    expect(bea.get_by_role("heading", level=1)).to_have_text("My seat")


def test_who_has_no_seat_comes_to_the_door_and_stays_there(open_page: Open, living_house: House):
    page = open_page("/healthz")
    come_by_a_link(page, f"{living_house.url}/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_back_leads_out_again(bea: Page, living_house: House):
    come_by_a_link(bea, f"{living_house.url}/me/access")
    expect(bea.get_by_role("heading", level=1)).to_have_text("What organizers read")
    bea.go_back()
    expect(bea.get_by_role("link", name="There")).to_be_visible()
