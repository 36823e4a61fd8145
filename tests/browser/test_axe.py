"""axe-core finds nothing at WCAG 2.2 AA, by day and by night, in both directions of reading."""

import pytest
from playwright.sync_api import Page, expect

from coop.config import ROOT
from tests.browser.conftest import Open
from tests.browser.places import PUBLIC, SEATED, STATES, Way

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# What night and the other direction of reading can change: structure and names stay as they were.
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
# Colours must have settled before they are measured.
STILL = {"reduced_motion": "reduce"}
NARROW = {"width": 320, "height": 640}


def found_by_axe(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", rules)
    return [
        f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]
    ]


def findings(page: Page) -> list[str]:
    """By day from left to right, by night from right to left."""
    found = found_by_axe(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.documentElement.dir = 'rtl'")
    only = {"type": "rule", "values": LOOKS}
    return found + found_by_axe(page, RULES | {"runOnly": only})


def overflow(page: Page) -> int:
    """How far the page goes beyond its screen, sideways."""
    page.wait_for_load_state()
    size = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(size))


@pytest.mark.parametrize("path", PUBLIC)
def test_nothing_is_found_on_a_page(open_page: Open, path: str):
    assert findings(open_page(path, **STILL)) == []


@pytest.mark.parametrize("way", STATES, ids=lambda way: way.__name__)
def test_nothing_is_found_on_the_way(open_page: Open, way: Way):
    page = open_page(**STILL)
    way(page)
    assert findings(page) == []


@pytest.mark.parametrize("path", SEATED)
def test_nothing_is_found_where_olu_works(open_page: Open, olu: object, path: str):
    assert findings(open_page(path, storage_state=olu, **STILL)) == []


def test_nothing_is_found_where_olu_reads_one_report(open_page: Open, olu: object):
    page = open_page("/me/console/reports", storage_state=olu, **STILL)
    page.locator("main a[href*='/reports/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert findings(page) == []


def too_wide(page: Page, paths: tuple[str, ...], *, size: str = "100%") -> list[str]:
    """Those of these pages that go beyond their screen sideways."""
    found = []
    for path in paths:
        page.goto(path)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        if overflow(page):
            found.append(path)
    return found


def test_pages_fit_a_screen_of_320_pixels(open_page: Open):
    assert too_wide(open_page(viewport=NARROW), PUBLIC) == []


def test_olus_pages_fit_a_screen_of_320_pixels(open_page: Open, olu: object):
    assert too_wide(open_page(viewport=NARROW, storage_state=olu), SEATED) == []


def test_letters_of_twice_the_size_fit_a_phone(open_page: Open):
    assert too_wide(open_page(), PUBLIC, size="200%") == []


def test_axe_finds_what_is_wrong(open_page: Open):
    page = open_page()
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert any(found.startswith("label:") for found in findings(page))


def test_axe_finds_what_is_wrong_by_night(open_page: Open):
    page = open_page(**STILL)
    page.evaluate("document.querySelector('h1').style.color = 'light-dark(black, #333)'")
    page.evaluate("document.documentElement.style.colorScheme = 'light dark'")
    assert any(found.startswith("color-contrast:") for found in findings(page))
