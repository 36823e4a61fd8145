"""What a room's page makes of what others say: parts of a text, names, and lines each once."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_letters_tell_the_language_where_one_script_is_one_language() -> None:
    said = [("मुझे पैसे नहीं मिले", "hi"), ("আমি টাকা পাইনি", "bn"), ("مجھے پیسے نہیں ملے", "ur")]
    said += [("Not paid", "en"), ("42", "en")]
    answers = node(
        "rooms.mjs", [{"do": "language", "text": text, "chosen": "en"} for text, _ in said]
    )
    assert answers == [language for _, language in said]


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
