"""The way out: at once, and nothing stays on the phone."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.journey import NEW, say_where

OUTSIDE = "https://www.wikipedia.org/"


def _stand_in(route: Route) -> None:
    route.fulfill(content_type="text/html", body="<title>Elsewhere</title>Elsewhere")


@pytest.fixture
def writing(open_page: Open) -> Page:
    """Ana in the middle of a report; what lies outside is answered here."""
    page = open_page("/reports/new")
    page.context.route("https://**", _stand_in)
    page.goto(NEW)
    say_where(page, "Clickland")
    return page


def leave(page: Page) -> None:
    page.get_by_role("link", name="Leave quickly").click()
    expect(page).to_have_url(OUTSIDE)


def test_the_way_out_leads_elsewhere(writing: Page):
    leave(writing)
    expect(writing.get_by_text("Elsewhere")).to_be_visible()


def test_three_escapes_lead_elsewhere(writing: Page):
    for _press in range(3):
        writing.keyboard.press("Escape")
    expect(writing).to_have_url(OUTSIDE)


def test_back_does_not_show_what_was_being_written(writing: Page):
    leave(writing)
    writing.go_back()
    expect(writing.get_by_role("heading", level=1)).to_have_text("What happened?")


def test_the_draft_is_wiped(writing: Page, living_house):
    leave(writing)
    writing.goto(f"{living_house.url}{NEW}")
    assert writing.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_site_outside_is_not_told_where_one_came_from(writing: Page):
    with writing.expect_request(OUTSIDE) as asking:
        leave(writing)
    assert "referer" not in asking.value.headers


@pytest.mark.parametrize(
    "path", ["/", "/reports/receipt", "/reports/import", "/privacy", "/nowhere"]
)
def test_the_way_out_is_always_in_view(open_page: Open, path: str):
    page = open_page(path)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_role("link", name="Leave quickly")).to_be_in_viewport(ratio=1)
