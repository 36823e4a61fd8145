"""Every figure of expected.json, on every real file; REAL_DATA names their folder."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from coop.reports.histories.answer import Reading
from coop.reports.histories.intervals import spent
from coop.reports.histories.run import analyse

pytestmark = pytest.mark.real_data

FOLDER = Path(os.environ["REAL_DATA"])
EXPECTED = json.loads((FOLDER / "expected.json").read_text())
STATUSES = {
    "Approved": "paid", "Submitted": "pending", "Rejected": "rejected", "APPROVED": "paid",
    "REJECTED": "rejected", "RETURNED": "returned", "TIMED-OUT": "timed_out",
}  # fmt: skip
# What these keys of expected.json are in our answer; each is compared below.
COMPARED = {
    "amazon_rate_agrees_workers", "amazon_rates", "money_usd", "physical_rows", "real_rows",
    "rows_with_time_by_status", "session_gap300s_s", "session_gap60s_s", "status", "sum_s",
    "time_taken_s_by_status", "union_s", "usd_per_h_by_sum", "usd_per_h_by_union", "workers",
    "worktime_s",
}  # fmt: skip
_answers: dict[str, dict] = {}


def answer(name: str) -> dict:
    if name not in _answers:
        _answers[name] = analyse(iter([(FOLDER / name).read_bytes()]))
    return _answers[name]


def files_with(key: str) -> list[str]:
    return sorted(name for name, told in EXPECTED.items() if key in told)


def clock(name: str, status: str) -> dict:
    told = answer(name)["by_status"].get(STATUSES[status], {})
    return told.get("platform_clock", {"rows": 0, "seconds": "0"})


def test_every_file_is_there():
    assert sorted(EXPECTED) == sorted(path.name for path in FOLDER.glob("*sv"))


def test_no_figure_is_forgotten():
    assert {key for told in EXPECTED.values() for key in told} <= COMPARED


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_word_is_understood(name):
    assert answer(name)["not_understood"] == []


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_rows_are_those_that_are_not_blank(name):
    told = EXPECTED[name]
    assert answer(name)["rows"] == told.get("real_rows", told["physical_rows"])


@pytest.mark.parametrize("name", files_with("status"))
def test_each_status_has_its_count(name):
    told = {STATUSES[word]: n for word, n in EXPECTED[name]["status"].items() if word}
    assert {key: found["count"] for key, found in answer(name)["by_status"].items()} == told


@pytest.mark.parametrize("name", files_with("money_usd"))
def test_each_status_has_its_money(name):
    told = {STATUSES[word]: {"USD": money} for word, money in EXPECTED[name]["money_usd"].items()}
    assert {key: found["money"] for key, found in answer(name)["by_status"].items()} == told


@pytest.mark.parametrize("name", files_with("union_s"))
def test_the_three_times_are_equal(name):
    told = EXPECTED[name]
    assert answer(name)["seconds"] == {
        "sum": told["sum_s"], "union": told["union_s"], "session": told["session_gap300s_s"],
    }  # fmt: skip


@pytest.mark.parametrize("name", files_with("session_gap60s_s"))
def test_a_gap_of_one_minute_gives_its_own_figure(name):
    reading = Reading(iter([(FOLDER / name).read_bytes()]))
    reading.answer()
    held = reading.history
    tasks: dict[int, list[tuple[int, int]]] = {}
    for worker, start, end in zip(held.worker, held.start, held.end, strict=True):
        tasks.setdefault(worker, []).append((start, end))
    found = sum(spent(sorted(own), gap_ms=60_000).session for own in tasks.values())
    assert found == EXPECTED[name]["session_gap60s_s"] * 1000


@pytest.mark.parametrize("name", files_with("usd_per_h_by_union"))
def test_an_hour_paid_what_it_paid(name):
    found = answer(name)["hourly"]["USD"]
    told = EXPECTED[name]
    assert (found["sum"], found["union"]) == (told["usd_per_h_by_sum"], told["usd_per_h_by_union"])


@pytest.mark.parametrize("name", files_with("workers"))
def test_workers_and_those_of_whom_amazon_agrees(name):
    found, told = answer(name), EXPECTED[name]
    assert found["workers"] == told["workers"]
    assert found["platform_check"] == {
        "agrees": told["amazon_rate_agrees_workers"], "of": told["workers"],
    }  # fmt: skip


@pytest.mark.parametrize("name", files_with("worktime_s"))
def test_amazons_clock_is_added_by_status(name):
    for word, seconds in EXPECTED[name]["worktime_s"].items():
        assert Decimal(clock(name, word)["seconds"]) == seconds


@pytest.mark.parametrize("name", files_with("time_taken_s_by_status"))
def test_prolifics_clock_is_added_by_status(name):
    for word, seconds in EXPECTED[name]["time_taken_s_by_status"].items():
        found = clock(name, word)
        assert round(Decimal(found["seconds"]), 3) == Decimal(str(seconds))
        assert found["rows"] == EXPECTED[name]["rows_with_time_by_status"][word]


@pytest.mark.parametrize("name", files_with("time_taken_s_by_status"))
def test_only_work_that_was_sent_in_is_time_worked(name):
    told = EXPECTED[name]["time_taken_s_by_status"]
    worked = told["APPROVED"] + told.get("REJECTED", 0)
    assert answer(name)["seconds"]["sum"] == round(worked)


@pytest.mark.parametrize("name", files_with("amazon_rates"))
def test_amazons_rate_is_what_the_file_holds(name):
    found = {status: told["count"] for status, told in answer(name)["by_status"].items()}
    decided = found["paid"] + found["rejected"]
    assert any(f"({found['paid']}/{decided})" in cell for cell in EXPECTED[name]["amazon_rates"])
