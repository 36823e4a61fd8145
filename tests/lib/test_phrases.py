"""Seven words open a seat, however they are typed."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.lib.phrases import (
    has_seven_words,
    misspelt_words,
    new_phrase,
    normalised,
    phrase_digest,
)

SALT, KEY = b"s" * 32, b"k" * 32


@pytest.mark.parametrize("language", ["en", "fr", "fr-CA", "es", "ur"])
def test_a_phrase_has_seven_known_words(language):
    phrase = new_phrase(language, secrets.randbelow)
    assert has_seven_words(phrase)
    assert misspelt_words(phrase) == []


def test_a_french_phrase_is_french():
    assert new_phrase("fr", lambda _n: 0) == " ".join(["abaisser"] * 7)


@pytest.mark.parametrize(
    "typed", ["Académie été", "academie ete", " ACADÉMIE-ÉTÉ ", "acade\u0301mie,\n e\u0301te\u0301"]
)
def test_capitals_accents_and_hyphens_do_not_matter(typed):
    assert normalised(typed) == "academie ete"


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing_more(text):
    assert normalised(normalised(text)) == normalised(text)


def test_a_misspelt_word_is_pointed_at():
    assert misspelt_words("abandon acadmie abaisser") == ["acadmie"]


def test_six_words_are_not_seven():
    assert not has_seven_words("a b c d e f")


def test_the_same_words_have_the_same_digest():
    first = phrase_digest("Académie été", salt=SALT, key=KEY)
    assert first == phrase_digest("academie  ETE", salt=SALT, key=KEY)


@pytest.mark.parametrize(("salt", "key"), [(b"t" * 32, KEY), (SALT, b"other")])
def test_another_secret_gives_another_digest(salt, key):
    words = "academie ete"
    assert phrase_digest(words, salt=salt, key=key) != phrase_digest(words, salt=SALT, key=KEY)
