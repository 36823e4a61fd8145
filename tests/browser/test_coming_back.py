"""Ana comes back with her receipt."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.journey import come_back, file_quickly, unheard_of


@pytest.fixture
def platform() -> str:
    return unheard_of()


@pytest.fixture
def mine(open_page: Open, platform: str) -> Page:
    page = open_page()
    come_back(page, file_quickly(page, platform))
    return page


def test_the_receipt_is_grouped_while_it_is_typed(open_page: Open):
    page = open_page("/reports/receipt")
    page.get_by_label("Your receipt").press_sequentially("abcd2345")
    expect(page.get_by_label("Your receipt")).to_have_value("ABCD-2345")


def test_a_wrong_receipt_gets_its_sentence_beside_the_field(open_page: Open):
    page = open_page("/reports/receipt")
    page.get_by_label("Your receipt").fill("AAAA-AAAA")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_label("Your receipt")).to_have_accessible_description(
        re.compile("Nothing answers to this receipt")
    )


def test_ana_sees_what_is_kept(mine: Page, platform: str):
    expect(mine.locator(".facts")).to_contain_text(platform)


def test_ana_says_how_it_ended(mine: Page):
    mine.get_by_label("Paid in full").check()
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("status")).to_contain_text("Saved.")
    expect(mine.get_by_label("Paid in full")).to_be_checked()


def test_ana_answers_the_organizers(mine: Page):
    mine.get_by_label("Your answer to the organizers").fill("I kept the screenshots.")
    mine.get_by_role("button", name="Send the answer").click()
    expect(mine.locator(".said.yours")).to_have_text("I kept the screenshots.")


def test_ana_takes_her_dossier(mine: Page):
    with mine.expect_download() as taking:
        mine.get_by_role("button", name="Download as PDF").click()
    assert taking.value.path().read_bytes().startswith(b"%PDF")


def test_a_dossier_can_be_taken_twice(mine: Page):
    for name in ("Download as PDF", "Download as text"):
        with mine.expect_download():
            mine.get_by_role("button", name=name).click()


def test_ana_withdraws_after_a_second_thought(mine: Page, living_house: House, platform: str):
    mine.get_by_role("button", name="Withdraw this report").click()
    mine.get_by_role("button", name="Yes, withdraw it").click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Your report is withdrawn")
    assert living_house.reports_about(platform) == []


def test_ana_may_think_again(mine: Page, living_house: House, platform: str):
    mine.get_by_role("button", name="Withdraw this report").click()
    mine.get_by_role("button", name="No, keep it").click()
    expect(mine.locator(".facts")).to_contain_text(platform)
    assert living_house.reports_about(platform) == ["waiting"]
