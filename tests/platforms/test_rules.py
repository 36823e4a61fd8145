import pytest

from coop.platforms.rules import KINDS_OF_WORK, NAME_MAX, NameUnusable, key, slug


@pytest.mark.parametrize("name", ["Toloka A.I.", "toloka a i", "  TOLOKA--A,I ", "Tölóka (A/I)"])
def test_names_are_compared_without_accents_capitals_or_signs(name: str) -> None:
    assert key(name) == "toloka a i"


def test_a_name_in_another_script_has_a_key() -> None:
    assert key("Яндекс.Толока") == "яндекс толока"


def test_a_key_fits_its_column() -> None:
    assert len(key("ab " * NAME_MAX)) <= NAME_MAX


def test_a_slug_is_fit_for_an_address() -> None:
    assert slug("Foule Factory (Wirk)") == "foule-factory-wirk"


def test_a_name_without_a_latin_letter_has_no_slug() -> None:
    with pytest.raises(NameUnusable):
        slug("!!!")


def test_the_essays_kinds_of_work_are_there() -> None:
    assert {"labelling", "moderation", "surveys", "delivery_driving"} <= set(KINDS_OF_WORK)
