"""The pages of a vote are light, fit a small screen, and axe-core finds nothing, in each state."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.clocked import open_clocked_house
from tests.browser.test_axe import findings, overflow
from tests.browser.test_weight import MOST, weighed
from tests.browser.voting import BOARD, VOTE, Voting, cast, choose, part, vote_in

# A browser that is closed breaks off what it was loading from the test's own server.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

Way = Callable[[Page], None]
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def voting(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Voting]:
    """An open vote; each test looks at it from a phone of its own."""
    with open_clocked_house(tmp_path_factory.mktemp("open")) as house:
        made = vote_in(house, chromium)
        made.keep_wallet()
        yield made


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Voting]:
    """A vote that is closed and counted."""
    with open_clocked_house(tmp_path_factory.mktemp("closed")) as house:
        made = vote_in(house, chromium)
        context = made.phone()
        context.close()
        made.others_vote("yyyyynnna")
        made.close()
        yield made


def without_token(page: Page) -> None:
    page.context.clear_cookies()
    page.goto(VOTE)
    expect(part(page, "no-token")).to_be_visible()


def choosing(page: Page) -> None:
    page.goto(VOTE)
    expect(part(page, "choose")).to_be_visible()


def checking(page: Page) -> None:
    choosing(page)
    choose(page, "Abstain")


def waiting(page: Page) -> None:
    checking(page)
    page.get_by_role("button", name="Cast this ballot").click()
    expect(part(page, "waiting")).to_be_visible()


def elsewhere_while_it_waits(page: Page) -> None:
    waiting(page)
    page.goto("/platforms")
    expect(page.get_by_text("A ballot of yours is not yet cast.")).to_be_visible()


def in_the_box(page: Page) -> None:
    choosing(page)
    cast(page, "Yes")


def the_board(page: Page) -> None:
    page.goto(BOARD)


def found(page: Page) -> None:
    page.goto(BOARD)
    number = page.locator("tbody .code").first.text_content() or ""
    page.get_by_label(re.compile("Or the number on it")).fill(number)
    page.get_by_role("button", name="Find my ballot").click()
    expect(page.get_by_text("A ballot with this number is there")).to_be_visible()


def recounted(page: Page) -> None:
    page.goto(BOARD)
    page.get_by_role("button", name="Count all ballots again").click()
    expect(page.locator("[data-recount] [data-say='holds']")).to_be_visible()


OPEN: tuple[Way, ...] = (choosing, checking, waiting, elsewhere_while_it_waits, in_the_box)
CLOSED: tuple[Way, ...] = (the_board, found, recounted)


def opened(voting: Voting, **tastes: object) -> Page:
    context = voting.phone(has_token=False, reduced_motion="reduce", **tastes)
    page = context.new_page()
    page.goto("/healthz")
    return page


@pytest.mark.parametrize("way", OPEN, ids=lambda way: way.__name__)
def test_nothing_is_found_while_voting(voting: Voting, way: Way) -> None:
    page = opened(voting, storage_state=voting.wallet)
    way(page)
    assert findings(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_nothing_is_found_where_there_is_no_token(voting: Voting) -> None:
    page = opened(voting, viewport=NARROW)
    without_token(page)
    assert findings(page) == []
    assert overflow(page) == 0
    page.context.close()


@pytest.mark.parametrize("way", CLOSED, ids=lambda way: way.__name__)
def test_nothing_is_found_on_the_board(closed: Voting, way: Way) -> None:
    page = opened(closed, viewport=NARROW)
    way(page)
    assert findings(page) == []
    assert overflow(page) == 0
    page.context.close()


@pytest.mark.parametrize("way", OPEN[:-1], ids=lambda way: way.__name__)
def test_voting_is_light_and_asks_nobody_else(voting: Voting, way: Way) -> None:
    scale = weighed(opened(voting, storage_state=voting.wallet), way)
    assert 0 < scale.bytes < MOST
    assert (scale.elsewhere, scale.complaints) == ([], [])
    scale.page.context.close()


@pytest.mark.parametrize("way", CLOSED, ids=lambda way: way.__name__)
def test_the_board_is_light_and_asks_nobody_else(closed: Voting, way: Way) -> None:
    scale = weighed(opened(closed), way)
    assert 0 < scale.bytes < MOST
    assert (scale.elsewhere, scale.complaints) == ([], [])
    scale.page.context.close()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_board_fits_a_phone_and_a_desk(closed: Voting, language: str, width: int) -> None:
    page = opened(closed, locale=language, viewport={"width": width, "height": 800})
    page.goto(BOARD)
    assert overflow(page) == 0
    page.context.close()
