"""Draws docs/porte-voix.png from a running house: `make run`, then `python docs/picture.py`."""

import base64
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 360, "height": 780}
HERE = Path(__file__).parent


def screens(page: Page, base: str) -> list[bytes]:
    """The way of a report: what happened, what it was worth, what is kept, the receipt."""
    shots = []
    page.goto(f"{base}/reports/new")
    shots.append(page.screenshot())
    page.goto(f"{base}/reports/new?kind=unpaid_rejection")
    page.fill("[name=platform]", "Amazon Mechanical Turk")
    page.check("[name=client_never_told]")
    page.select_option("[name=week]", index=2)
    page.click("[data-continue]")
    page.fill("[name=task_count]", "61")
    page.fill("[name=minutes]", "95")
    page.fill("[name=amount]", "3.50")
    page.select_option("[name=currency]", "USD")
    page.locator("[data-hourly-pay]").wait_for()
    page.locator("[data-hourly]").scroll_into_view_if_needed()
    shots.append(page.screenshot())
    for _ in range(3):
        page.click("[data-continue]")
    page.click("[data-send-button]")
    page.locator("form[data-send]").wait_for()
    shots.append(page.screenshot())
    page.click("button[value=send]")
    page.locator("[data-receipt]").wait_for()
    shots.append(page.screenshot())
    return shots


def side_by_side(page: Page, shots: list[bytes]) -> bytes:
    """One picture of them all."""
    images = "".join(
        f'<img src="data:image/png;base64,{base64.b64encode(shot).decode()}">' for shot in shots
    )
    style = "body{margin:24px;display:flex;gap:24px;background:#ddd7c9}img{width:360px}"
    page.set_viewport_size({"width": 24 + len(shots) * 384, "height": 828})
    page.set_content(f"<style>{style}</style>{images}")
    return page.screenshot()


def main(base: str) -> None:
    """Walk the way and write the picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        shots = screens(browser.new_page(viewport=PHONE, locale="fr"), base)
        (HERE / "porte-voix.png").write_bytes(side_by_side(browser.new_page(), shots))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
