"""A real Chromium before a real house, and the sizes and tastes of those who look at it."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.house import House, open_house
from tests.browser.seats import sign_in
from tests.browser.wallets import Standing
from tests.conftest import used

PHONE = {"width": 360, "height": 780}
# The headless shell is the same Chromium without windows: a page opens in a quarter of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]

collect_ignore = [] if os.environ.get("REAL_DATA") else ["test_real_history.py"]
# Nothing waits that long; a machine that does much else at once may.
expect.set_options(timeout=30_000)

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all that lies here, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless; the one thing whose absence skips a test."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("No Chromium is installed here: the browser tests were not run.")
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS + sandbox)
        used("chromium")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def living_house(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running house of this test run."""
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="session")
def addresses() -> Iterator[str]:
    """Network addresses that nobody has, one for each browser."""
    return (f"203.0.{block}.{number}" for block in range(256) for number in range(1, 255))


@pytest.fixture
def open_page(chromium: Browser, living_house: House, addresses: Iterator[str]) -> Iterator[Open]:
    """Opens a page of a fresh browser: a phone in English unless said otherwise."""
    contexts: list[BrowserContext] = []

    def open_one(path: str = "/", **tastes: object) -> Page:
        said = {"viewport": PHONE, "locale": "en", "base_url": living_house.url} | tastes
        headers = {"X-Forwarded-For": next(addresses)}
        context = chromium.new_context(extra_http_headers=headers, **said)  # type: ignore[arg-type]  # names come from the test
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def olu(chromium: Browser, living_house: House) -> Any:
    """The cookies of Olu, organizer of the demonstration."""
    return sign_in(chromium, living_house, "organizer")


@pytest.fixture(scope="session")
def bea(chromium: Browser, living_house: House) -> Any:
    """The cookies of Bea, member of the demonstration."""
    return sign_in(chromium, living_house, "member")


@pytest.fixture
def open_seat(open_page: Open, bea: Any) -> Open:
    """Opens a page of Bea's seat on a phone of its own, before a made-up house if one is given."""

    def open_one(path: str, standing: Standing | None = None, **tastes: object) -> Page:
        page = open_page("/healthz", storage_state=bea, **tastes)
        if standing:
            standing.serve(page.context)
        page.goto(path)
        return page

    return open_one
