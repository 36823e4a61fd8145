"""Wallets in a real Chromium: before the real house, or before one made for the test."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route, expect

from coop.config import ROOT
from tests.js.house import House

KEPT = """async () => {
  const done = (request) => new Promise((then) => (request.onsuccess = () => then(request.result)));
  const db = await done(indexedDB.open("wallet"));
  if (!db.objectStoreNames.contains("kept")) return {};
  const store = db.transaction("kept").objectStore("kept");
  const [names, values] = [await done(store.getAllKeys()), await done(store.getAll())];
  db.close();
  const text = (_, value) => (value instanceof Uint8Array ? [...value].join() : value);
  return Object.fromEntries(names.map((name, at) => [name, JSON.stringify(values[at], text)]));
}"""
STATES = "[data-wallet-states]"
MARK = "ab" * 16


@cache
def bundled(entry: str, name: str) -> str:
    """A module of ours as one script that leaves `name` on the page."""
    command = [str(ROOT / "node_modules" / ".bin" / "esbuild"), entry, "--bundle"]
    options = ["--format=iife", f"--global-name={name}", "--log-level=error"]
    done = subprocess.run(command + options, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode()


@dataclass
class Standing:
    """What a made-up house answers to the wallet; `asked` is what the wallet sent."""

    house: House
    slots: dict[str, int]
    mark: str = MARK
    issued: dict[str, list[int]] = field(default_factory=dict)
    asked: list[list[dict[str, Any]]] = field(default_factory=list)
    blinded: dict[str, str] = field(default_factory=dict)
    is_away: bool = False

    def serve(self, context: BrowserContext) -> None:
        """Answer in the real house's stead."""
        context.route("**/me/wallet/rights", self._answering(self.rights))
        context.route("**/api/v1/scopes", self._answering(self.scopes))
        context.route("**/api/v1/ledger/consistency*", self._answering(self.consistency))
        context.route("**/me/wallet", self._draw)

    def rights(self, _route: Route) -> Any:
        scopes = [
            {"scope": code, "slots": slots, "issued": self.issued.get(code, [])}
            for code, slots in self.slots.items()
        ]
        return {"csrf": "token", "mark": self.mark, "scopes": scopes}

    def scopes(self, _route: Route) -> Any:
        return self.house.answers()["/api/v1/scopes"]["json"]

    def consistency(self, route: Route) -> Any:
        first = int(route.request.url.split("from=")[1].split("&")[0])
        (answer,) = self.house.consistency(first).values()
        return answer["json"]

    def sign(self, orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The same blinded message is signed again, another one is refused."""
        answers = []
        for order in orders:
            place = f"{order['slot']} {order['scope']}"
            if self.blinded.setdefault(place, order["blinded"]) == order["blinded"]:
                answers += self.house.sign([order])
                self.issued.setdefault(order["scope"], []).append(order["slot"])
                continue
            refusal = {"refused": "It was drawn before.", "reason": "DrawnOtherwise"}
            answers.append({"scope": order["scope"], "slot": order["slot"]} | refusal)
        return answers

    def _answering(self, act: Callable[[Route], Any]) -> Callable[[Route], None]:
        def answer(route: Route) -> None:
            if self.is_away:
                route.abort()
            else:
                route.fulfill(json=act(route))

        return answer

    def _draw(self, route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        orders = json.loads(route.request.post_data or "[]")
        self.asked.append(orders)
        route.fulfill(json=self.sign(orders))


def standing(page: Page, text: str) -> None:
    """Wait until the wallet's page says so."""
    expect(page.locator(STATES).get_by_text(text).filter(visible=True)).to_be_visible()


def complete(page: Page) -> None:
    """Wait until all rights are drawn."""
    standing(page, "Your wallet is complete.")


def shown_code(page: Page) -> str:
    """The code of the wallet, as its member reads it."""
    page.get_by_role("button", name="Show the code", exact=True).click()
    groups = page.locator("[data-wallet-groups] span")
    # What draws it is loaded when it is asked for.
    expect(groups.first).to_be_visible()
    return "-".join(groups.all_text_contents())


def kept(page: Page) -> dict[str, Any]:
    """What the browser keeps of the wallet, each value as text."""
    return page.evaluate(KEPT)
