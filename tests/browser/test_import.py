"""Ana reads her own history and files what it says."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.journey import receipt_on

FIXTURE = Path(__file__).parents[1] / "reports" / "histories" / "fixtures" / "mturk_batch.csv"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


@pytest.fixture
def door(open_page: Open) -> Page:
    return open_page("/reports/import")


@pytest.fixture
def answer(door: Page) -> Page:
    door.get_by_label(re.compile("Your worker number")).fill("WANA")
    door.get_by_label("Your file").set_input_files(FIXTURE)
    door.get_by_role("button", name="Read the file").click()
    expect(door.get_by_role("heading", level=1)).to_have_text("What your file says")
    return door


@pytest.fixture
def refused(door: Page) -> Page:
    picture = {"name": "history.csv", "mimeType": "text/csv", "buffer": PICTURE}
    door.get_by_label("Your file").set_input_files(picture)
    door.get_by_role("button", name="Read the file").click()
    expect(door.get_by_role("alert")).to_be_visible()
    return door


def test_the_three_hourly_figures_are_shown(answer: Page):
    expect(answer.locator(".figures b")).to_have_text(["$3.00", "$2.40", "$2.40"])


def test_the_answers_heading_has_the_focus(answer: Page):
    expect(answer.get_by_role("heading", level=1)).to_be_focused()


def test_a_draft_names_the_platform_as_people_do(answer: Page):
    expect(answer.locator("section.aside")).to_contain_text("Amazon Mechanical Turk")


def test_a_draft_is_sent_and_gets_its_receipt(answer: Page):
    answer.get_by_role("button", name="Send the ticked reports").click()
    assert receipt_on(answer)


def test_a_draft_can_be_edited_before_it_is_sent(answer: Page):
    answer.get_by_role("button", name="Edit or add words").click()
    expect(answer.get_by_label(re.compile("On which platform"))).to_have_value(
        "Amazon Mechanical Turk"
    )


def test_a_wrong_file_gets_its_sentence_in_place(refused: Page):
    expect(refused.get_by_role("alert")).to_contain_text("This is a picture.")
    expect(refused.get_by_role("heading", level=1)).to_have_text("Read your own history")


def test_a_wrong_files_sentence_has_the_focus(refused: Page):
    expect(refused.get_by_role("alert")).to_be_focused()


def test_a_wrong_file_stays_chosen(refused: Page):
    chosen = refused.get_by_label("Your file").evaluate("input => input.files[0].name")
    assert chosen == "history.csv"


def test_another_file_is_read_after_a_wrong_one(refused: Page):
    refused.get_by_label("Your file").set_input_files(FIXTURE)
    refused.get_by_role("button", name="Read the file").click()
    expect(refused.get_by_role("heading", level=1)).to_have_text("What your file says")


def test_a_lost_network_keeps_the_file_chosen(door: Page):
    door.get_by_label("Your file").set_input_files(FIXTURE)
    door.context.set_offline(True)
    door.get_by_role("button", name="Read the file").click()
    expect(door.get_by_role("alert")).to_contain_text("Your file is still chosen")
