"""One group of questions a screen on a phone, and a draft that stays on the phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.journey import (
    NEW,
    file_report,
    go_on,
    say_where,
    shown_group,
    unheard_of,
)

WIDE = {"width": 1280, "height": 800}
PLATFORM = re.compile("On which platform")
RESTORED = "We put back the draft that you left on this phone."


@pytest.fixture
def form(open_page: Open) -> Page:
    return open_page(NEW)


@pytest.fixture
def second_step(form: Page) -> Page:
    say_where(form, "Clickland")
    go_on(form)
    expect(shown_group(form)).to_have_text("The work and its pay")
    return form


def test_a_phone_shows_one_group_at_a_time(form: Page):
    expect(shown_group(form)).to_have_text("Where and when")


def test_a_wide_screen_shows_all_groups(open_page: Open):
    expect(shown_group(open_page(NEW, viewport=WIDE))).to_have_count(5)


def test_each_step_says_where_one_is(second_step: Page):
    expect(second_step.locator("[data-steps-text]")).to_have_text("Step 2 of 5")


def test_the_heading_of_the_new_step_has_the_focus(second_step: Page):
    expect(shown_group(second_step)).to_be_focused()


def test_the_phones_own_back_leads_to_the_step_before(second_step: Page):
    second_step.go_back()
    expect(shown_group(second_step)).to_have_text("Where and when")


def test_the_back_button_leads_to_the_step_before(second_step: Page):
    second_step.get_by_role("button", name="Back").click()
    expect(shown_group(second_step)).to_have_text("Where and when")


def test_a_missing_answer_is_said_beside_it(form: Page):
    go_on(form)
    expect(form.get_by_label(PLATFORM)).to_have_accessible_description("This answer is needed.")


def test_a_missing_answer_gets_the_focus(form: Page):
    go_on(form)
    expect(form.get_by_label(PLATFORM)).to_be_focused()


def test_a_number_that_is_none_is_refused_at_once(second_step: Page):
    second_step.get_by_label("Amount promised").fill("some")
    go_on(second_step)
    expect(second_step.get_by_text("Write a number, for example 3.50.")).to_be_visible()


def test_what_the_server_refuses_opens_at_its_step(second_step: Page):
    # Money without a currency: only the server looks at both together.
    second_step.get_by_label("Amount promised").fill("3.50")
    for _step in range(3):
        go_on(second_step)
    second_step.get_by_role("button", name="Check before sending").click()
    expect(second_step.get_by_text("Something needs another look")).to_be_visible()
    expect(second_step.get_by_label("Amount promised")).to_be_visible()


def test_a_draft_is_put_back_after_the_page_was_lost(second_step: Page):
    second_step.goto(NEW)
    expect(second_step.get_by_text(RESTORED)).to_be_visible()
    expect(second_step.get_by_label(PLATFORM)).to_have_value("Clickland")


def test_a_draft_is_offered_where_the_kind_is_chosen(second_step: Page):
    second_step.goto("/reports/new")
    second_step.get_by_role("link", name="Continue it").click()
    expect(second_step.get_by_label(PLATFORM)).to_have_value("Clickland")


def test_a_draft_of_one_kind_fills_no_other(second_step: Page):
    second_step.goto("/reports/new?kind=low_pay")
    expect(second_step.get_by_label(PLATFORM)).to_have_value("")


def test_a_draft_can_be_forgotten(second_step: Page):
    second_step.get_by_role("button", name="Forget this draft").click()
    second_step.goto(NEW)
    expect(second_step.get_by_label(PLATFORM)).to_have_value("")


def test_a_receipt_ends_the_draft(open_page: Open):
    page = open_page()
    file_report(page, unheard_of())
    page.goto(NEW)
    expect(page.get_by_label(PLATFORM)).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == []
