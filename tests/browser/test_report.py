"""Ana files a report on her phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.journey import (
    NEW,
    file_report,
    go_on,
    receipt_on,
    say_what_it_paid,
    say_where,
    sending,
    to_the_check,
    to_the_last_step,
    unheard_of,
)

TELLING = "I am Ana Martin, worker A1B2C3D4E5F6G7. Write to ana@example.org or +33 6 12 34 56 78."


@pytest.fixture
def platform() -> str:
    return unheard_of()


@pytest.fixture
def check(open_page: Open, platform: str) -> Page:
    page = open_page(NEW)
    to_the_check(page, platform)
    return page


def test_ana_begins_with_what_happened(open_page: Open):
    page = open_page("/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Report")).first.click()
    page.get_by_role("link", name=re.compile("Work refused and not paid")).click()
    expect(page.get_by_label(re.compile("On which platform"))).to_be_visible()


def test_ana_files_a_report_and_it_counts(open_page: Open, living_house: House, platform: str):
    file_report(open_page(), platform)
    assert living_house.reports_about(platform) == ["counted"]


def test_a_receipt_has_twenty_signs_in_five_groups(open_page: Open, platform: str):
    receipt = file_report(open_page(), platform)
    assert re.fullmatch(r"([0-9A-Z]{4}-){4}[0-9A-Z]{4}", receipt)


def test_a_receipt_is_saved_as_a_file(open_page: Open, platform: str):
    page = open_page()
    receipt = file_report(page, platform)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save as a file").click()
    assert receipt in saving.value.path().read_text()


def test_the_code_to_scan_is_dark_on_light_at_night(open_page: Open, platform: str):
    page = open_page(color_scheme="dark")
    file_report(page, platform)
    expect(page.locator(".receipt svg")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_pay_an_hour_is_shown_while_typing(open_page: Open, platform: str):
    page = open_page(NEW)
    say_where(page, platform)
    go_on(page)
    say_what_it_paid(page)
    expect(page.locator("[data-hourly-pay]")).to_have_text("$2.21 an hour")


def test_pay_an_hour_is_in_view_when_it_appears(open_page: Open, platform: str):
    page = open_page(NEW)
    say_where(page, platform)
    go_on(page)
    say_what_it_paid(page)
    expect(page.locator("[data-hourly-pay]")).to_be_in_viewport(ratio=1)


def test_the_check_page_shows_what_will_be_kept(check: Page, platform: str):
    expect(check.locator(".facts")).to_contain_text(platform)


def test_the_check_page_warns_of_what_identifies(open_page: Open, platform: str):
    page = open_page(NEW)
    to_the_last_step(page, platform)
    page.get_by_label("In your own words, if you wish").fill(TELLING)
    page.get_by_role("button", name="Check before sending").click()
    for trace in ("Ana Martin", "A1B2C3D4E5F6G7", "ana@example.org", "+33 6 12 34 56 78"):
        expect(page.locator(".aside.warn:visible")).to_contain_text(trace)


def test_nothing_is_kept_before_the_last_page(check: Page, living_house: House, platform: str):
    assert living_house.reports_about(platform) == []


def test_what_was_answered_can_be_changed(check: Page, platform: str):
    check.get_by_role("button", name="Change something").click()
    expect(check.get_by_label(re.compile("On which platform"))).to_have_value(platform)


def test_a_reload_shows_the_same_receipt(open_page: Open, platform: str):
    page = open_page()
    receipt = file_report(page, platform)
    page.reload()
    assert receipt_on(page) == receipt


def test_a_reload_counts_once(open_page: Open, living_house: House, platform: str):
    page = open_page()
    file_report(page, platform)
    page.reload()
    expect(page.get_by_text("This report had already arrived.")).to_be_visible()
    assert living_house.reports_about(platform) == ["counted"]


def test_a_double_click_counts_once(check: Page, living_house: House, platform: str):
    sending(check).dblclick()
    receipt_on(check)
    assert living_house.reports_about(platform) == ["counted"]


def test_two_tabs_count_once(check: Page, living_house: House, platform: str):
    with check.expect_popup() as opening:
        check.locator("form[data-send]").evaluate("form => { form.target = '_blank' }")
        sending(check).click()
    receipt = receipt_on(opening.value)
    check.locator("form[data-send]").evaluate("form => { form.target = ''; form.submit() }")
    assert receipt_on(check) == receipt
    assert living_house.reports_about(platform) == ["counted"]


def test_without_network_it_waits_and_says_so(check: Page, living_house: House, platform: str):
    check.context.set_offline(True)
    sending(check).click()
    expect(check.get_by_text("Not sent yet: no network.")).to_be_visible()
    assert living_house.reports_about(platform) == []


def test_it_is_sent_once_when_the_network_returns(check: Page, living_house: House, platform: str):
    check.context.set_offline(True)
    sending(check).click()
    expect(check.get_by_text("Not sent yet: no network.")).to_be_visible()
    check.context.set_offline(False)
    receipt_on(check)
    assert living_house.reports_about(platform) == ["counted"]
