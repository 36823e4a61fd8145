"""Bea votes on her phone: the ballot waits, leaves, is replaced, and comes back as a receipt."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from coop.lib.base64url import encode
from coop.votes.queries import ballots
from coop.votes.rules import Ballot
from coop.votes.signing import VoteKeys
from tests.browser.clocked import ClockedHouse, open_clocked_house
from tests.browser.voting import (
    BOARD,
    VOTE,
    Rows,
    Voting,
    cast,
    choose,
    empty_house,
    lay,
    part,
    rows_of,
    vote_in,
)
from tests.conftest import NOON

# A browser that is closed breaks off what it was loading from the test's own server.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

BALLOTS = "**/api/v1/petitions/*/ballots"
ELEVEN_MINUTES = 11 * 60 * 1000


@pytest.fixture(scope="module")
def clocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClockedHouse]:
    """The house of all tests here."""
    with open_clocked_house(tmp_path_factory.mktemp("voting")) as house:
        yield house


@pytest.fixture(scope="module")
def opened(clocked: ClockedHouse, chromium: Browser) -> tuple[Voting, Rows]:
    """A vote in which nobody has voted yet, and every row of its house."""
    made = vote_in(clocked, chromium)
    made.keep_wallet()
    return made, rows_of(clocked)


@pytest.fixture
def voting(
    opened: tuple[Voting, Rows], clocked: ClockedHouse, chromium: Browser
) -> Iterator[Voting]:
    """A vote that has just opened."""
    made, rows = opened
    clocked.clock.time = NOON
    lay(clocked, rows)
    yield made
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def phone(voting: Voting) -> BrowserContext:
    """Bea's, with her wallet."""
    return voting.phone()


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    """The page of the vote on Bea's phone."""
    opened = phone.new_page()
    opened.goto(VOTE)
    return opened


def kept(voting: Voting) -> list[Ballot]:
    """What lies in the box."""
    with voting.house.app.app_context():
        return ballots(voting.box.scope.code)


def standing(voting: Voting) -> list[tuple[str, int]]:
    """What lies in the box: choices and seqs."""
    return [(each.choice, each.seq) for each in kept(voting)]


def press_cast(page: Page) -> None:
    page.get_by_role("button", name="Cast this ballot").click()
    expect(part(page, "waiting")).to_be_visible()


def test_a_member_votes(voting: Voting, page: Page) -> None:
    expect(page.locator("[data-step][aria-current]")).to_have_text("Choose")
    choose(page, "No")
    expect(part(page, "check")).to_contain_text("Your ballot says: No")
    press_cast(page)
    assert standing(voting) == []
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "cast")).to_contain_text("It says: No")
    assert standing(voting) == [("no", 0)]


def test_without_a_token_the_page_says_where_to_get_one(voting: Voting) -> None:
    page = voting.phone(has_token=False).new_page()
    page.goto(VOTE)
    expect(part(page, "no-token")).to_be_visible()
    expect(page.get_by_role("link", name="Open my wallet")).to_have_attribute("href", "/me/wallet")


def test_while_the_box_is_shut_nobody_can_cast(clocked: ClockedHouse, chromium: Browser) -> None:
    empty_house(clocked)
    few = vote_in(clocked, chromium, drawn=4)
    page = few.phone().new_page()
    page.goto(VOTE)
    expect(part(page, "ready")).to_be_visible()
    expect(page.get_by_text("Fewer than 10 members have drawn their token")).to_be_visible()
    page.context.close()


