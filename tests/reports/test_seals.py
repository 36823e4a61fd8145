"""A seal holds for what was computed, unedited, under its own key, for two days."""

from datetime import date, timedelta
from typing import Any

import pytest

from coop.reports import seals

TODAY = date(2026, 11, 23)
KEY, MINE = b"k" * 32, "submission"
DRAFT: dict[str, Any] = {
    "kind": "unpaid_rejection",
    "platform": "MTurk",
    "client": "Zed Labs",
    "week": "2026-11-09",
    "minutes": 97,
    "amount_minor": 357,
    "currency": "USD",
    "task_count": 3,
}


def seal() -> str:
    return seals.seal(DRAFT, submission=MINE, key=KEY, today=TODAY)


def holds(text: str, *, on: date = TODAY, key: bytes = KEY, mine: str = MINE, **said: Any) -> bool:
    return seals.holds(text, DRAFT | said, submission=mine, key=key, today=on)


def test_a_seal_holds() -> None:
    assert holds(seal())


@pytest.mark.parametrize("days", [0, 1, 2])
def test_it_holds_for_two_days(days: int) -> None:
    assert holds(seal(), on=TODAY + timedelta(days=days))


def test_it_ends_after_two_days() -> None:
    assert not holds(seal(), on=TODAY + timedelta(days=3))


@pytest.mark.parametrize("name", seals.SEALED)
def test_nothing_that_it_holds_may_be_edited(name: str) -> None:
    assert not holds(seal(), **{name: "edited"})


@pytest.mark.parametrize("name", seals.SEALED)
def test_nothing_that_it_holds_may_be_left_out(name: str) -> None:
    assert not holds(seal(), **{name: None})


def test_it_holds_under_its_own_submission_key_only() -> None:
    assert not holds(seal(), mine="another")


def test_the_key_of_another_house_makes_no_seal() -> None:
    assert not holds(seal(), key=b"x" * 32)


@pytest.mark.parametrize("text", ["", "x", "a.b", "é", "e30.x", "a" * 5_000])
def test_what_is_no_seal_opens_nothing(text: str) -> None:
    assert seals.opened(text, key=KEY, today=TODAY) is None


def test_every_sign_of_a_seal_matters() -> None:
    whole = seal()
    for at in range(0, len(whole) - 1, 7):
        changed = "A" if whole[at] != "A" else "B"
        assert seals.opened(whole[:at] + changed + whole[at + 1 :], key=KEY, today=TODAY) is None
