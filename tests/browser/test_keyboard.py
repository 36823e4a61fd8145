"""A whole report by keyboard, and a page that nobody gets lost in."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.journey import receipt_on, unheard_of

WIDE = {"width": 1280, "height": 800}
MOST_TABS = 80
NAME_OF_FOCUS = """() => {
  const on = document.activeElement;
  return (on.labels?.[0] ?? on).textContent.replace(/\\s+/g, " ").trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(NAME_OF_FOCUS).startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name}")


def test_a_whole_report_by_keyboard(open_page: Open, living_house: House):
    platform = unheard_of()
    page = open_page("/reports/new", viewport=WIDE)
    tab_to(page, "Work refused and not paid")
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("On which platform"))).to_be_visible()
    tab_to(page, "On which platform")
    page.keyboard.type(platform)
    tab_to(page, "In which week")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Check before sending")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is exactly what will be kept")).to_be_visible()
    tab_to(page, "Send the report")
    page.keyboard.press("Enter")
    receipt_on(page)
    assert living_house.reports_about(platform) == ["counted"]


def test_the_first_tab_skips_to_the_page(open_page: Open):
    page = open_page("/reports/new", viewport=WIDE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_what_has_the_focus_is_never_hidden(open_page: Open):
    page = open_page("/reports/new?kind=unpaid_rejection")
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main input, main select")]
          .filter((control) => control.checkVisibility())
          .filter((control) => {
            control.focus();
            const { x, y, width, height } = control.getBoundingClientRect();
            const top = document.elementFromPoint(x + width / 2, y + height / 2);
            return top?.closest(".bar, .tabs");
          }).map((control) => control.outerHTML)"""
    )
    assert hidden == []


def test_an_error_in_the_summary_leads_to_its_field(open_page: Open):
    page = open_page("/reports/receipt")
    page.get_by_label("Your receipt").fill("AAAA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page, "Your receipt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your receipt")).to_be_focused()
