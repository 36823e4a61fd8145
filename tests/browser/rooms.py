"""Members with seats in a room, each on a phone of their own, before the real house."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from coop import create_app
from coop.chat.opening import open_room
from coop.chat.rules import NewRoom
from coop.config import from_environment
from coop.web.clock import today
from coop.web.settings import config
from tests.browser.house import House
from tests.wallet.players import seat, signed_in

PHONE = {"width": 360, "height": 780}


@dataclass
class Meeting:
    """A house with rooms of the test's own, and members whose wallets have drawn."""

    house: House
    app: Flask
    chromium: Browser
    wallets: list[Any]

    def room(self, slug: str, **said: Any) -> str:
        """Open a room; its address."""
        with self.app.app_context():
            new = NewRoom(slug, said.pop("kind", "theme"), "Pay and refusals", "en", **said)
            open_room(new, today=today(), config=config())
        return f"/rooms/{slug}"

    def draw(self, count: int) -> None:
        """Let so many members draw, each on a phone, and keep what these phones keep."""
        phones = [self._signed_in() for _ in range(count)]
        pages = [phone.new_page() for phone in phones]
        for page in pages:
            page.goto("/me/wallet")
        for page in pages:
            expect(page.locator("[data-wallet-states] [data-state='ready']")).to_be_visible()
        for phone in phones:
            phone.clear_cookies()
            self.wallets.append(phone.storage_state(indexed_db=True))
            phone.close()

    def phone(self, number: int, address: str, **tastes: Any) -> BrowserContext:
        """A phone with the wallet of a member, whose requests come from a network address."""
        said = {"viewport": PHONE, "locale": "en", "base_url": self.house.url} | tastes
        headers = {"X-Forwarded-For": address}
        return self.chromium.new_context(
            storage_state=self.wallets[number], extra_http_headers=headers, **said
        )

    def _signed_in(self) -> BrowserContext:
        cookie = signed_in(self.app, seat(self.app)).get_cookie("seat", path="/me/")
        assert cookie is not None
        phone = self.chromium.new_context(locale="en", base_url=self.house.url)
        url = f"{self.house.url}/me/"
        phone.add_cookies([{"name": "seat", "value": cookie.value, "url": url}])
        return phone


def meeting_in(house: House, chromium: Browser) -> Meeting:
    """The house as its operator sees it, beside the process that serves."""
    return Meeting(house, create_app(from_environment(house.environ)), chromium, [])


def lines(page: Page) -> list[str]:
    """What stands in the log, in order; what is not stored yet as well."""
    return page.locator("[data-log] .line .text").all_text_contents()


def line(page: Page, text: str) -> Any:
    """The line that says this."""
    return page.locator("[data-line]", has_text=text)


def write(page: Page, text: str) -> None:
    """Write to the room as on a phone: the field, then the button."""
    page.get_by_label("Write to the room").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def seated(page: Page) -> str:
    """Wait until one sits; the name that one has here."""
    expect(page.locator("[data-count]")).to_have_text(re.compile(r"\d+ here"))
    return page.locator("[data-own]").inner_text()