def test_a_ballot_waits_a_random_while_and_leaves_by_itself(
    voting: Voting, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.clock.install()
    page.goto(VOTE)
    choose(page, "Yes")
    press_cast(page)
    expect(part(page, "waiting")).to_contain_text(re.compile("in about|in a minute or two"))
    page.clock.run_for(20_000)
    assert standing(voting) == []
    page.clock.run_for(ELEVEN_MINUTES)
    expect(part(page, "cast")).to_be_visible()
    assert standing(voting) == [("yes", 0)]


def test_in_the_last_hour_no_ballot_waits(voting: Voting, phone: BrowserContext) -> None:
    voting.house.clock.time = voting.house.clock.time.replace(hour=23, minute=1) + timedelta(days=6)
    page = phone.new_page()
    page.goto(VOTE)
    choose(page, "Yes")
    page.get_by_role("button", name="Cast this ballot").click()
    expect(part(page, "cast")).to_be_visible()
    assert standing(voting) == [("yes", 0)]


def test_a_ballot_waits_until_the_last_hour_and_no_longer(
    voting: Voting, phone: BrowserContext
) -> None:
    voting.house.clock.time = voting.house.clock.time.replace(hour=22, minute=59) + timedelta(
        days=6
    )
    page = phone.new_page()
    page.clock.install()
    page.goto(VOTE)
    choose(page, "Yes")
    page.get_by_role("button", name="Cast this ballot").click()
    page.clock.run_for(62_000)
    expect(part(page, "cast")).to_be_visible()


def test_without_a_network_the_ballot_is_not_yet_cast(voting: Voting, page: Page) -> None:
    choose(page, "Abstain")
    page.context.set_offline(True)
    press_cast(page)
    expect(part(page, "waiting")).to_contain_text("There is no network.")
    page.get_by_role("button", name="Send now").click()
    # Said again once that attempt is over: one still under way would leave with the network back.
    expect(part(page, "waiting")).to_contain_text("There is no network.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "cast")).to_be_visible()
    assert standing(voting) == [("abstain", 0)]


def test_a_ballot_left_behind_leaves_from_another_page(
    voting: Voting, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.clock.install()
    page.goto(VOTE)
    choose(page, "Yes")
    press_cast(page)
    page.goto("/platforms")
    expect(page.get_by_text("A ballot of yours is not yet cast.")).to_be_visible()
    expect(page.get_by_role("link", name="See it, and send it now")).to_have_attribute("href", VOTE)
    page.clock.run_for(ELEVEN_MINUTES)
    expect(page.get_by_text("A ballot of yours is not yet cast.")).to_be_hidden()
    assert standing(voting) == [("yes", 0)]
    page.goto(VOTE)
    expect(part(page, "cast")).to_be_visible()


def test_from_the_pages_of_a_seat_nothing_leaves(voting: Voting, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.clock.install()
    page.goto(VOTE)
    choose(page, "Yes")
    press_cast(page)
    page.goto("/me/")
    expect(page.get_by_text("A ballot of yours is not yet cast.")).to_be_visible()
    page.clock.run_for(ELEVEN_MINUTES)
    assert standing(voting) == []


def test_leaving_quickly_does_not_lose_a_ballot_that_waits(voting: Voting, page: Page) -> None:
    choose(page, "Yes")
    press_cast(page)
    page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere"))
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("https://www.wikipedia.org/**")
    page.goto("/platforms")
    expect(page.get_by_text("A ballot of yours is not yet cast.")).to_be_visible()


def test_a_double_click_makes_one_ballot(voting: Voting, page: Page) -> None:
    choose(page, "Yes")
    page.get_by_role("button", name="Cast this ballot").dblclick()
    page.get_by_role("button", name="Send now").dblclick()
    expect(part(page, "cast")).to_be_visible()
    assert standing(voting) == [("yes", 0)]


def test_the_last_of_several_ballots_stands(voting: Voting, page: Page) -> None:
    cast(page, "Yes")
    page.get_by_role("button", name="Vote again").click()
    cast(page, "No")
    assert standing(voting) == [("no", 1)]


def test_until_a_new_ballot_is_cast_the_earlier_one_is_named(page: Page) -> None:
    cast(page, "Yes")
    page.get_by_role("button", name="Vote again").click()
    choose(page, "No")
    press_cast(page)
    expect(part(page, "waiting")).to_contain_text(
        "Until it is cast, your earlier ballot counts: Yes"
    )


def test_two_tabs_make_two_ballots_of_which_the_later_stands(
    voting: Voting, phone: BrowserContext
) -> None:
    tabs = [phone.new_page(), phone.new_page()]
    for tab in tabs:
        tab.goto(VOTE)
    choose(tabs[0], "Yes")
    choose(tabs[1], "No")
    press_cast(tabs[0])
    press_cast(tabs[1])
    tabs[0].get_by_role("button", name="Send now").click()
    expect(part(tabs[0], "cast")).to_contain_text("It says: No")
    tabs[1].bring_to_front()
    expect(part(tabs[1], "cast")).to_contain_text("It says: No")
    assert standing(voting) == [("no", 1)]


def test_two_tabs_that_send_at_once_send_one_ballot(voting: Voting, phone: BrowserContext) -> None:
    sent: list[str] = []
    phone.on(
        "request", lambda request: sent.append(request.method) if "ballots" in request.url else None
    )
    tabs = [phone.new_page(), phone.new_page()]
    for tab in tabs:
        tab.goto(VOTE)
    choose(tabs[0], "Yes")
    press_cast(tabs[0])
    expect(part(tabs[1], "waiting")).to_be_visible()
    for tab in tabs:
        tab.evaluate("document.querySelector('[data-send-now]').click()")
    for tab in tabs:
        expect(part(tab, "cast")).to_be_visible()
    assert sent == ["POST"]


def test_a_ballot_cast_from_elsewhere_is_said_to_stand(voting: Voting, page: Page) -> None:
    def refuse(route: Route) -> None:
        said = {"reason": "LaterBallotStands", "seq": 6, "detail": "x"}
        route.fulfill(status=409, content_type="application/problem+json", body=json.dumps(said))

    page.route(BALLOTS, refuse)
    choose(page, "Yes")
    press_cast(page)
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "overtaken")).to_be_visible()
    page.unroute(BALLOTS)
    page.get_by_role("button", name="Vote again").click()
    cast(page, "No")
    assert standing(voting) == [("no", 7)]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_house_in_trouble_is_tried_again(voting: Voting, page: Page, status: int) -> None:
    page.route(BALLOTS, lambda route: route.fulfill(status=status, body="{}"))
    choose(page, "Yes")
    press_cast(page)
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "waiting")).to_contain_text("It is tried again shortly.")
    page.unroute(BALLOTS)
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "cast")).to_be_visible()


