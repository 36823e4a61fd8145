"""Countries have two letters, and a name in each language."""

import pytest

from coop.lib.countries import COUNTRIES, NoSuchCountry, country_names, parse_country


def test_there_are_the_countries_of_iso_3166_and_kosovo():
    assert len(COUNTRIES) == 249 + 1


@pytest.mark.parametrize("code", ["FR", "IN", "KE", "MG", "PH", "VE"])
def test_a_country_is_known(code):
    assert parse_country(code.lower()) == code


@pytest.mark.parametrize("text", ["", "EU", "UN", "ZZ", "FRA", "001", "F"])
def test_what_is_no_country_is_refused(text):
    with pytest.raises(NoSuchCountry):
        parse_country(text)


def test_names_are_in_the_reader_s_language():
    assert ("DE", "Allemagne") in country_names("fr")


def test_an_accent_does_not_move_a_name_to_the_end():
    codes = [code for code, _name in country_names("fr")]
    assert codes.index("EG") < codes.index("FR")


@pytest.mark.parametrize("language", ["en", "fr", "pt-BR", "pt_BR", "ur"])
def test_every_country_has_a_name_in_each_language(language):
    assert {code for code, _name in country_names(language)} == COUNTRIES
