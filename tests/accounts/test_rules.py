from datetime import date

from coop.accounts.rules import differing_words, invitation_expiry, session_expiry


def test_the_words_that_differ_are_numbered_from_one() -> None:
    assert differing_words("one too three", "one two three") == [2]


def test_a_missing_word_differs() -> None:
    assert differing_words("one two", "one two three") == [3]


def test_a_word_too_many_differs() -> None:
    assert differing_words("one two three four", "one two three") == [4]


def test_the_same_words_differ_nowhere() -> None:
    assert differing_words("one two three", "one two three") == []


def test_an_invitation_lasts_seven_days() -> None:
    assert invitation_expiry(date(2026, 11, 23)) == date(2026, 11, 30)


def test_a_session_lasts_fourteen_days() -> None:
    assert session_expiry(date(2026, 11, 23)) == date(2026, 12, 7)
