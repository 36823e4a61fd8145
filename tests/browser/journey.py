"""What Ana does on her phone, in the order in which she does it."""

import re
import uuid

from playwright.sync_api import Locator, Page, expect

NEW = "/reports/new?kind=unpaid_rejection"


def unheard_of() -> str:
    """A platform that no other report is about, so that this one can be counted."""
    return f"Clickland {uuid.uuid4().hex[:8]}"


def say_where(page: Page, platform: str) -> None:
    """Answer the first group of questions."""
    page.get_by_label(re.compile("On which platform")).fill(platform)
    page.get_by_label(re.compile("In which week")).select_option(index=2)


def say_what_it_paid(page: Page) -> None:
    """Answer the group on pay: 3.50 dollars for 95 minutes."""
    page.get_by_label("Time spent, in minutes").fill("95")
    page.get_by_label("Amount promised").fill("3.50")
    page.get_by_label("Currency").select_option("USD")


def go_on(page: Page) -> None:
    """Press Continue."""
    page.get_by_role("button", name="Continue").click()


def shown_group(page: Page) -> Locator:
    """The heading of the group of questions that is on the screen."""
    return page.locator("[data-group] h2:visible")


def to_the_last_step(page: Page, platform: str) -> None:
    """Answer, group by group, until the last."""
    say_where(page, platform)
    go_on(page)
    expect(shown_group(page)).to_have_text("The work and its pay")
    say_what_it_paid(page)
    for heading in ("What happened", "What you have tried", "In your own words"):
        go_on(page)
        expect(shown_group(page)).to_have_text(heading)


def to_the_check(page: Page, platform: str) -> None:
    """Answer all and look at what will be kept."""
    to_the_last_step(page, platform)
    page.get_by_role("button", name="Check before sending").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is exactly what will be kept")


def sending(page: Page) -> Locator:
    """The button that sends."""
    return page.get_by_role("button", name="Send the report")


def receipt_on(page: Page) -> str:
    """The code of the receipt that is on the page."""
    shown = page.locator("[data-receipt-code]")
    expect(shown).to_be_visible()
    code = shown.get_attribute("data-receipt-code")
    assert code
    return code


def file_report(page: Page, platform: str) -> str:
    """File a report, every step of it; return the receipt."""
    page.goto(NEW)
    to_the_check(page, platform)
    sending(page).click()
    return receipt_on(page)


def file_quickly(page: Page, platform: str) -> str:
    """File a report as a script would: without proof, it waits for a look; return the receipt."""
    form = page.request.get(NEW).text()
    submission = re.search(r'name="submission"[^>]*value="([^"]+)"', form)
    assert submission
    week = re.search(r'<option value="(\d{4}-W\d\d)"', form)
    assert week
    answers = {"platform": platform, "week": week[1], "amount": "3.50", "currency": "USD"}
    sent = {"kind": "unpaid_rejection", "submission": submission[1], "step": "send"}
    answer = page.request.post("/reports/new", form=sent | answers)
    receipt = re.search(r'data-receipt-code="([^"]+)"', answer.text())
    assert receipt, answer.text()
    return receipt[1]


def come_back(page: Page, receipt: str) -> None:
    """Open a report with its receipt."""
    page.goto("/reports/receipt")
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Work refused and not paid")
