"""How long each page of the console takes with many reports, beside counting them once."""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from bench.houses import fill, house, settle
from coop.accounts import service as accounts
from coop.accounts.keys import keys_of
from coop.accounts.models import Seat
from coop.db import db, writing
from coop.reports.models import Report
from coop.reports.tallies import tally_new
from coop.web.clock import today
from coop.web.settings import config

ROUNDS = 3
WEEKS = "week_from=2024-06-03&week_to=2026-06-01"
WIDE = {
    "one platform in four": "platform=platform-00",
    "the commonest kind": "kind=unpaid_rejection",
    "the commonest country": "country=IN",
    "declared": "strength=declared",
    "outcome not said": "outcome=none",
}
LIST, EXPORT = "/me/console/reports", "/me/console/reports.csv"


@dataclass(frozen=True)
class Measured:
    """Seconds that something took, and how often that is the reference."""

    what: str
    seconds: float
    reference: float

    def __str__(self) -> str:
        """A line of the table."""
        return f"{self.what:<58}{self.seconds:>9.3f} s{self.seconds / self.reference:>9.1f} x"


def pages(client_name: str) -> Iterator[tuple[str, str]]:
    """Every page that is measured: what it is, and its address."""
    yield "console", "/me/console/"
    yield "names of platforms", "/me/console/platforms"
    yield "reports, waiting", f"{LIST}?standing=waiting"
    selections = {"all": "", **WIDE, "a rare kind": "kind=other", "two years": WEEKS}
    names = list(WIDE)
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            selections[f"{name} + {other}"] = f"{WIDE[name]}&{WIDE[other]}"
    for name in names:
        selections[f"{name} + two years"] = f"{WIDE[name]}&{WEEKS}"
    selections["three wide ones"] = "&".join((*list(WIDE.values())[1:4],))
    selections["a rare three"] = "platform=platform-29&kind=other&country=CI"
    selections["a client"] = f"client={client_name}"
    for name, query in selections.items():
        yield f"reports: {name}", f"{LIST}?{query}"
    for name, query in selections.items():
        yield f"export: {name}", f"{EXPORT}?{query}"


class Olu:
    """The organizer, who signs in with her first page."""

    def __init__(self, client: FlaskClient, link: str) -> None:
        self._client, self._link = client, link

    def get(self, address: str) -> TestResponse:
        """Open a page, signed in."""
        if self._link:
            self._sign_in()
        return self._client.get(address)

    def _sign_in(self) -> None:
        page = self._client.get(self._link).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token, page
        self._client.post(self._link, data={"csrf_token": token[1]})
        self._link = ""


def measure(kind: str, count: int, say: Callable[[str], None]) -> list[Measured]:
    """Fill a house of one kind of database and time each page of the console."""
    with house(kind) as app:
        with app.app_context():
            _prepare(count, lambda line: say(f"{kind}: {line}"))
            reference = _seconds(_count_all)
            olu, code = _organizer(app), _any_code()
        measured = [Measured("SELECT count(*) FROM reports (the reference)", reference, reference)]
        for what, address in (*pages("Client 0"), ("one report", f"{LIST}/{code}")):
            seconds = _seconds(partial(_get, olu, address))
            measured.append(Measured(what, seconds, reference))
            say(str(measured[-1]))
    return measured


def _prepare(count: int, say: Callable[[str], None]) -> None:
    started = time.perf_counter()
    fill(count, today=date(2026, 11, 23))
    settle()
    filled = time.perf_counter()
    say(f"{count:,} reports filled in {filled - started:.0f} s")
    counted = tally_new()
    settle()
    say(f"{counted:,} tallied by upkeep in {time.perf_counter() - filled:.0f} s")


def _any_code() -> str | None:
    found = db.session.scalar(select(Report.code).where(Report.standing == "counted").limit(1))
    db.session.remove()
    return found


def _count_all() -> None:
    db.session.scalar(select(func.count()).select_from(Report))
    db.session.rollback()


def _seconds(work: Callable[[], Any]) -> float:
    """The median of a few runs after one that warms up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _get(client: Olu, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.text[:500])


def _organizer(app: Flask) -> Olu:
    """A browser that follows a one-time link into an organizer's seat, with the first page."""
    with writing("members") as session:
        session.add(
            Seat(
                role="organizer", phrase_digest=bytes(32), opened_on=today(), is_demonstration=True
            )
        )
    secret = accounts.new_sign_in_link("organizer", keys=keys_of(config()), today=today())
    return Olu(app.test_client(), f"/me/sign-in/{secret}")
