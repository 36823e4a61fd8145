"""Every page of the house and the states it can be in, each by the way that leads there."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.journey import (
    NEW,
    come_back,
    file_quickly,
    go_on,
    receipt_on,
    say_what_it_paid,
    say_where,
    sending,
    to_the_check,
    unheard_of,
)

FIXTURE = Path(__file__).parents[1] / "reports" / "histories" / "fixtures" / "mturk_batch.csv"
Way = Callable[[Page], None]

PUBLIC = (
    "/",
    "/reports/new",
    NEW,
    "/reports/new?kind=dismissal",
    "/reports/new?kind=breaks_and_pace",
    "/reports/new?kind=other",
    "/reports/receipt",
    "/reports/import",
    "/platforms",
    "/platforms/amazon-mechanical-turk",
    "/petitions",
    "/petitions/new",
    "/rooms",
    "/rooms/proposals",
    "/rooms/propose",
    "/rooms/help",
    "/privacy",
    "/ledger",
    "/me/sign-in",
    "/me/join",
    "/me/join/waiting",
    "/me/left",
)
SEATED = (
    "/me/",
    "/me/wallet",
    "/me/access",
    "/me/invitations",
    "/me/vouch",
    "/me/leave",
    "/me/console/joining",
    "/me/console/",
    "/me/console/reports",
    "/me/console/platforms",
    "/me/console/petitions",
    "/me/console/rooms",
    "/me/console/rooms/open",
    "/me/console/rooms/flags",
    "/me/console/rooms/support-fr",
)


def at_the_pay(page: Page) -> None:
    page.goto(NEW)
    say_where(page, "Clickland")
    go_on(page)
    say_what_it_paid(page)
    expect(page.locator("[data-hourly]")).to_be_visible()


def with_answers_missing(page: Page) -> None:
    page.goto(NEW)
    go_on(page)
    expect(page.locator(".failed").first).to_be_visible()


def sent_back(page: Page) -> None:
    page.goto(NEW)
    page.locator("form[data-report]").evaluate("form => form.submit()")
    expect(page.get_by_role("alert")).to_be_visible()


def checked(page: Page) -> None:
    page.goto(NEW)
    to_the_check(page, "ana@example.org")


def waiting_for_network(page: Page) -> None:
    checked(page)
    page.context.set_offline(True)
    sending(page).click()
    expect(page.get_by_text("Not sent yet: no network.")).to_be_visible()


def filed(page: Page) -> None:
    page.goto(NEW)
    to_the_check(page, unheard_of())
    sending(page).click()
    receipt_on(page)


def receipt_refused(page: Page) -> None:
    page.goto("/reports/receipt")
    page.get_by_label("Your receipt").fill("AAAA")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert")).to_be_visible()


def mine(page: Page) -> None:
    come_back(page, file_quickly(page, unheard_of()))


def answered(page: Page) -> None:
    mine(page)
    page.get_by_label("Your answer to the organizers").fill("Thank you.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status")).to_be_visible()


def about_to_withdraw(page: Page) -> None:
    mine(page)
    page.get_by_role("button", name="Withdraw this report").click()
    expect(page.get_by_role("button", name="Yes, withdraw it")).to_be_visible()


def withdrawn(page: Page) -> None:
    about_to_withdraw(page)
    page.get_by_role("button", name="Yes, withdraw it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report is withdrawn")


def history_refused(page: Page) -> None:
    page.goto("/reports/import")
    empty = {"name": "history.csv", "mimeType": "text/csv", "buffer": b"\n"}
    page.get_by_label("Your file").set_input_files(empty)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("alert")).to_be_visible()


def history_read(page: Page) -> None:
    page.goto("/reports/import")
    page.get_by_label(re.compile("Your worker number")).fill("WANA")
    page.get_by_label("Your file").set_input_files(FIXTURE)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What your file says")


def a_petition(page: Page, shelf: str) -> None:
    """The first petition of a shelf."""
    page.goto(f"/petitions?shelf={shelf}")
    page.locator(".promises a").first.click()
    expect(page.locator(".path")).to_be_visible()


def petition_to_second(page: Page) -> None:
    a_petition(page, "seconding")


def petition_with_an_open_vote(page: Page) -> None:
    a_petition(page, "voting")


def petition_answered(page: Page) -> None:
    a_petition(page, "delivered")


def petition_rejected(page: Page) -> None:
    a_petition(page, "decided")


def petition_debated(page: Page) -> None:
    a_petition(page, "debated")
    page.get_by_role("link", name="Read and join the debate").click()
    expect(page.get_by_label("What you want to say")).to_be_visible()


def petition_comment_checked(page: Page) -> None:
    petition_debated(page)
    page.get_by_label("What you want to say").fill("Write to ana@example.org.")
    page.get_by_role("button", name="Check before sending").click()
    expect(page.get_by_text("This is an e-mail address.")).to_be_visible()


def petition_amendment(page: Page) -> None:
    petition_debated(page)
    page.locator(".promises a").first.click()
    expect(page.locator("ins").first).to_be_visible()


def petition_reworded(page: Page) -> None:
    petition_debated(page)
    page.get_by_role("link", name="Propose another wording").click()
    page.get_by_label("What is demanded").fill("Every test is paid.")
    page.get_by_role("button", name="Check before sending").click()
    expect(page.locator("del").first).to_be_visible()


def petition_version(page: Page) -> None:
    petition_to_second(page)
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_role("heading", name="How to check it")).to_be_visible()


def petition_checked(page: Page) -> None:
    page.goto("/petitions/new")
    for label in ("Title", "What is demanded", "Why", "To whom"):
        page.get_by_label(label, exact=True).fill("A few words.")
    page.get_by_role("button", name="Check before sending").click()
    expect(page.get_by_role("button", name="Publish the petition")).to_be_visible()


def petition_without_words(page: Page) -> None:
    page.goto("/petitions/new")
    page.locator("form[data-kept-draft]").evaluate("form => form.submit()")
    expect(page.get_by_role("alert")).to_be_visible()


def nowhere(page: Page) -> None:
    page.goto("/nowhere")


STATES: tuple[Way, ...] = (
    at_the_pay,
    with_answers_missing,
    sent_back,
    checked,
    waiting_for_network,
    filed,
    receipt_refused,
    mine,
    answered,
    about_to_withdraw,
    withdrawn,
    history_refused,
    history_read,
    petition_to_second,
    petition_with_an_open_vote,
    petition_answered,
    petition_rejected,
    petition_debated,
    petition_comment_checked,
    petition_amendment,
    petition_reworded,
    petition_version,
    petition_checked,
    petition_without_words,
    nowhere,
)
