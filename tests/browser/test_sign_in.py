"""Signing in on a phone: the sum may be done before or after the button is pressed."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

WORDS = "abandon ability able about above absent absorb"


def press_with(page: Page, *, proven: bool) -> None:
    page.get_by_label("Your seven words").fill(WORDS)
    if proven:
        expect(page.locator("[name=altcha]").first).not_to_have_value("")
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_sum_done_before_sends_at_the_first_press(open_page: Open):
    page = open_page("/me/sign-in")
    press_with(page, proven=True)
    expect(page.get_by_role("alert")).to_contain_text("No seat answers")


def test_a_sum_done_after_sends_when_it_is_done(open_page: Open):
    page = open_page("/me/sign-in")
    press_with(page, proven=False)
    expect(page.get_by_role("alert")).to_contain_text("No seat answers")
