"""What a room's page makes of what others say: parts of a text, names, and lines each once."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.chat.refusals import TooHeavy, TooLong
from coop.chat.rules import quoted_text, said_text
from tests.node import node

NAMES = ["Iris", "Iris Jade", "Écho Lotus"]


def asked(do: str, **about: Any) -> Any:
    """One answer."""
    return node("rooms.mjs", [{"do": do} | about])[0]


def test_names_and_addresses_are_parts_of_their_own() -> None:
    text = "@Iris Jade voyez https://example.org/a?b=1#c. @Irish @Écho Lotus, (www.example.org/x)"
    assert asked("parts", text=text, names=NAMES) == [
        ["name", "@Iris Jade"],
        ["text", " voyez "],
        ["link", "https://example.org/a?b=1#c"],
        ["text", ". @Irish "],
        ["name", "@Écho Lotus"],
        ["text", ", ("],
        ["link", "www.example.org/x"],
        ["text", ")"],
    ]


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org"])
def test_only_pages_of_the_web_become_links(text: str) -> None:
    assert asked("hrefs", text=text) == []


def test_no_sign_of_a_text_is_lost() -> None:
    texts = ["a@Iris b", "https://", "www.", "@", "http://[bad", "x https://example.org/(a) y"]
    answers = node("rooms.mjs", [{"do": "parts", "text": text, "names": NAMES} for text in texts])
    assert ["".join(part for _kind, part in parts) for parts in answers] == texts


def test_what_the_house_would_refuse_is_not_sent() -> None:
    texts = ["x" * 2000, "x" * 2001, "語" * 2000, "😀" * 1500, "😀" * 1501, "é" * 2001]
    answers = node("rooms.mjs", [{"do": "tooLong", "text": text} for text in texts])
    assert (
        answers == [is_refused(text) for text in texts] == [False, True, False, False, True, True]
    )


def is_refused(text: str) -> bool:
    """Whether a line of this is too long or too heavy for the house."""
    try:
        said_text(text)
    except (TooLong, TooHeavy):
        return True
    return False


def test_letters_tell_the_language_where_one_script_is_one_language() -> None:
    said = [("मुझे पैसे नहीं मिले", "hi"), ("আমি টাকা পাইনি", "bn"), ("مجھے پیسے نہیں ملے", "ur")]
    said += [("Not paid", "en"), ("42", "en")]
    answers = node(
        "rooms.mjs", [{"do": "language", "text": text, "chosen": "en"} for text, _ in said]
    )
    assert answers == [language for _, language in said]


@pytest.mark.parametrize(
    ("text", "chosen", "language"),
    [
        ("لم يدفعوا لي", "ar", "ar"),
        ("لم يدفعوا لي", "en", "ar"),
        ("مجھے پیسے نہیں ملے", "en", "ur"),
        ("مجھے پیسے نہیں ملے", "ur", "ur"),
        ("لم", "ur", "ur"),
        ("मुझे पैसे", "ar", "hi"),
        ("Pas payé", "ar", "ar"),
    ],
)
def test_what_its_author_chose_comes_before_the_letters(
    text: str, chosen: str, language: str
) -> None:
    assert asked("language", text=text, chosen=chosen) == language


def test_a_quote_follows_the_line_that_it_quotes() -> None:
    first = {"id": 1, "change": 1, "text": "Paid tomorow", "warning": None}
    second = {"id": 2, "change": 2, "text": "Yes", "quote": {"id": 1, "text": "Paid tomorow"}}
    other = {"id": 3, "change": 3, "text": "No", "quote": {"id": 2, "text": "Yes"}}
    lines = [first, second, other]
    edited = first | {"text": "Paid\n tomorrow", "change": 4}
    folded = edited | {"warning": "money", "change": 4}
    long = first | {"text": "word " * 40, "change": 4}
    gone = {"id": 1, "reason": "own", "change": 5}

    def quoted(*then: Any, known: Any = lines) -> Any:
        return asked("quotes", lines=known, then=list(then))

    assert quoted() == [None, "Paid tomorow", "Yes"]
    assert quoted(edited) == [None, "Paid tomorrow", "Yes"]
    assert quoted(folded) == [None, "money", "Yes"]
    assert quoted(long)[1] == quoted_text("word " * 40)
    assert quoted(edited, gone) == [None, "", "Yes"]
    assert quoted(edited, gone, known=[second]) == [""]
    assert quoted(edited, known=[second]) == ["Paid tomorrow"]
    # What came before, said again later, changes nothing.
    assert quoted(gone, edited) == [None, "", "Yes"]


def test_a_name_is_completed_from_the_at_sign_on() -> None:
    assert asked("typed", text="Hello @Éch") == {"from": 6, "typed": "Éch"}
    assert asked("typed", text="@Iris Ja") == {"from": 0, "typed": "Iris Ja"}
    assert asked("typed", text="ana@example") is None


LINES = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 30)).map(
        lambda pair: {"id": pair[0], "change": pair[1]}
    ),
    max_size=30,
)


@settings(max_examples=10, deadline=None)
@given(st.lists(LINES, min_size=20, max_size=20))
def test_lines_stand_once_in_order_as_they_were_last_changed(many: list[Any]) -> None:
    for lines, answer in zip(
        many, node("rooms.mjs", [{"do": "log", "lines": lines} for lines in many]), strict=True
    ):
        last = {
            line["id"]: max(o["change"] for o in lines if o["id"] == line["id"]) for line in lines
        }
        assert answer["lines"] == [{"id": id_, "change": last[id_]} for id_ in sorted(last)]
        assert answer["told"].count("new") == len(last)