def test_a_ballot_that_is_refused_says_why(voting: Voting, page: Page) -> None:
    choose(page, "Yes")
    press_cast(page)
    voting.close()
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "refused")).to_contain_text("The time for this is over")


def test_a_ballot_that_stayed_behind_is_said_after_the_close(voting: Voting, page: Page) -> None:
    choose(page, "Yes")
    press_cast(page)
    page.goto("/healthz")
    voting.close()
    page.goto(VOTE)
    expect(page.get_by_text("did not leave in time: it does not count")).to_be_visible()


def test_a_receipt_under_a_key_of_the_servers_own_does_not_hold(voting: Voting, page: Page) -> None:
    """The attack: a signature that fits, under a key that no ledger holds."""
    own = VoteKeys(signer=bytes(32), receipts=b"o" * 32)

    def bend(route: Route) -> None:
        answer = route.fetch()
        (ballot,) = kept(voting)
        receipt = own.receipt(voting.box.scope.code, ballot)
        lies = {"key": encode(own.receipt_key), "receipt": encode(receipt)}
        route.fulfill(status=answer.status, json=answer.json() | lies)

    page.route(BALLOTS, bend)
    choose(page, "Yes")
    press_cast(page)
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "waiting")).to_contain_text("The server gave no receipt that holds.")
    page.goto(VOTE)
    expect(part(page, "waiting")).to_contain_text("Tell an organizer.")
    page.unroute(BALLOTS)
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "cast")).to_be_visible()
    assert standing(voting) == [("yes", 0)]


