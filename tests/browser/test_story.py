"""From an invitation to a recount: two members on phones, twelve others without a browser.

Bea reads English, Aïcha French. The clock is the house's own, moved from day to day with the
upkeep of each, and the phones' clocks go with it. Every page on the way is looked at by axe-core.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import Browser, Page, expect

from coop.tokens.client.acting import act, cast
from coop.tokens.periods import quarter
from tests.browser.clocked import ClockedHouse, open_clocked_house
from tests.browser.conftest import PHONE
from tests.browser.test_axe import findings
from tests.conftest import browser
from tests.pages import Page as Read
from tests.petitions.acting import TEXT
from tests.wallet.players import Player, player

OTHERS = 12
# Werkzeug's server leaves a file open where a phone turns away before it has read it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@dataclass
class Phone:
    """A member's phone: its page, and the words that its member presses."""

    page: Page
    house: ClockedHouse
    words: dict[str, str]
    phrase: str = ""

    def go(self, path: str) -> None:
        """Open a page, at the house's own time."""
        self.page.context.clock.set_fixed_time(self.house.clock.time)
        self.page.goto(self.house.url + path)

    def press(self, name: str) -> None:
        """Press the button, or follow the link, of this name in the phone's language."""
        words = self.words[name]
        main = self.page.get_by_role("main")
        main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).click()

    def is_sound(self) -> None:
        """Nothing on the page that axe-core would find."""
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        assert findings(self.page) == []
        self.page.evaluate("document.documentElement.dir = 'ltr'")


ENGLISH = {
    "make": "Make my seven words",
    "open": "Open my seat",
    "sign in": "Sign in",
    "second": "Second this petition",
    "vote": "Vote",
    "yes": "Yes",
    "no": "No",
    "check": "Check my ballot",
    "cast": "Cast this ballot",
    "now": "Send now",
    "again": "Vote again",
    "in the box": "Your ballot is in the box",
    "find": "Find my ballot",
    "there": "It is there, as you cast it:",
    "recount": "Count all ballots again",
    "holds": "Everything holds.",
}


def translated(house: ClockedHouse) -> dict[str, str]:
    """The same words as the French catalogue says them."""
    with house.app.test_request_context("/"), force_locale("fr"):
        return {name: gettext(words) for name, words in ENGLISH.items()}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClockedHouse]:
    with open_clocked_house(tmp_path_factory.mktemp("story")) as opened:
        yield opened


@pytest.fixture(scope="module")
def phones(chromium: Browser, house: ClockedHouse) -> Iterator[tuple[Phone, Phone]]:
    contexts = [
        chromium.new_context(
            viewport=PHONE, locale=locale, extra_http_headers={"X-Forwarded-For": address}
        )
        for locale, address in (("en", "203.0.113.1"), ("fr", "203.0.113.2"))
    ]
    pages = [context.new_page() for context in contexts]
    yield Phone(pages[0], house, ENGLISH), Phone(pages[1], house, translated(house))
    for context in contexts:
        context.close()


def join(phone: Phone) -> None:
    """By the link: seven words shown, typed back, and the wallet at work."""
    phone.go(phone.house.invitation())
    phone.is_sound()
    phone.press("make")
    shown = phone.page.locator("[data-phrase]").inner_text()
    phone.phrase = " ".join(shown.split())
    phone.is_sound()
    phone.page.locator("input[name=phrase]").fill(phone.phrase)
    phone.press("open")
    expect(phone.page).to_have_url(f"{phone.house.url}/me/")
    phone.is_sound()


def sign_in(phone: Phone) -> None:
    """By the seven words alone, after the session has ended."""
    phone.go("/me/sign-in")
    phone.page.locator("input[name=phrase]").fill(phone.phrase)
    phone.press("sign in")
    expect(phone.page).to_have_url(f"{phone.house.url}/me/")


def draw(phone: Phone, scope: str) -> None:
    """Stay on a page of the seat until the wallet holds a right to the scope."""
    phone.go("/me/wallet")
    ready = phone.page.locator("[data-state=ready]")
    expect(ready).to_be_visible()
    kind = scope.split("-", maxsplit=1)[0]
    phone.page.locator("[data-wallet-summary]").click()
    expect(phone.page.locator("[data-wallet-rows]")).to_contain_text(scope.removeprefix(f"{kind}-"))


def publish(house: ClockedHouse, author: Player) -> str:
    """A petition by a member without a browser; return its code."""
    author.draw()
    token = author.token(f"draft-{quarter(house.clock.time.date()).name}")
    sent = act(token, {"act": "draft", "fields": TEXT.digest})
    client = browser(house.app)
    form = Read(client.get("/petitions/new").text).form("/petitions/new")
    fields = {"submission": form.fields["submission"], "act": json.dumps(sent), "step": "send"}
    answer = client.post("/petitions/new", data=TEXT.fields | fields)
    assert answer.status_code == 303, answer.text
    found = re.search(r"/petitions/([0-9A-Z]{12})", answer.headers["Location"])
    assert found
    return found[1]


def second(house: ClockedHouse, other: Player, code: str) -> None:
    """A member without a browser seconds."""
    other.draw()
    address = f"/petitions/{code}/second"
    client = browser(house.app)
    form = Read(client.get(f"/petitions/{code}").text).form(address)
    sent = act(other.token(f"seconding-{code}"), {"act": "second"})
    fields = {"submission": form.fields["submission"], "act": json.dumps(sent)}
    assert client.post(address, data=fields).status_code == 303


def vote(phone: Phone, code: str, choice: str) -> None:
    """Choose, check, cast, and send it now."""
    page = phone.page
    page.get_by_role("radio", name=phone.words[choice], exact=True).check()
    phone.press("check")
    phone.press("cast")
    phone.press("now")
    expect(page.get_by_role("heading", name=phone.words["in the box"])).to_be_visible()


def test_from_an_invitation_to_a_recount(house: ClockedHouse, phones: tuple[Phone, Phone]) -> None:
    bea, aicha = phones
    for phone in phones:
        join(phone)
    house.pass_days(31)
    others = [player(house.app, days=60) for _ in range(OTHERS)]
    code = publish(house, others[0])

    for phone in phones:
        sign_in(phone)
        draw(phone, f"seconding-{code}")
        phone.go(f"/petitions/{code}")
        phone.is_sound()
        phone.press("second")
        expect(phone.page.get_by_role("status").first).to_be_visible()
    for other in others[:3]:
        second(house, other, code)
    bea.go(f"/petitions/{code}")
    expect(bea.page.get_by_role("link", name="Read and join the debate")).to_be_visible()
    bea.is_sound()

    house.pass_days(8)
    for phone in phones:
        draw(phone, f"vote-{code}")
    for other in others:
        other.draw()
    for number, other in enumerate(others):
        cast(other.house, other.wallet, code, "yes" if number % 3 else "no")
    for phone in phones:
        phone.go(f"/petitions/{code}")
        phone.press("vote")
        phone.is_sound()
        vote(phone, code, "yes")
    bea.press("again")
    vote(bea, code, "no")
    bea.is_sound()

    house.pass_days(7)
    for phone in phones:
        phone.go(f"/petitions/{code}/board")
        phone.is_sound()
        phone.press("find")
        expect(phone.page.locator("[data-say=stands]")).to_be_visible()
        phone.press("recount")
        expect(phone.page.locator("[data-say=holds]")).to_be_visible()
    expect(bea.page.locator("[data-found-choice]").first).to_have_text("No")
    expect(aicha.page.locator("[data-found-choice]").first).to_have_text(aicha.words["yes"])
