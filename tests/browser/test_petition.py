"""Petitions on a phone whose wallet holds rights: second, speak, write, withdraw."""

import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House


@pytest.fixture
def bea(chromium: Browser, living_house: House) -> Any:
    """The cookies of an old seat that is Bea's alone: no other test's wallet drew its rights."""
    link = re.search(r"http\S+", living_house.flask("invite", "--base", living_house.url))
    assert link
    # Without scripts no wallet begins before the test does.
    context = chromium.new_context(locale="en", java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(link[0])
        page.get_by_role("button", name="Make my seven words").click()
        words = " ".join(page.locator("[data-phrase]").inner_text().split())
        page.get_by_label("Type the seven words").fill(words)
        page.get_by_role("button", name="Open my seat").click()
        expect(page).to_have_url(f"{living_house.url}/me/")
        with closing(sqlite3.connect(living_house.folder / "members.db")) as members:
            newest = "(SELECT max(opened_on) FROM seats)"
            members.execute(f"UPDATE seats SET opened_on = '2020-01-01' WHERE opened_on = {newest}")
            members.commit()
        return context.storage_state()
    finally:
        context.close()


def with_a_wallet(page: Page) -> None:
    """Let the wallet of this phone draw all its rights."""
    page.goto("/me/wallet")
    expect(page.get_by_text("Your wallet is complete.")).to_be_visible()
    issued = page.get_by_role("region", name="Rights issued in your name")
    expect(issued.get_by_text("Write a petition")).to_be_visible()
    expect(page.get_by_text("No right was issued in your name yet.")).to_have_count(0)


def done(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def write(page: Page) -> None:
    page.goto("/petitions/new")
    page.get_by_label("Title", exact=True).fill("Pay for waiting")
    page.get_by_label("What is demanded").fill("Waiting is paid.\nAll of it.")
    page.get_by_label("Why", exact=True).fill("It is time that we give.")
    page.get_by_label("To whom").fill("Everyone")


def test_a_member_acts_with_rights_that_only_the_phone_holds(open_page: Open, bea: Any):
    page = open_page("/me/", storage_state=bea)
    with_a_wallet(page)

    page.goto("/petitions?shelf=seconding")
    page.locator(".promises a").last.click()
    page.get_by_role("button", name="Second this petition").click()
    done(page, "Your support is counted.")
    page.reload()
    expect(page.get_by_text("Seconded from this phone.")).to_be_visible()
    expect(page.get_by_role("button", name="Second this petition")).to_be_hidden()
    expect(page.get_by_text("Your support is counted.")).to_be_hidden()
    seconded = page.url

    write(page)
    # Anybody can give such a link: what this phone has not sent stays on it, and nothing is said.
    for link in (f"{seconded}?done=published", f"{seconded}?done=seconded"):
        page.goto(link)
        expect(page).to_have_url(seconded)
        assert page.evaluate("localStorage.getItem('draft:petition')")
        expect(page.locator("[data-sent]")).to_be_hidden()

    page.goto("/petitions?shelf=debated")
    page.locator(".promises a").first.click()
    page.get_by_role("link", name="Read and join the debate").click()
    page.get_by_label("What you want to say").fill("So say I.")
    page.get_by_role("button", name="Check before sending").click()
    page.get_by_role("button", name="Say it").first.click()
    done(page, "Your contribution stands below.")
    expect(page.locator(".text", has_text="So say I.")).to_be_visible()

    write(page)
    page.reload()
    expect(page.get_by_label("What is demanded")).to_have_value("Waiting is paid.\nAll of it.")
    page.get_by_role("button", name="Check before sending").click()
    page.get_by_role("button", name="Change something").click()
    expect(page.get_by_label("To whom")).to_have_value("Everyone")
    page.get_by_role("button", name="Check before sending").click()
    page.get_by_role("button", name="Publish the petition").click()
    done(page, "Your petition stands here.")

    expect(page.get_by_role("heading", name="You wrote this petition")).to_be_visible()
    page.get_by_text("Withdraw it", exact=True).click()
    page.get_by_role("button", name="Yes, withdraw it").click()
    done(page, "The petition is withdrawn.")

    page.goto("/petitions/new")
    expect(page.get_by_label("Title", exact=True)).to_have_value("")


def test_without_a_wallet_the_page_says_what_is_missing(open_page: Open):
    page = open_page("/petitions?shelf=seconding")
    page.locator(".promises a").first.click()
    page.get_by_role("button", name="Second this petition").click()
    missing = page.get_by_text("Your wallet on this phone holds no right for this.")
    expect(missing.first).to_be_visible()
    expect(page.get_by_role("heading", name="You wrote this petition")).to_be_hidden()
    petition = page.url
    page.goto("/petitions/new")
    expect(missing).to_be_visible()

    page.context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    refused = page.get_by_text("This browser keeps nothing").filter(visible=True)
    page.reload()
    expect(refused).to_be_visible()
    page.goto(petition)
    expect(refused).to_be_visible()
    page.get_by_role("button", name="Second this petition").click()
    expect(page.locator("[data-no-storage]").filter(visible=True)).to_be_focused()
    expect(missing.first).to_be_hidden()
