"""A text's digest, its tidying, what changed, and who speaks under which name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.lib.pseudonyms import HUES, place_secret, pseudonym
from coop.petitions.diffs import changes, pieces
from coop.petitions.figures import FIGURES, cited, is_figure
from coop.petitions.texts import (
    FIELDS,
    NothingChanged,
    Text,
    TextAltered,
    amended,
    check_signed,
    seq_of,
    tidy,
    version_leaf,
)
from coop.tokens.rules import fields_digest

TEXT = Text("Pay for delivered work", "We ask for it.", "Because.", "Clickworker", "en")
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)


def test_the_digest_is_the_one_that_the_authors_key_signs() -> None:
    assert TEXT.digest == fields_digest(TEXT.fields)
    check_signed(TEXT.fields, TEXT.digest)


@pytest.mark.parametrize("name", FIELDS)
def test_another_word_anywhere_is_another_text(name: str) -> None:
    altered = replace(TEXT, **{name: "other"})
    with pytest.raises(TextAltered):
        check_signed(altered.fields, TEXT.digest)


@given(st.dictionaries(st.sampled_from(FIELDS), words))
def test_tidying_twice_changes_nothing_more(said: dict[str, str]) -> None:
    assert tidy(tidy(said)) == tidy(said)


def test_a_browsers_newlines_are_bare_ones() -> None:
    assert tidy({"text": " a\r\nb \r\n"}) == {"text": "a\nb"}


def test_the_same_words_again_are_no_new_version() -> None:
    with pytest.raises(NothingChanged):
        amended(TEXT, TEXT.fields)


@given(words)
def test_the_same_words_have_the_same_number_which_fits_a_column(text: str) -> None:
    number = seq_of({"text": text, "reply_to": ""})
    assert number == seq_of({"text": text, "reply_to": ""})
    assert 0 <= number < 2**31


def test_a_versions_leaf_holds_its_digest_and_none_of_its_words() -> None:
    leaf = version_leaf("C" * 12, 1, TEXT.digest, {"nonce": "n"}, bytes(16))
    assert TEXT.digest.encode() in leaf.text
    assert not [w for w in (b"Clickworker", b"Because", b"delivered") if w in leaf.text]


@given(words, words)
def test_the_pieces_of_a_difference_make_up_both_texts(before: str, after: str) -> None:
    shown = pieces(before, after)
    assert "".join(p.text for p in shown if p.kind != "ins") == before
    assert "".join(p.text for p in shown if p.kind != "del") == after


def test_a_long_text_is_compared_by_lines() -> None:
    before = "word\n" * 4_000
    kinds = [piece.kind for piece in pieces(before, before + "one more line")]
    assert kinds == ["same", "ins"]


def test_only_what_differs_is_shown() -> None:
    assert set(changes(TEXT.fields, replace(TEXT, demand="We ask.").fields)) == {"demand"}


def test_figures_have_their_own_codes_and_a_source() -> None:
    codes = [figure.code for figure in FIGURES]
    assert len(codes) == len(set(codes)) == 12
    assert all(figure.source and figure.rests_on and figure.value for figure in FIGURES)
    assert all(is_figure(code) for code in codes)
    assert cited(["unknown", codes[3], codes[1]]) == [FIGURES[1], FIGURES[3]]


@given(st.binary(min_size=32, max_size=32))
def test_a_name_is_two_words_and_one_of_eight_colours(nonce: bytes) -> None:
    name = pseudonym(place_secret(b"k" * 32, "here"), nonce)
    first, second = name.name.split()
    assert first != second
    assert 0 <= name.hue < HUES


def test_one_key_has_one_name_here_and_another_elsewhere() -> None:
    names = {pseudonym(place_secret(b"k" * 32, str(n)), b"n" * 32) for n in range(40)}
    assert len(names) > 35
    assert pseudonym(b"s" * 32, b"n" * 32) == pseudonym(b"s" * 32, b"n" * 32)
