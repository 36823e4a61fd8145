"""A browser that runs no scripts reports, comes back and imports all the same."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.journey import NEW, come_back, receipt_on, say_where, sending, unheard_of

FIXTURE = Path(__file__).parents[1] / "reports" / "histories" / "fixtures" / "mturk_batch.csv"


@pytest.fixture
def platform() -> str:
    return unheard_of()


@pytest.fixture
def filed(open_page: Open, platform: str) -> Page:
    page = open_page(NEW, java_script_enabled=False)
    say_where(page, platform)
    page.get_by_role("button", name="Check before sending").click()
    sending(page).click()
    return page


def test_all_groups_stand_on_one_page(open_page: Open):
    page = open_page(NEW, java_script_enabled=False)
    expect(page.locator("[data-group]:visible")).to_have_count(5)


def test_a_report_gets_its_receipt(filed: Page):
    assert re.fullmatch(r"([0-9A-Z]{4}-){4}[0-9A-Z]{4}", receipt_on(filed))


def test_a_report_waits_for_a_look(filed: Page, living_house: House, platform: str):
    assert living_house.reports_about(platform) == ["waiting"]


def test_the_worker_is_told_that_it_waits(filed: Page):
    expect(filed.get_by_text("It waits for an organizer’s look before it counts")).to_be_visible()


def test_the_receipt_opens_the_report(filed: Page, platform: str):
    come_back(filed, receipt_on(filed))
    expect(filed.locator(".facts")).to_contain_text(platform)


def test_what_is_missing_is_said(open_page: Open):
    page = open_page(NEW, java_script_enabled=False)
    page.locator("form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Check before sending").click()
    expect(page.get_by_role("alert")).to_contain_text("On which platform?")


def test_a_history_is_read(open_page: Open):
    page = open_page("/reports/import", java_script_enabled=False)
    page.get_by_label(re.compile("Your worker number")).fill("WANA")
    page.get_by_label("Your file").set_input_files(FIXTURE)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator(".figures b")).to_have_text(["$3.00", "$2.40", "$2.40"])
