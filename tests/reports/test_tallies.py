import random
import threading
from collections import Counter
from dataclasses import astuple
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from coop.db import db, writing
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform
from coop.reports import service
from coop.reports.figures import count_counted, figures, slices
from coop.reports.models import PayTally, Report, Tally
from coop.reports.selection import NOTHING, Selection
from coop.reports.tallies import tally_new, untally_where
from coop.reports.totals import Figures, Sum, added_up, median
from tests.console.filing import TODAY, WEEK, file, file_many


def by_hand(selection: Selection) -> Figures:
    """The figures of a selection, added up row by row in Python."""
    rows = [row for row in db.session.scalars(select(Report)) if _is_in(row, selection)]
    sums = [
        Sum(
            row.week,
            row.currency or "",
            reports=1,
            amount_minor=row.amount_minor or 0,
            lost_minor=row.lost_minor or 0,
            lost_reports=row.lost_minor is not None,
            recovered_minor=row.recovered_minor or 0,
            minutes=row.minutes or 0,
            unpaid_minutes=row.unpaid_minutes or 0,
            unpaid_reports=row.unpaid_minutes is not None,
            asked_reason=row.has_no_reason is not None,
            no_reason=bool(row.has_no_reason),
            asked_channel=row.has_no_channel is not None,
            no_channel=bool(row.has_no_channel),
            asked_recovered=row.is_recovered is not None,
            recovered=bool(row.is_recovered),
        )
        for row in rows
    ]
    pay = Counter((row.currency, row.hourly_minor) for row in rows if row.hourly_minor is not None)
    return added_up(
        _merged(sums), ((currency or "", hourly or 0, n) for (currency, hourly), n in pay.items())
    )


def _merged(sums: list[Sum]) -> list[Sum]:
    """One row a week and currency, since a sum in euro is rounded once."""
    merged: dict[Any, list[int]] = {}
    for row in sums:
        at = merged.setdefault((row.week, row.currency), [0] * 14)
        for place, number in enumerate(astuple(row)[2:]):
            at[place] += number
    return [Sum(*key, *numbers) for key, numbers in merged.items()]


def _is_in(row: Report, selection: Selection) -> bool:
    if row.standing != "counted":
        return False
    assert row.week
    said = {"platform": row.platform_id.hex if row.platform_id else ""}
    said |= {name: getattr(row, name) or "" for name in ("kind", "country", "strength", "outcome")}
    return all(said[name] == value for name, value in selection.filters().items()) and (
        (selection.week_from or date.min) <= row.week <= (selection.week_to or date.max)
    )


