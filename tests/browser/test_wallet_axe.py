"""axe-core finds nothing on the wallet's page, in each state that it can be in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from coop.lib.seeds import seed_code
from tests.browser.conftest import Open
from tests.browser.test_axe import NARROW, STILL, findings, overflow
from tests.browser.wallets import Standing, complete, shown_code, standing
from tests.js.house import House, Scope

VOTE, DRAFT = Scope("vote-A", title="A floor for every task"), Scope("draft-2026-Q4")


@pytest.fixture
def house() -> Standing:
    return Standing(House([VOTE, DRAFT]), {"vote-A": 1, "draft-2026-Q4": 3})


def holding(page: Page, _house: Standing) -> None:
    complete(page)
    page.get_by_text(re.compile("In this wallet")).click()
    expect(page.get_by_role("row", name=re.compile("A floor"))).to_be_visible()


def showing_its_code(page: Page, _house: Standing) -> None:
    complete(page)
    shown_code(page)


def refusing_a_code(page: Page, _house: Standing) -> None:
    complete(page)
    page.get_by_text("Bring a wallet from another phone").click()
    page.get_by_role("button", name="Bring it here").click()
    expect(page.get_by_text("This is not the code of a wallet")).to_be_visible()


def about_to_be_replaced(page: Page, _house: Standing) -> None:
    page.goto("/me/access")
    page.goto(f"/me/wallet#seed={seed_code(bytes(16))}")
    expect(page.get_by_role("heading", name="Bring this wallet here?")).to_be_visible()


def about_to_be_wiped(page: Page, _house: Standing) -> None:
    complete(page)
    page.get_by_role("button", name="Wipe it from this browser").click()


def alarmed(page: Page, house: Standing) -> None:
    complete(page)
    house.house = House([VOTE, DRAFT, Scope("room-b-2026-11")], filler="forged")
    house.slots["room-b-2026-11"] = 1
    page.reload()
    standing(page, "Your wallet has stopped drawing")


WAYS: tuple[Callable[[Page, Standing], None], ...] = (
    holding,
    showing_its_code,
    refusing_a_code,
    about_to_be_replaced,
    about_to_be_wiped,
    alarmed,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_is_found_and_it_fits_a_narrow_screen(open_seat: Open, house: Standing, way):
    page = open_seat("/me/wallet", house, viewport=NARROW, **STILL)
    way(page, house)
    assert overflow(page) == 0
    assert findings(page) == []


def test_nothing_is_found_where_another_wallet_has_drawn(open_seat: Open, house: Standing):
    page = open_seat("/healthz", house, **STILL)
    house.issued = {"vote-A": [0]}
    page.goto("/me/wallet")
    standing(page, "Your rights were drawn by another wallet")
    assert findings(page) == []