def test_a_receipt_that_could_not_be_checked_yet_outlasts_the_close(
    voting: Voting, page: Page
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method + request.url[-8:]))
    page.route("**/api/v1/ledger/proof*", lambda route: route.fulfill(status=503, json={}))
    choose(page, "Yes")
    press_cast(page)
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "waiting")).to_contain_text("It is tried again shortly.")
    voting.close()
    page.unroute("**/api/v1/ledger/proof*")
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "cast")).to_contain_text("It says: Yes")
    assert sent.count("POST/ballots") == 1


def saved_receipt(page: Page, folder: Path) -> Path:
    """Save the receipt as a file; where it lies."""
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the receipt as a file").click()
    path = folder / "receipt.json"
    saving.value.save_as(path)
    return path


def test_a_receipt_is_saved_and_its_ballot_found_with_it(
    voting: Voting, page: Page, tmp_path: Path
) -> None:
    cast(page, "Yes")
    receipt = saved_receipt(page, tmp_path)
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    voting.others_vote("yyyynnnaa")
    voting.close()
    elsewhere = voting.phone(has_token=False).new_page()
    elsewhere.goto(BOARD)
    elsewhere.get_by_label(re.compile("Your receipt")).set_input_files(receipt)
    elsewhere.get_by_role("button", name="Find my ballot").click()
    expect(elsewhere.get_by_text("It is there, as you cast it: Yes")).to_be_visible()


def test_the_phone_finds_its_own_ballot(voting: Voting, page: Page) -> None:
    cast(page, "Yes")
    voting.close()
    page.goto(BOARD)
    expect(page.get_by_text("The receipt of your ballot is on this phone.")).to_be_visible()
    page.get_by_role("button", name="Find my ballot").click()
    expect(page.get_by_text("It is there, as you cast it: Yes")).to_be_visible()


def test_a_typed_number_is_found_or_missed(voting: Voting, page: Page) -> None:
    voting.others_vote("y")
    voting.close()
    page.goto(BOARD)
    number = page.locator("tbody .code").first.text_content() or ""
    page.get_by_label(re.compile("Or the number on it")).fill(number)
    page.get_by_role("button", name="Find my ballot").click()
    expect(page.get_by_text("A ballot with this number is there: Yes")).to_be_visible()
    page.get_by_label(re.compile("Or the number on it")).fill("A" * 43)
    page.get_by_role("button", name="Find my ballot").click()
    expect(page.get_by_text("There is no ballot with this number.")).to_be_visible()


def test_the_phone_counts_again_what_the_page_says(voting: Voting, page: Page) -> None:
    cast(page, "No")
    voting.others_vote("yyyyynnna")
    voting.close()
    page.goto(BOARD)
    page.get_by_role("button", name="Count all ballots again").click()
    verdict = page.locator("[data-recount] [data-say='holds']")
    expect(verdict).to_be_visible()
    expect(verdict).to_contain_text("Yes 5, No 4, Abstain 1")
    for label, count in (("Yes", "5"), ("No", "4"), ("Abstain", "1")):
        assert page.locator(".figures li", has_text=label).locator("b").text_content() == count


def test_a_recount_finds_a_ballot_that_was_changed(voting: Voting, page: Page) -> None:
    voting.others_vote("yyyyynnna")
    voting.close()

    def change(route: Route) -> None:
        body = route.fetch().json()
        first = body["ballots"][0]
        first["choice"] = "no" if first["choice"] == "yes" else "yes"
        route.fulfill(json=body)

    page.route("**/board/ballots*", change)
    page.goto(BOARD)
    page.get_by_role("button", name="Count all ballots again").click()
    broken = page.locator("[data-recount] [data-say='broken']")
    expect(broken).to_contain_text("This board does not hold.")
    expect(broken).to_contain_text("is not signed by the key of their token")