class Sequence:
    """A random sequence of all that can happen to reports."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)
        self.platforms = [add_platform(NewPlatform(name, "microtasks")) for name in ("One", "Two")]
        self.codes: list[str] = []

    def step(self) -> None:
        """One thing happens."""
        happens = [self.file] * 4 + [self.move] * 3 + [self.change] * 3 + [tally_new]
        self.source.choice(happens)()

    def file(self) -> None:
        source = self.source
        currency = source.choice(("USD", "EUR", "BDT", None))
        report = file(
            is_proven=source.random() < 0.8,
            strength=source.choice(("declared", "member")),
            kind=source.choice(("unpaid_rejection", "low_pay", "gag_order")),
            platform=source.choice(("One", "two", "Elsewhere", "Nowhere")),
            week=WEEK - timedelta(weeks=source.randrange(3)),
            country=source.choice(("FR", "IN", None)),
            amount_minor=source.randrange(1, 900) if currency else None,
            currency=currency,
            minutes=source.choice((None, 5, 40)),
            outcome=source.choice((None, "unpaid")),
            tried=source.choice((None, "no_channel", "refused")),
            facts=source.choice(({}, {"reason_given": "none"}, {"reason_given": "quality"})),
        )
        self.codes.append(report.code)

    def move(self) -> None:
        if self.codes:
            verb = self.source.choice((service.count_report, service.set_aside, self.map))
            verb(self.source.choice(self.codes))

    def map(self, code: str) -> None:
        typed = db.session.scalar(select(Report.platform_key).where(Report.code == code))
        if typed in ("elsewhere", "nowhere"):
            meant = self.platforms[typed == "nowhere"]
            service.map_platform(code, meant)

    def change(self) -> None:
        if not self.codes:
            return
        code = self.source.choice(self.codes)
        stored, currency = db.session.execute(
            select(Report.receipt_hash, Report.currency).where(Report.code == code)
        ).one()
        if self.source.random() < 0.3:
            service.withdraw(stored, salt=bytes(16), today=TODAY)
            self.codes.remove(code)
            return
        outcome = self.source.choice(("paid_in_full", "unpaid", None))
        service.update_outcome(stored, outcome=outcome, recovered_minor=None)
        del currency


SELECTIONS = (
    {},
    {"kind": "unpaid_rejection"},
    {"country": NOTHING},
    {"platform": NOTHING},
    {"outcome": "paid_in_full"},
    {"strength": "member"},
    {"week_from": WEEK - timedelta(weeks=1)},
    {"kind": "low_pay", "week_to": WEEK - timedelta(weeks=1)},
    {"kind": "unpaid_rejection", "country": "FR"},
    {"platform": NOTHING, "strength": "declared", "outcome": NOTHING},
)


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_exact_whatever_happened(app: Flask, seed: int) -> None:
    with app.app_context():
        sequence = Sequence(seed)
        for step in range(90):
            sequence.step()
            if step % 15 == 14:
                for given in SELECTIONS:
                    selection = Selection(**given)
                    assert figures(selection) == by_hand(selection), given


@pytest.mark.parametrize("seed", range(4, 6))
def test_tallies_equal_the_rows_after_upkeep(app: Flask, seed: int) -> None:
    with app.app_context():
        sequence = Sequence(seed)
        for _ in range(90):
            sequence.step()
        tally_new()
        counted = db.session.scalar(select(func.count()).where(Report.standing == "counted"))
        for dimension in ("all", "platform", "kind", "country", "strength", "outcome"):
            tallied = select(func.sum(Tally.reports)).where(Tally.dimension == dimension)
            assert db.session.scalar(tallied) == counted
        assert not db.session.scalar(select(func.count()).where(Tally.reports <= 0))
        assert not db.session.scalar(select(func.count()).where(PayTally.reports <= 0))


def test_slices_add_up_to_the_same_whether_tallied_or_not(app: Flask) -> None:
    with app.app_context():
        sequence = Sequence(7)
        for _ in range(60):
            sequence.file()
        fresh = sorted(map(repr, slices(Selection())))
        tally_new()
        assert sorted(map(repr, slices(Selection()))) == fresh


def test_slices_of_a_filtered_selection_add_up_to_its_figures(app: Flask) -> None:
    with app.app_context():
        sequence = Sequence(8)
        for _ in range(60):
            sequence.file()
        tally_new()
        selection = Selection(country="FR")
        parts = slices(selection)
        for dimension in ("platform", "kind", "country", "strength", "outcome"):
            summed = sum(part.sums["reports"] for part in parts if part.dimension == dimension)
            assert summed == figures(selection).reports


def test_upkeep_twice_counts_nothing_twice(app: Flask) -> None:
    with app.app_context():
        file_many(3)
        assert tally_new() == 3
        assert tally_new() == 0
        assert count_counted(Selection()) == 3


def test_two_upkeeps_at_once_count_each_report_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coop.reports.tallies.BATCH", 5)
    with app.app_context():
        file_many(40)
    taken: list[int] = []

    def run() -> None:
        with app.app_context():
            taken.append(tally_new())

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        tallied = select(func.sum(Tally.reports)).where(Tally.dimension == "all")
        assert (sum(taken), db.session.scalar(tallied)) == (40, 40)


def test_a_worker_who_updates_while_upkeep_runs_is_counted_once(app: Flask) -> None:
    with app.app_context():
        stored = [report.receipt_hash for report in file_many(30)]

    def count_always() -> None:
        with app.app_context():
            for _ in range(6):
                tally_new()

    def update_always() -> None:
        with app.app_context():
            for receipt in stored:
                service.update_outcome(receipt, outcome="paid_in_full", recovered_minor=None)

    threads = [threading.Thread(target=each) for each in (count_always, update_always)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        selection = Selection(outcome="paid_in_full")
        assert figures(selection) == by_hand(selection)
        assert figures(selection).reports == 30


def test_withdrawn_reports_leave_no_empty_row_behind(app: Flask) -> None:
    with app.app_context():
        report = file(country="KE")
        tally_new()
        service.withdraw(report.receipt_hash, salt=bytes(16), today=TODAY)
        tally_new()
        assert db.session.scalar(select(func.count()).select_from(Tally)) == 0
        assert db.session.scalar(select(func.count()).select_from(PayTally)) == 0


def test_what_is_undone_leaves_the_tallies_as_they_were(app: Flask) -> None:
    with app.app_context():
        file_many(4)
        tally_new()
        with pytest.raises(RuntimeError), writing("voice") as session:
            assert untally_where(session, Report.kind == "unpaid_rejection") == 4
            raise RuntimeError
        assert count_counted(Selection()) == 4


def test_a_currency_without_a_rate_is_named_and_left_out(app: Flask) -> None:
    with app.app_context():
        file(currency="BDT", amount_minor=50_000)
        file(currency="EUR", amount_minor=200)
        euro = figures(Selection()).euro
        assert (euro.amount_minor, euro.without_rate) == (200, ("BDT",))


def test_dollars_are_euro_at_the_rate_of_their_week(app: Flask) -> None:
    with app.app_context():
        file(week=date(2026, 6, 1), amount_minor=1_000)
        euro = figures(Selection()).euro
        assert 0 < euro.amount_minor < 1_000
        assert euro.rates_from == euro.rates_to == date(2026, 6, 5)


def test_waiting_and_set_aside_reports_are_in_no_figure(app: Flask) -> None:
    with app.app_context():
        file(is_proven=False)
        service.set_aside(file().code)
        assert figures(Selection()).reports == 0


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    assert median({100: 1, 200: 1}) == 150
    assert median({100: 3, 900: 2}) == 100
