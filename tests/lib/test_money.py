"""Money is read as people type it, and kept whole."""

import contextlib
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from coop.lib.money import (
    CURRENCIES,
    OFFERED,
    NoSuchAmount,
    NotAnAmount,
    TooFine,
    UnknownCurrency,
    as_text,
    exponent,
    hourly_minor,
    parse_currency,
    parse_minor,
    two_significant,
)

AMOUNTS = st.integers(min_value=0, max_value=10**11)
SOME_CURRENCIES = st.sampled_from(("USD", "EUR", "INR", "JPY", "KWD", "MGA"))


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("3,50", "EUR", 350),
        ("1 234,5", "EUR", 123_450),
        ("1\u202f234,50\u00a0€", "EUR", 123_450),
        ("$0.03 ", "USD", 3),
        ("1,234.50", "USD", 123_450),
        ("1.234,50", "EUR", 123_450),
        ("1,234", "USD", 123_400),
        ("1,23,456.50", "INR", 12_345_650),
        ("Rs. 300", "PKR", 30_000),
        ("12 $US", "USD", 1_200),
        ("USD 3", "USD", 300),
        ("1'234.50", "CHF", 123_450),
        (".5", "USD", 50),
        ("५०", "INR", 5_000),
        ("50.000", "VND", 50_000),
        ("1.234", "KWD", 1_234),
        ("12", "JPY", 12),
    ],
)
def test_an_amount_is_read_as_it_is_typed(typed, currency, minor):
    assert parse_minor(typed, currency) == minor


@pytest.mark.parametrize("typed", ["", "abc", "1e5", "NaN", "1,2,3", "3.50.1", "--3", "1" * 61])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises((NotAnAmount, NoSuchAmount)):
        parse_minor(typed, "USD")


def test_a_negative_amount_is_refused():
    with pytest.raises(NoSuchAmount):
        parse_minor("-3", "USD")


def test_an_amount_too_large_to_count_is_refused():
    with pytest.raises(NoSuchAmount):
        parse_minor("9" * 20, "USD")


@pytest.mark.parametrize(
    ("typed", "currency"), [("0.005", "USD"), ("0,005", "USD"), ("1.234", "USD"), ("1.5", "JPY")]
)
def test_an_amount_finer_than_its_currency_is_never_guessed(typed, currency):
    with pytest.raises(TooFine):
        parse_minor(typed, currency)


@pytest.mark.parametrize("value", [3.5, True])
def test_a_float_is_not_money(value):
    with pytest.raises(TypeError):
        parse_minor(value, "USD")


def test_a_decimal_is_read_exactly():
    assert parse_minor(Decimal("0.03"), "USD") == 3


@given(AMOUNTS, SOME_CURRENCIES)
def test_plain_figures_come_back_as_they_went(minor, currency):
    assert parse_minor(as_text(minor, currency), currency) == minor


@given(AMOUNTS, st.sampled_from(("en", "fr", "de", "pt_BR", "en_IN")))
def test_what_a_language_writes_is_read_back(minor, locale):
    written = format_currency(Decimal(minor).scaleb(-2), "EUR", locale=locale)
    assert parse_minor(written, "EUR") == minor


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(NotAnAmount, NoSuchAmount, TooFine):
        assert parse_minor(text, "USD") >= 0


def test_a_grouped_whole_number_is_read_back():
    assert parse_minor(format_decimal(1_234_567, locale="fr"), "XOF") == 1_234_567


@pytest.mark.parametrize(("currency", "digits"), [("USD", 2), ("JPY", 0), ("KWD", 3), ("MGA", 2)])
def test_a_currency_has_the_decimals_of_its_standard(currency, digits):
    assert exponent(currency) == digits


def test_every_currency_offered_is_in_use():
    assert {parse_currency(code) for code in OFFERED} == set(OFFERED)


@pytest.mark.parametrize("text", ["", "FRF", "XXX", "EURO", "€"])
def test_a_currency_out_of_use_is_refused(text):
    with pytest.raises(UnknownCurrency):
        parse_currency(text)


def test_a_currency_is_read_in_small_letters():
    assert parse_currency(" usd ") == "USD"


def test_currencies_are_three_capitals():
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)


@pytest.mark.parametrize(
    ("exact", "rounded"), [(0, 0), (7, 7), (99, 99), (104, 100), (105, 110), (1_250, 1_300)]
)
def test_two_digits_are_kept(exact, rounded):
    assert two_significant(exact) == rounded


@given(st.integers(min_value=1, max_value=10**14))
def test_rounding_moves_a_number_by_a_twentieth_at_most(number):
    assert abs(two_significant(number) - number) * 20 <= number


@given(st.integers(min_value=0, max_value=10**14))
def test_rounding_twice_changes_nothing_more(number):
    assert two_significant(two_significant(number)) == two_significant(number)


def test_pay_an_hour_follows_amount_and_minutes():
    assert hourly_minor(350, 95) == 221


def test_no_minute_gives_no_pay_an_hour():
    assert hourly_minor(350, 0) is None
