"""A real Mechanical Turk file says what it says; REAL_DATA names the folder it lies in."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.real_data

FILE = Path(os.environ["REAL_DATA"]) / "mturk_batch_queued.csv"


def test_two_dollars_an_hour_where_the_sum_says_sixty_five_cents(open_page: Open):
    page = open_page("/reports/import")
    page.get_by_label("Your file").set_input_files(FILE)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator(".figures b").nth(0)).to_have_text("$2.16", timeout=60_000)
    expect(page.locator(".figures b").nth(1)).to_have_text("$0.65")
