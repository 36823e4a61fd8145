"""Days, weeks and other values as each language writes them."""

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from coop.web import formats

HOUSE = Flask(__name__)
Babel(HOUSE)


@pytest.mark.parametrize(
    ("language", "on", "said"),
    [
        ("fr", date(2026, 12, 1), "1er décembre 2026"),
        ("fr", date(2026, 12, 11), "11 décembre 2026"),
        ("fr", date(2026, 12, 21), "21 décembre 2026"),
        ("fr", date(2021, 1, 2), "2 janvier 2021"),
        ("en", date(2026, 12, 1), "December 1, 2026"),
    ],
)
def test_the_first_of_a_month_is_written_as_people_write_it(
    language: str, on: date, said: str
) -> None:
    with HOUSE.test_request_context(), force_locale(language):
        assert formats.day(on) == said


@pytest.mark.parametrize(
    ("monday", "said"),
    [
        (date(2026, 6, 1), "1er–7 juin 2026"),
        (date(2026, 10, 26), "26 oct.\u2009–\u20091er nov. 2026"),
        (date(2026, 11, 23), "23–29 nov. 2026"),
    ],
)
def test_so_it_is_in_a_week(monday: date, said: str) -> None:
    with HOUSE.test_request_context(), force_locale("fr"):
        assert formats.week(monday) == said