def test_a_recount_can_be_stopped(voting: Voting, page: Page) -> None:
    voting.close()
    page.route("**/board/ballots*", lambda route: None)
    page.goto(BOARD)
    page.get_by_role("button", name="Count all ballots again").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. Nothing can be said of the rest.")).to_be_visible()
    expect(page.get_by_role("button", name="Count all ballots again")).to_be_visible()


def test_a_recount_knows_the_ledger_that_the_wallet_has_seen(voting: Voting, page: Page) -> None:
    voting.close()
    page.goto(BOARD)
    page.evaluate(
        """async () => {
          const opened = indexedDB.open("wallet");
          const db = await new Promise((done) => (opened.onsuccess = () => done(opened.result)));
          const store = db.transaction("kept", "readwrite").objectStore("kept");
          const head = await new Promise((done) => {
            store.get("head").onsuccess = ({ target }) => done(target.result);
          });
          store.put({ ...head, root: "00".repeat(32) }, "head");
          await new Promise((done) => (store.transaction.oncomplete = done));
          db.close();
        }"""
    )
    page.get_by_role("button", name="Count all ballots again").click()
    expect(page.get_by_text("its past was changed")).to_be_visible()


def test_without_storage_the_page_says_so(voting: Voting) -> None:
    context = voting.phone(has_token=False)
    context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    page = context.new_page()
    page.goto(VOTE)
    expect(part(page, "no-storage")).to_be_visible()


def test_by_keyboard_alone(voting: Voting, page: Page) -> None:
    page.get_by_role("radio", name="Yes").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(part(page, "check").get_by_role("heading")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(part(page, "waiting").get_by_role("heading")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(part(page, "cast").get_by_role("heading")).to_be_focused()
    assert standing(voting) == [("no", 0)]


def test_wiping_the_wallet_takes_the_receipts_of_ballots_too(page: Page) -> None:
    cast(page, "Yes")
    page.goto("/me/wallet")
    page.get_by_role("button", name="Wipe it from this browser").click()
    page.get_by_role("button", name="Yes, wipe it").click()
    expect(page.get_by_text("The wallet is wiped from this browser.")).to_be_visible()
    page.evaluate("sessionStorage.setItem('wallet-checked', 'x')")
    page.goto(VOTE)
    expect(part(page, "no-token")).to_be_visible()
    # "My seat", to which this sends its reader, must look again.
    assert page.evaluate("sessionStorage.getItem('wallet-checked')") is None


def test_a_ballot_that_was_rolled_back_shows_to_its_voter(voting: Voting, page: Page) -> None:
    cast(page, "Yes")
    page.get_by_role("button", name="Vote again").click()
    cast(page, "No")
    voting.close()

    def roll_back(route: Route) -> None:
        body = route.fetch().json()
        for each in body["ballots"]:
            each |= {"choice": "yes", "seq": 0}
        route.fulfill(json=body)

    page.route("**/board/ballots*", roll_back)
    page.goto(BOARD)
    page.get_by_role("button", name="Find my ballot").click()
    expect(page.get_by_text("It was rolled back.")).to_be_visible()


def test_counting_again_never_blocks_the_page(voting: Voting, page: Page) -> None:
    voting.others_vote("yyyyynnna")
    voting.close()
    served = iter(range(6))

    def many(route: Route) -> None:
        ballots = route.fetch().json()["ballots"] * 60
        route.fulfill(json={"ballots": ballots, "next": next(served, None) and "x"})

    next(served)
    page.route("**/board/ballots*", many)
    page.goto(BOARD)
    page.evaluate(
        """() => {
          window.longest = 0;
          const look = (list) => {
            for (const { duration } of list.getEntries())
              window.longest = Math.max(window.longest, duration);
          };
          new PerformanceObserver(look).observe({ type: "longtask" });
        }"""
    )
    page.get_by_role("button", name="Count all ballots again").click()
    expect(page.locator("[data-recount] [data-say='broken']")).to_be_visible()
    # Over three thousand ballots were checked meanwhile: more than a second of a processor.
    assert page.evaluate("window.longest") < 250
