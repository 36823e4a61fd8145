"""Euro rates are those of the week, with their day, or none."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from coop.lib.rates import EuroRate, euro_minor, euro_rate, last_published_on


def test_the_rate_is_the_last_of_the_week():
    assert euro_rate("RUB", date(2020, 1, 6)) == EuroRate(Decimal("68.041"), date(2020, 1, 10))


def test_any_day_of_a_week_has_its_rate():
    assert euro_rate("USD", date(2020, 1, 8)) == euro_rate("USD", date(2020, 1, 6))


def test_a_week_after_the_file_takes_its_last_rate_and_says_so():
    rate = euro_rate("USD", date(2040, 1, 2))
    assert rate is not None
    assert rate.published_on == last_published_on()


def test_a_euro_is_a_euro():
    rate = euro_rate("EUR", date(2026, 11, 16))
    assert rate is not None
    assert rate.per_euro == 1


@pytest.mark.parametrize("currency", ["MAD", "BDT", "PKR", "KES", "NGN", "MGA", "XXX"])
def test_a_currency_that_the_bank_does_not_follow_has_no_rate(currency):
    assert euro_rate(currency, date(2026, 1, 5)) is None


def test_a_rate_that_is_no_longer_published_is_not_used_years_later():
    assert euro_rate("RUB", date(2026, 1, 5)) is None


def test_there_is_no_rate_before_the_first():
    assert euro_rate("USD", date(1990, 1, 1)) is None


def test_cents_follow_from_the_rate():
    assert euro_minor(1_000, "USD", EuroRate(Decimal("1.25"), date(2026, 1, 2))) == 800


def test_a_currency_without_decimals_becomes_cents():
    assert euro_minor(1_000, "JPY", EuroRate(Decimal(200), date(2026, 1, 2))) == 500


def test_many_threads_read_the_same_rate():
    with ThreadPoolExecutor(8) as pool:
        rates = set(pool.map(lambda _n: euro_rate("GBP", date(2024, 5, 6)), range(40)))
    assert len(rates) == 1


def test_twenty_currencies_cost_less_than_fifteen_megabytes():
    script = (
        "import resource; from datetime import date; from coop.lib.rates import euro_rate as r\n"
        "used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "r('USD', date(2026, 1, 5)); before = used()\n"
        "[r(c, date(2026, 1, 5)) for c in 'JPY CZK DKK GBP HUF PLN RON SEK CHF ISK NOK TRY AUD BRL "
        "CAD CNY HKD IDR INR PHP'.split()]\n"
        "print(used() - before)"
    )
    grown = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(grown.stdout) * unit < 15_000_000
