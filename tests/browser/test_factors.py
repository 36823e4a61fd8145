"""Passkeys in a real Chromium with an authenticator of its own, and the pages of second factors."""

import re
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.test_axe import NARROW, STILL, findings, overflow

NEW_PASSKEY = "/me/passkeys/new"
# A passkey belongs to a name: 127.0.0.1 is none.
NAMED = ("127.0.0.1", "localhost")
PAGES = (
    "/me/factors",
    "/me/factors/codes",
    NEW_PASSKEY,
    "/me/role-code",
    "/me/console/seats",
    "/me/console/seats/give",
)


def enter(page: Page, house: House, role: str) -> None:
    """Sign in by a fresh one-time link, at the address where this page is."""
    link = house.link(role)
    if "localhost" in page.url:
        link = link.replace(*NAMED)
    page.goto(link)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("/me/$"))


def authenticator(page: Page, *, verifies: bool = True) -> Any:
    """Give this browser a phone's own authenticator, which answers at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verifies,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return lambda: devtools.send("WebAuthn.getCredentials", made)["credentials"]


@pytest.fixture
def bea(open_page: Open, living_house: House) -> Page:
    """Bea, signed in where passkeys work."""
    page = open_page(base_url=living_house.url.replace(*NAMED))
    enter(page, living_house, "member")
    return page


def add_passkey(page: Page, label: str = "phone") -> None:
    page.goto(NEW_PASSKEY)
    page.get_by_label("A word to know it by").fill(label)
    page.get_by_role("button", name="Make the passkey").click()


def test_bea_adds_a_passkey_and_signs_in_with_it(bea: Page):
    held = authenticator(bea)
    add_passkey(bea, "my phone")
    expect(bea.get_by_text("The passkey is added.")).to_be_visible()
    expect(bea.get_by_role("link", name="Remove my phone")).to_be_visible()
    (credential,) = held()
    assert (credential["rpId"], credential["isResidentCredential"]) == ("localhost", True)
    assert credential["userName"] == "my phone"
    bea.goto("/me/")
    bea.get_by_role("button", name="Sign out here").click()
    bea.goto("/me/access")
    bea.get_by_role("button", name="Sign in with a passkey").click()
    expect(bea.get_by_role("heading", level=1)).to_have_text("What organizers read")
    # Removing asks for something fresh, which the passkey just was.
    bea.goto("/me/factors")
    bea.get_by_role("link", name="Remove my phone").click()
    bea.get_by_role("button", name="Remove it").click()
    expect(bea.get_by_text("The passkey is removed.")).to_be_visible()


def test_the_same_phone_is_not_added_twice(bea: Page):
    authenticator(bea)
    add_passkey(bea, "first")
    expect(bea.get_by_text("The passkey is added.")).to_be_visible()
    add_passkey(bea, "second")
    said = bea.get_by_text("This phone or key has a passkey for your seat already.")
    expect(said).to_be_visible()
    bea.goto("/me/factors")
    bea.get_by_role("link", name="Remove first").click()
    bea.get_by_role("button", name="Remove it").click()
    expect(bea.get_by_text("The passkey is removed.")).to_be_visible()


def test_a_phone_that_does_not_know_the_person_is_told_of(bea: Page):
    authenticator(bea, verifies=False)
    add_passkey(bea)
    expect(bea.get_by_text("Nothing happened: it was cancelled")).to_be_visible()
    expect(bea.get_by_role("button", name="Make the passkey")).to_be_enabled()


def test_an_address_that_is_a_number_says_why_not(open_page: Open):
    page = open_page("/me/sign-in")
    expect(page.get_by_text("Passkeys need a name, and this address is a number.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_a_browser_that_knows_none_says_so(open_page: Open):
    page = open_page("/")
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/me/sign-in")
    expect(page.get_by_text("This browser does not know passkeys.")).to_be_visible()


def test_an_address_without_tls_says_so(open_page: Open):
    page = open_page("/")
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto("/me/sign-in")
    expect(page.get_by_text("Passkeys work over TLS only")).to_be_visible()


def test_without_scripts_the_page_says_what_is_missing(open_page: Open):
    page = open_page("/me/sign-in", java_script_enabled=False)
    expect(page.get_by_text("A passkey needs scripts, which are off here.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


@pytest.fixture
def olu_now(chromium: Browser, open_page: Open, living_house: House) -> Page:
    """Olu, who has just signed in."""
    page = open_page(**STILL)
    enter(page, living_house, "organizer")
    return page


def test_nothing_is_found_on_the_pages_of_factors(olu_now: Page):
    found = {}
    for path in PAGES:
        olu_now.emulate_media(color_scheme="light")
        olu_now.goto(path)
        assert olu_now.url.endswith(path)
        found[path] = findings(olu_now)
    assert found == {path: [] for path in PAGES}


def test_the_pages_of_factors_fit_a_screen_of_320_pixels(olu_now: Page):
    olu_now.set_viewport_size(NARROW)
    wide = []
    for path in PAGES:
        olu_now.goto(path)
        if overflow(olu_now):
            wide.append(path)
    assert wide == []
    # Nobody would look beyond the edge for the ways to act on a seat; in French they are long.
    olu_now.goto("/language/fr?next=/me/console/seats")
    assert olu_now.locator(".desk").count()
    reach = "boxes => Math.max(0, ...boxes.map((box) => box.scrollWidth - box.clientWidth))"
    assert olu_now.locator("main, main .scroll").evaluate_all(reach) == 0


def test_codes_are_set_up_and_asked_for_without_scripts(open_page: Open, living_house: House):
    page = open_page(java_script_enabled=False)
    enter(page, living_house, "moderator")
    page.goto("/me/factors")
    page.get_by_role("link", name="Set up one-time codes").click()
    secret = page.locator("[data-secret]").get_attribute("data-secret")
    assert secret is not None
    page.get_by_label("The six figures").fill("000000")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("The six figures").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("One-time codes are set up.")).to_be_visible()
    expect(page.get_by_text("They are set up.")).to_be_visible()
    page.get_by_role("link", name="Remove them").click()
    page.get_by_role("button", name="Remove them").click()
    expect(page.get_by_text("The one-time codes are removed.")).to_be_visible()
