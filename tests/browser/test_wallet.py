"""The wallet in a member's browser: drawn unnoticed, saved, brought elsewhere, wiped."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from coop.lib.seeds import parse_seed, seed_code
from tests.browser.seats import sign_in
from tests.browser.wallets import (
    Standing,
    complete,
    kept,
    shown_code,
    standing,
)
from tests.js.house import House, Scope

VOTE, DRAFT = Scope("vote-A", title="A floor for every task"), Scope("draft-2026-Q4")


@pytest.fixture
def house() -> Standing:
    return Standing(House([VOTE, DRAFT]), {"vote-A": 1, "draft-2026-Q4": 3})


def places(orders: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(order["scope"], order["slot"]) for order in orders]


EVES = seed_code(b"a wallet of Eve!")
ALL = [("vote-A", 0), ("draft-2026-Q4", 0), ("draft-2026-Q4", 1), ("draft-2026-Q4", 2)]


def test_all_rights_are_drawn_in_one_request_while_another_page_is_read(open_seat, house):
    page = open_seat("/me/access", house)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        pass
    assert [places(orders) for orders in house.asked] == [ALL]
    page.goto("/me/wallet")
    complete(page)
    assert len(house.asked) == 1


def test_the_page_says_what_the_wallet_holds(open_seat, house):
    page = open_seat("/me/wallet", house)
    complete(page)
    page.get_by_text("In this wallet: 4 rights").click()
    row = page.get_by_role("row", name=re.compile("A floor for every task"))
    expect(row).to_contain_text("Vote on a petition")
    expect(row).to_contain_text("Dec 31, 2026")


def test_the_page_shows_the_head_that_members_compare(open_seat, house):
    page = open_seat("/me/wallet", house)
    complete(page)
    page.get_by_text("What this phone saw of the ledger").click()
    expect(page.get_by_text(house.house.head["root"])).to_be_visible()


def test_a_phone_whose_clock_runs_years_ahead_keeps_its_wallet(open_seat, house):
    house.house = House([VOTE, DRAFT], behind=0)
    page = open_seat("/healthz", house)
    page.clock.install(time="2031-01-01T00:00:00Z")
    page.goto("/me/wallet")
    complete(page)
    house.house = House([VOTE, DRAFT, Scope("room-b-2026-11")], behind=2)
    house.slots["room-b-2026-11"] = 1
    page.reload()
    page.get_by_text("In this wallet: 5 rights").wait_for()
    assert "scope:vote-A" in kept(page)


def test_the_real_house_gives_what_another_phone_brings_back(open_seat):
    """The whole way, before the real house: draw, save, bring elsewhere, draw the same."""
    first = open_seat("/me/wallet")
    complete(first)
    tokens = {name: value for name, value in kept(first).items() if name.startswith("scope:")}
    assert tokens
    code = shown_code(first)
    second = open_seat("/me/wallet")
    standing(second, "Your rights were drawn by another wallet")
    second.get_by_text("Bring a wallet from another phone").click()
    second.get_by_label("Its code").fill(code.lower().replace("-", " "))
    second.get_by_role("button", name="Bring it here").click()
    complete(second)
    brought = {name: value for name, value in kept(second).items() if name.startswith("scope:")}
    assert brought == tokens
    # A right about a petition is called by its title, which no leaf of the ledger holds.
    second.get_by_text("In this wallet:").click()
    titled = re.compile(r"Tell us for whom we label \([0-9A-Z]{12}\)")
    expect(second.locator("[data-wallet-rows]").get_by_text(titled)).to_be_visible()


# ---- Its code ----


def test_the_code_is_shown_when_asked_for_and_never_sent(open_seat, house):
    page = open_seat("/me/wallet", house)
    complete(page)
    sent: list[str] = []
    page.context.on("request", lambda asked: sent.append(asked.url + (asked.post_data or "")))
    expect(page.locator("[data-wallet-qr] svg")).to_have_count(0)
    code = shown_code(page)
    assert kept(page)["seed"] == f'"{",".join(map(str, parse_seed(code)))}"'
    expect(page.locator("[data-wallet-qr] svg")).to_be_visible()
    page.get_by_role("button", name="I have saved it").click()
    expect(page.get_by_text("You have saved it.")).to_be_visible()
    expect(page.locator("[data-wallet-groups]")).to_be_empty()
    assert not any(code[:9] in text for text in sent)


def test_the_code_is_saved_as_a_file_that_brings_the_wallet_back(open_seat, house, tmp_path):
    first = open_seat("/me/wallet", house)
    complete(first)
    shown_code(first)
    with first.expect_download() as download:
        first.get_by_role("button", name="Save as a file").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    second = open_seat("/me/wallet", house)
    standing(second, "Your rights were drawn by another wallet")
    second.get_by_text("Bring a wallet from another phone").click()
    chosen = second.get_by_label("Or the file that you saved")
    expect(chosen).to_be_visible()
    chosen.set_input_files(path)
    complete(second)
    assert kept(second)["scope:vote-A"] == kept(first)["scope:vote-A"]


def test_the_link_of_the_qr_code_leaves_the_address_at_once_and_asks_first(open_seat, house):
    first = open_seat("/me/wallet", house)
    complete(first)
    code = shown_code(first)
    second = open_seat(f"/me/wallet#seed={code}", house)
    assert code not in second.evaluate("location.href + document.referrer")
    expect(second.get_by_role("heading", name="Bring this wallet here?")).to_be_visible()
    assert "seed" not in kept(second)
    second.get_by_role("button", name="Yes, bring it here").click()
    complete(second)
    assert kept(second)["seed"] == kept(first)["seed"]


def test_a_planted_link_changes_nothing_unless_the_member_says_yes(open_seat, house):
    """The attack: Eve's wallet in Bea's browser would tell Eve what Bea votes."""
    page = open_seat("/me/wallet", house)
    complete(page)
    own = kept(page)["seed"]
    page.goto("/me/access")
    page.goto(f"/me/wallet#seed={EVES}")
    expect(page.get_by_text("You opened a link that carries a wallet.")).to_be_visible()
    assert kept(page)["seed"] == own
    page.get_by_role("button", name="No, leave it").click()
    page.reload()
    complete(page)
    assert kept(page)["seed"] == own


def test_a_link_opened_while_signed_out_waits_behind_the_sign_in(open_page, house):
    page = open_page(f"/me/wallet#seed={EVES}")
    expect(page).to_have_url(re.compile("/me/sign-in"))
    assert EVES[:9] not in page.url
    assert page.evaluate("sessionStorage.getItem('wallet-link')") == EVES


def test_a_slip_in_the_code_is_said(open_seat, house):
    page = open_seat("/me/wallet", house)
    complete(page)
    page.get_by_text("Bring a wallet from another phone").click()
    field = page.get_by_label("Its code")
    field.fill("ABCD-ABCD-ABCD-ABCD-ABCD-ABCD-ABCD")
    field.press("Enter")
    expect(page.get_by_text("This is not the code of a wallet")).to_be_visible()
    expect(field).to_be_focused()
    assert "ABCD" not in page.url


def test_another_wallet_takes_the_place_of_this_one_only_after_a_yes(open_seat, house):
    other = open_seat("/me/wallet", Standing(House([VOTE]), {"vote-A": 1}))
    complete(other)
    code = shown_code(other)
    page = open_seat("/me/wallet", house)
    complete(page)
    own = kept(page)["seed"]
    page.get_by_text("Bring a wallet from another phone").click()
    page.get_by_label("Its code").fill(code)
    page.get_by_role("button", name="Bring it here").click()
    expect(page.get_by_text("It takes the place of the wallet")).to_be_visible()
    assert kept(page)["seed"] == own
    page.get_by_role("button", name="Yes, bring it here").click()
    standing(page, "this wallet was refused, as many times as: 4")
    assert kept(page)["seed"] == kept(other)["seed"]


# ---- Where something is in the way ----


def test_a_phone_without_the_wallet_starts_none_by_itself(open_seat, house):
    house.issued = {"vote-A": [0]}
    page = open_seat("/me/wallet", house)
    standing(page, "Your rights were drawn by another wallet")
    assert (house.asked, kept(page)) == ([], {})


def test_a_member_who_lost_the_code_starts_afresh_with_what_is_left(open_seat, house):
    house.blinded["0 vote-A"], house.issued = "lost", {"vote-A": [0]}
    page = open_seat("/me/wallet", house)
    page.get_by_role("button", name="Start a new wallet here").click()
    standing(page, "this wallet was refused, as many times as: 1")
    assert "scope:draft-2026-Q4" in kept(page)
    page.reload()
    standing(page, "this wallet was refused")
    assert len(house.asked) == 1


def test_a_wallet_of_another_seat_is_not_used(open_seat, house):
    page = open_seat("/me/wallet", house)
    complete(page)
    house.mark, house.issued = "cd" * 16, {}
    page.reload()
    standing(page, "was made for another seat")
    assert len(house.asked) == 1


def test_a_network_that_is_away_is_said_and_tried_again(open_seat, house):
    house.is_away = True
    page = open_seat("/me/wallet", house)
    standing(page, "could not be reached just now")
    house.is_away = False
    page.get_by_role("button", name="Try again now").click()
    complete(page)


def test_a_browser_that_keeps_nothing_is_told_so(open_seat, house):
    page = open_seat("/me/access", house)
    page.context.add_init_script("delete window.indexedDB; window.indexedDB = undefined")
    page.goto("/me/wallet")
    standing(page, "This browser lets the page keep nothing")
    assert page.get_by_role("button", name="Show the code").count() == 0


def test_a_full_phone_is_told_so(open_seat, house):
    page = open_seat("/me/access", house)
    page.context.add_init_script(
        """const full = new DOMException("full", "QuotaExceededError");
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (value, key) {
          if (!String(key).startsWith("scope:")) return put.call(this, value, key);
          Object.defineProperty(this.transaction, "error", { value: full });
          this.transaction.abort();
        };"""
    )
    page.goto("/me/wallet")
    standing(page, "There is no room left on this phone")


def test_a_small_private_window_is_warned(open_seat, house):
    page = open_seat("/me/access", house)
    page.context.add_init_script(
        "StorageManager.prototype.estimate = async () => ({ quota: 200e6, usage: 0 })"
    )
    page.goto("/me/wallet")
    complete(page)
    expect(page.get_by_text("This looks like a private window")).to_be_visible()


def test_two_tabs_make_one_wallet(open_seat, house):
    page = open_seat("/me/access", house)
    tabs = [page.context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto("/me/wallet", wait_until="commit")
    for tab in tabs:
        complete(tab)
    blinded = {}
    for order in [order for orders in house.asked for order in orders]:
        place = (order["scope"], order["slot"])
        assert blinded.setdefault(place, order["blinded"]) == order["blinded"]
    assert set(blinded) == set(ALL)


def test_without_workers_it_is_drawn_on_the_page(open_seat, house):
    page = open_seat("/healthz", house)
    page.context.add_init_script("delete window.Worker")
    page.goto("/me/wallet")
    complete(page)
    assert [places(orders) for orders in house.asked] == [ALL]


def test_without_script_the_page_says_why(open_seat):
    page = open_seat("/me/wallet", java_script_enabled=False)
    expect(page.get_by_text("The wallet needs JavaScript")).to_be_visible()
    expect(page.locator("[data-wallet-on]")).to_be_hidden()


# ---- What an honest house never does ----


def alarm(page: Page) -> Any:
    return page.get_by_role("alert").filter(has_text="Your wallet has stopped")


def test_a_ledger_that_changed_its_past_is_said_loudly_on_every_page(open_seat, house):
    page = open_seat("/me/wallet", house)
    complete(page)
    house.house = House([VOTE, DRAFT, Scope("room-b-2026-11")], filler="forged")
    house.slots["room-b-2026-11"] = 1
    page.goto("/me/access")
    page.evaluate("sessionStorage.clear()")
    page.goto("/me/access")
    expect(alarm(page)).to_contain_text("has changed its past")
    assert len(house.asked) == 1
    page.goto("/me/wallet")
    expect(alarm(page)).to_contain_text("has changed its past")
    standing(page, "Your wallet has stopped drawing")


def test_a_key_that_is_in_no_ledger_is_said_loudly_and_not_drawn_with(open_seat, house):
    planted = Standing(House([VOTE, DRAFT]), house.slots)
    honest = planted.scopes
    leaf = Scope("vote-A").leaf_text
    planted.scopes = lambda route: {
        **honest(route),
        "scopes": [
            entry | ({"leaf_text": leaf} if entry["code"] == "vote-A" else {})
            for entry in honest(route)["scopes"]
        ],
    }
    page = open_seat("/me/wallet", planted)
    expect(alarm(page)).to_contain_text("does not stand in the public ledger")
    assert [scope for scope, _ in places(planted.asked[0])] == ["draft-2026-Q4"] * 3


def test_an_honest_house_raises_no_alarm(open_seat, house):
    page = open_seat("/me/wallet", house)
    complete(page)
    expect(alarm(page)).to_be_hidden()


# ---- Wiping ----


def test_the_wallet_is_wiped_after_a_yes(open_seat, house):
    page = open_seat("/me/wallet", house)
    complete(page)
    page.get_by_role("button", name="Wipe it from this browser").click()
    page.get_by_role("button", name="Yes, wipe it").click()
    standing(page, "The wallet is wiped from this browser.")
    assert kept(page) == {}


@pytest.mark.parametrize("is_wished", [True, False], ids=["ticked", "not ticked"])
def test_sign_out_wipes_the_wallet_where_that_is_wished(
    chromium: Any, living_house: Any, open_page: Any, house: Standing, is_wished: bool
):
    page = open_page("/healthz", storage_state=sign_in(chromium, living_house, "member"))
    house.serve(page.context)
    page.goto("/me/wallet")
    complete(page)
    page.goto("/me/")
    if is_wished:
        page.get_by_label("Wipe the wallet from this browser too").check()
    page.get_by_role("button", name="Sign out here").click()
    expect(page).to_have_url(re.compile("/me/sign-in"))
    assert (kept(page) == {}) is is_wished
    checked = page.evaluate("sessionStorage.getItem('wallet-checked')")
    assert (checked is None) is is_wished


def test_a_page_asks_at_once_where_another_seat_asked_a_moment_ago(open_seat, house):
    page = open_seat("/me/wallet", house)
    complete(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/me/access")
    page.wait_for_load_state("networkidle")
    assert not any(url.endswith("/me/wallet/rights") for url in asked)
    page.evaluate(
        """() => {
          const noted = sessionStorage.getItem("wallet-checked");
          const ofAnother = noted.replace(/^[0-9a-f]{32} /, `${"cd".repeat(16)} `);
          sessionStorage.setItem("wallet-checked", ofAnother);
        }"""
    )
    with page.expect_request("**/me/wallet/rights"):
        page.reload()
