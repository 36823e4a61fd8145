"""Olu's browser, signed in to the demonstration's organizer seat."""

from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser.house import House


def sign_in(chromium: Browser, house: House, role: str) -> Any:
    """The cookies of a fresh sign-in by a one-time link."""
    context = chromium.new_context(locale="en")
    try:
        page = context.new_page()
        page.goto(house.link(role))
        page.get_by_role("main").get_by_role("button").first.click()
        expect(page).to_have_url(f"{house.url}/me/")
        return context.storage_state()
    finally:
        context.close()
