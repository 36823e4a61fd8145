"""A vote in a house whose clock a test sets: nine members played in Python, one in Chromium."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Table

from coop.db import BASES, Database, engine
from coop.tokens.rules import FEWEST_ISSUED
from coop.wallet.service import freeze_roll
from coop.web import limits
from coop.web.clock import today
from coop.web.settings import config
from tests.browser.clocked import ClockedHouse
from tests.conftest import empty
from tests.votes.boxes import CODE, Box, Voter, open_vote, send
from tests.wallet.players import Player, player, seat, signed_in

VOTE, BOARD = f"/petitions/{CODE}/vote", f"/petitions/{CODE}/board"
PHONE = {"width": 360, "height": 780}
Rows = dict[Database, list[tuple[Table, list[dict[str, Any]]]]]


@dataclass
class Voting:
    """An open vote: its house, its box, and those who drew their tokens beside Bea."""

    house: ClockedHouse
    box: Box
    others: list[Player]
    bea: Any
    chromium: Browser
    # Bea's browser as it was after she drew, with what it keeps.
    wallet: Any = None

    def phone(self, *, has_token: bool = True, **tastes: Any) -> BrowserContext:
        """A fresh browser; Bea's wallet has drawn in it unless said otherwise."""
        said = {"viewport": PHONE, "locale": "en", "base_url": self.house.url} | tastes
        if has_token and self.wallet:
            return self.chromium.new_context(storage_state=self.wallet, **said)
        context = self.chromium.new_context(**said)
        if has_token:
            self.draw(context)
        return context

    def keep_wallet(self) -> None:
        """Let Bea draw once for all the phones that follow."""
        context = self.phone()
        self.wallet = context.storage_state(indexed_db=True)
        context.close()

    def draw(self, context: BrowserContext) -> None:
        """Bea opens her seat and stays until the wallet is complete."""
        cookie = {"name": "seat", "value": self.bea, "url": f"{self.house.url}/me/"}
        context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie as Playwright wants it
        page = context.new_page()
        page.goto("/me/wallet")
        expect(page.locator("[data-wallet-states] [data-state='ready']")).to_be_visible()
        page.close()

    def others_vote(self, choices: str) -> None:
        """The others cast, each by the first letter of a choice."""
        words = {"y": "yes", "n": "no", "a": "abstain"}
        for each, letter in zip(self.others, choices, strict=False):
            token = each.token(self.box.scope.code)
            voter = Voter(self.box.scope, token.signer, token.prefix, token.signature)
            answer = send(self.client(), voter.ballot(words[letter]))
            assert answer.status_code in (200, 201), answer.text

    def client(self) -> FlaskClient:
        """A caller without a browser, at an address of its own."""
        return self.house.app.test_client()

    def close(self) -> None:
        """Let the days of the vote go by."""
        self.house.pass_days((self.box.scope.closes_on - self.house.clock.time.date()).days + 1)


def vote_in(house: ClockedHouse, chromium: Browser, drawn: int = FEWEST_ISSUED - 1) -> Voting:
    """Open a vote in an emptied house, with so many members beside Bea who drew their tokens."""
    seats = [seat(house.app) for _ in range(drawn + 1)]
    with house.app.app_context():
        freeze_roll(f"vote-{CODE}", today=today())
        box = open_vote(is_box_open=False, roll=drawn + 1, quorum=20)
    others = [player(house.app, seat_id=each) for each in seats[1:]]
    for each in others:
        each.draw()
    cookie = signed_in(house.app, seats[0]).get_cookie("seat", path="/me/")
    assert cookie is not None
    return Voting(house, box, others, cookie.value, chromium)


def rows_of(house: ClockedHouse) -> Rows:
    """Every row of both databases, parents first."""
    kept: Rows = {}
    with house.app.app_context():
        for name, base in BASES.items():
            with engine(name).connect() as connection:
                kept[name] = [
                    (table, [dict(row) for row in connection.execute(table.select()).mappings()])
                    for table in base.metadata.sorted_tables
                ]
    return kept


def lay(house: ClockedHouse, rows: Rows) -> None:
    """Put rows into an emptied house: to open a vote anew takes longer."""
    empty_house(house)
    with house.app.app_context():
        for name, tables in rows.items():
            with engine(name).begin() as connection:
                for table, some in tables:
                    if some:
                        connection.execute(table.insert(), some)


def empty_house(house: ClockedHouse) -> None:
    """Delete every row, and forget who asked how often: here all come from one address."""
    with house.app.app_context():
        empty(house.app)
        limits.init_app(house.app, config())


def part(page: Page, name: str) -> Any:
    """A part of the voting page."""
    return page.locator(f"[data-part='{name}']")


def choose(page: Page, choice: str) -> None:
    """Choose and check."""
    page.get_by_role("radio", name=choice).check()
    page.get_by_role("button", name="Check my ballot").click()
    expect(part(page, "check")).to_be_visible()


def cast(page: Page, choice: str) -> None:
    """Choose, check, cast and send without waiting."""
    choose(page, choice)
    page.get_by_role("button", name="Cast this ballot").click()
    page.get_by_role("button", name="Send now").click()
    expect(part(page, "cast")).to_be_visible()
