"""Dates, amounts and durations as platforms write them."""

from datetime import UTC, datetime

import pytest

from coop.lib import money
from coop.reports.histories import amounts, clocks

# Whatever parser says so, in whatever words.
NOT_GUESSED = pytest.raises(ValueError, match=r"(?s).*")


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Wed Apr 04 10:26:23 PDT 2018", utc(2018, 4, 4, 17, 26, 23)),
        ("Sat Feb 22 05:52:38 PST 2020", utc(2020, 2, 22, 13, 52, 38)),
        ("Wed Apr  4 10:26:23 UTC 2018", utc(2018, 4, 4, 10, 26, 23)),
        ("Wed Apr 04 10:26:23 2018", utc(2018, 4, 4, 10, 26, 23)),
        ("Wed Apr 04 10:26:23 GMT+05:30 2018", utc(2018, 4, 4, 4, 56, 23)),
        ("2018-04-07 17:27:37 UTC", utc(2018, 4, 7, 17, 27, 37)),
        ("2026-05-11T22:58:20+09:00", utc(2026, 5, 11, 13, 58, 20)),
        ("2024-04-26T07:47:40.609000Z", utc(2024, 4, 26, 7, 47, 40) + 609),
        ("2022-06-06 19:19:49.179000", utc(2022, 6, 6, 19, 19, 49) + 179),
        (" 2020-12-15T14:44:18.567 ", utc(2020, 12, 15, 14, 44, 18) + 567),
    ],
)
def test_every_way_of_writing_a_moment_is_the_same_moment(cell, expected):
    assert clocks.moment(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "Wed Foo 04 10:26:23 PDT 2018", "Wed Apr 31 10:26:23 PDT 2018", "04/07/2018 10:26",
        "Wed Apr 04 24:26:23 PDT 2018", "Wed Apr 04 10:26:23 IST 2018", "2018-04-07",
        "2018-04-07 17:27:37 XYZ", "0001-01-01T00:00:00", "9999-12-31T23:59:59", "12:00", "",
        "2018-04-07T17:27:37+01:00 UTC",
    ],
)  # fmt: skip
def test_a_moment_that_is_not_sure_is_not_guessed(cell):
    with NOT_GUESSED:
        clocks.moment(cell)


def test_a_day_may_be_written_with_or_without_hyphens():
    assert clocks.day("20260511") == clocks.day("2026-05-11") == clocks.day("2026-05-11 23:00")


def test_a_week_is_known_by_its_monday():
    assert clocks.monday(clocks.day("2018-04-08")) == "2018-04-02"


@pytest.mark.parametrize(
    ("cell", "currency", "expected"),
    [
        ("$0.03 ", "USD", (30_000, "USD")), ("0.04", "USD", (40_000, "USD")),
        ("1,20", "EUR", (1_200_000, "EUR")), ("1.234,50 €", "", (1_234_500_000, "EUR")),
        ("1,234.50", "USD", (1_234_500_000, "USD")), ("USD 2", "", (2_000_000, "USD")),
        ("$5", "CAD", (5_000_000, "CAD")), ("0.005", "USD", (5_000, "USD")),
        ("0.30000000000000004", "USD", (300_000, "USD")),
    ],
)  # fmt: skip
def test_rewards_are_read_exactly(cell, currency, expected):
    assert amounts.reward(cell, currency) == expected


@pytest.mark.parametrize(
    "cell", ["1,234", "-1", "=1+1", "1.2.3", "NaN", "1e5", "9999999999999", "€5 EURO", "5 GBP"]
)
def test_a_reward_that_is_not_sure_is_not_guessed(cell):
    with NOT_GUESSED:
        amounts.reward(cell, "USD")


def test_no_fraction_of_a_cent_is_lost():
    assert amounts.shown(15_000, "USD") == "0.015"


def test_hourly_pay_is_rounded_half_up():
    assert amounts.rounded(1_735_000, 1, "USD") == "1.74"


def test_a_currency_without_decimals_has_none():
    assert amounts.rounded(1_500_000, 1, "JPY") == "2"


@pytest.mark.parametrize("currency", sorted(money.CURRENCIES))
def test_decimals_are_those_of_the_house(currency):
    assert amounts.minor_digits(currency) == money.exponent(currency)


@pytest.mark.parametrize("cell", ["", "12h", "1.2.3", "-5", "9" * 10, "²"])
def test_a_duration_that_makes_no_sense_is_not_guessed(cell):
    with NOT_GUESSED:
        clocks.duration(cell)
