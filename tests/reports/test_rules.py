"""What follows from a report, and what its commitment binds."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from coop.reports.rules import Consequences, Draft, commitment, consequences, rounded

SALT = b"s" * 16
REFUSED = Draft(
    kind="unpaid_rejection",
    platform="MTurk",
    week=date(2026, 11, 9),
    minutes=97,
    amount_minor=357,
    currency="USD",
    facts={"reason_given": "none"},
    testimony="words",
)
OTHERWISE: dict[str, Any] = {
    "kind": "low_pay",
    "platform": "Toloka",
    "week": date(2026, 11, 2),
    "client": "Zed Labs",
    "client_never_told": True,
    "country": "FR",
    "task_type": "survey",
    "minutes": 98,
    "amount_minor": 358,
    "currency": "EUR",
    "task_count": 2,
    "tried": "no_channel",
    "facts": {"reason_given": "quality"},
    "testimony": "other words",
    "may_quote": True,
    "is_rounded": False,
}
UPDATED_LATER = {"outcome": "paid_in_full", "recovered_minor": 1}


def follows(draft: Draft, outcome: str | None = None, recovered: int | None = None) -> Consequences:
    return consequences(draft, outcome=outcome, recovered=recovered)


def test_amounts_are_rounded_to_two_significant_digits() -> None:
    assert rounded(REFUSED).amount_minor == 360


@pytest.mark.parametrize(("minutes", "kept"), [(97, 97), (123, 120), (1_250, 1_300), (0, 0)])
def test_minutes_are_rounded_to_two_significant_digits(minutes: int, kept: int) -> None:
    assert rounded(replace(REFUSED, minutes=minutes)).minutes == kept


def test_own_facts_of_money_and_minutes_are_rounded_too() -> None:
    lost = replace(REFUSED, kind="screened_out", facts={"minutes_lost": 123})
    assert rounded(lost).facts == {"minutes_lost": 120}


def test_rounding_twice_changes_nothing_more() -> None:
    assert rounded(rounded(REFUSED)) == rounded(REFUSED)


def test_exact_figures_stay_where_they_were_asked_for() -> None:
    exact = replace(REFUSED, is_rounded=False)
    assert rounded(exact) == exact


def test_pay_an_hour_is_what_was_promised() -> None:
    assert follows(REFUSED).hourly_minor == 220


def test_no_pay_an_hour_follows_from_no_time() -> None:
    assert follows(replace(REFUSED, minutes=0)).hourly_minor is None


@pytest.mark.parametrize(
    ("outcome", "recovered", "lost"),
    [
        (None, None, 357),
        ("partly_paid", 100, 257),
        ("paid_in_full", None, 0),
        ("unpaid", None, 357),
        ("other", 357, 0),
    ],
)
def test_what_came_back_is_not_lost(outcome: str, recovered: int, lost: int) -> None:
    assert follows(REFUSED, outcome, recovered).lost_minor == lost


def test_time_of_refused_work_is_unpaid() -> None:
    assert follows(REFUSED).unpaid_minutes == 97


def test_time_that_was_paid_in_the_end_is_not() -> None:
    assert follows(REFUSED, "paid_in_full").unpaid_minutes == 0


def test_what_was_not_said_is_unknown_and_not_none() -> None:
    silent = follows(replace(REFUSED, amount_minor=None, minutes=None, facts={}))
    assert silent == Consequences(None, None, None, None, None, None)


@pytest.mark.parametrize(("reason", "is_none"), [("none", True), ("quality", False)])
def test_no_reason_given_is_a_fact(reason: str, is_none: bool) -> None:
    assert follows(replace(REFUSED, facts={"reason_given": reason})).has_no_reason is is_none


def test_the_same_report_has_the_same_commitment() -> None:
    assert commitment(REFUSED, SALT) == commitment(replace(REFUSED), SALT)


@pytest.mark.parametrize("name", OTHERWISE)
def test_whatever_is_changed_changes_the_commitment(name: str) -> None:
    changed = replace(REFUSED, **{name: OTHERWISE[name]})
    assert commitment(changed, SALT) != commitment(REFUSED, SALT)


@pytest.mark.parametrize("name", UPDATED_LATER)
def test_an_update_leaves_the_commitment_as_it_was(name: str) -> None:
    changed = replace(REFUSED, **{name: UPDATED_LATER[name]})
    assert commitment(changed, SALT) == commitment(REFUSED, SALT)


def test_every_part_of_a_report_is_bound_or_known_to_change() -> None:
    assert {field.name for field in fields(Draft)} == set(OTHERWISE) | set(UPDATED_LATER)


def test_another_salt_gives_another_commitment() -> None:
    assert commitment(REFUSED, SALT) != commitment(REFUSED, b"t" * 16)


def test_a_commitment_does_not_depend_on_the_order_of_the_facts() -> None:
    one = replace(REFUSED, facts={"reason_given": "none", "batch_rejected": "all"})
    other = replace(REFUSED, facts={"batch_rejected": "all", "reason_given": "none"})
    assert commitment(one, SALT) == commitment(other, SALT)
