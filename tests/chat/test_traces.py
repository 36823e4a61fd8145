"""Before a line is sent: names of the room point to nobody, and everything else is looked at."""

import pytest

from coop.chat.traces import traces

SEATS = {"Iris Jade", "Écho Lotus"}


def found(**texts: str) -> list[tuple[str, str, str]]:
    said = traces(texts, lambda among: among & SEATS)
    return [(each.field, each.kind, each.found) for each in said]


@pytest.mark.parametrize(
    "text",
    [
        "@Iris Jade the same here",
        "Thank you, @Écho Lotus, and @Iris Jade!",
        "Je m'appelle Iris Jade ici",
        "(@Iris Jade)",
    ],
)
def test_a_name_of_the_room_is_no_trace(text: str) -> None:
    assert found(text=text) == []


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("@irisjade on the other network", ("text", "handle", "@irisjade")),
        ("@Iris alone is nobody here", ("text", "handle", "@Iris")),
        # Two words of the list that are no name in this room.
        ("@Iris Lotus is elsewhere", ("text", "handle", "@Iris")),
        ("@Iris Jades", ("text", "handle", "@Iris")),
        ("@Iris Jade, write to iris@example.org", ("text", "email", "iris@example.org")),
        ("My name is Iris Dupont", ("text", "name", "Iris Dupont")),
    ],
)
def test_other_names_and_whatever_else_points_to_somebody_are_found(
    text: str, trace: tuple[str, str, str]
) -> None:
    assert found(text=text) == [trace]


def test_a_warning_is_looked_at_like_the_words_under_it() -> None:
    told = found(text="See below.", warning="ask @Iris Jade or bob@example.org")
    assert told == [("warning", "email", "bob@example.org")]


def test_names_are_asked_for_only_where_there_could_be_one() -> None:
    asked: list[set[str]] = []

    def among(names: set[str]) -> set[str]:
        asked.append(names)
        return set()

    traces({"text": "Good morning @all, Iris and Jade"}, among)
    traces({"text": "Iris Jade, Iris Jade", "warning": "Moka Onyx"}, among)
    assert asked == [{"Iris Jade", "Moka Onyx"}]
