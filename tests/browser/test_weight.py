"""What a page costs on a cold load, and that it asks nobody else for anything."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.browser.conftest import Open
from tests.browser.places import (
    PUBLIC,
    SEATED,
    checked,
    filed,
    history_read,
    mine,
    petition_answered,
    petition_checked,
    petition_comment_checked,
    petition_debated,
    petition_to_second,
)

MOST = 40_000
Way = Callable[[Page], None]


class Scale:
    """Weighs what the newest page brought over the wire, headers included."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bytes = 0
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", self._begin)
        wire.on("Network.loadingFinished", self._add)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.context.on("request", self._look)

    def _begin(self, event: dict[str, object]) -> None:
        if event.get("type") == "Document":
            self.bytes = 0

    def _add(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _look(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in (urlsplit(self.page.url).netloc, ""):
            self.elsewhere.append(request.url)


def weighed(page: Page, way: Way) -> Scale:
    scale = Scale(page)
    way(page)
    page.wait_for_load_state("networkidle")
    return scale


def to(path: str) -> Way:
    return lambda page: page.goto(path) and None


WAYS = [
    checked,
    filed,
    mine,
    history_read,
    petition_to_second,
    petition_answered,
    petition_debated,
    petition_comment_checked,
    petition_checked,
]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_is_light_and_asks_nobody_else(open_page: Open, path: str):
    scale = weighed(open_page("/healthz"), to(path))
    assert 0 < scale.bytes < MOST
    assert (scale.elsewhere, scale.complaints) == ([], [])


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_page_on_the_way_is_light_and_asks_nobody_else(open_page: Open, way: Way):
    scale = weighed(open_page("/healthz"), way)
    assert 0 < scale.bytes < MOST
    assert (scale.elsewhere, scale.complaints) == ([], [])


@pytest.mark.parametrize("path", SEATED)
def test_a_page_of_olus_is_light_and_asks_nobody_else(open_page: Open, olu: object, path: str):
    scale = weighed(open_page("/healthz", storage_state=olu), to(path))
    assert 0 < scale.bytes < MOST
    assert (scale.elsewhere, scale.complaints) == ([], [])
