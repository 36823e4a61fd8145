"""Searching a large room keeps nobody who talks, and goes through all of it."""

import time
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from coop.chat.log import A_SLICE, Log
from tests.chat.served import House
from tests.chat.talking import lay, opened

MANY = 5_000


def filled(house: House, slug: str) -> None:
    """A room of long lines with accents, which take the longest to look at."""
    house.room(slug)
    with house.app.app_context():
        lay(slug, MANY, text=("Léa était à %d " + "mots accentués déjà vus " * 90)[:1900])


def test_whoever_talks_waits_for_no_search(fast: House) -> None:
    filled(fast, "large")
    fast.room("calm")
    seekers = [fast.talker(slug="large") for _ in range(6)]
    talkers = [fast.talker(slug="calm") for _ in range(4)]
    for talker in talkers:
        talker.say("first")
    waits = []
    with ThreadPoolExecutor(6) as pool:
        found = [pool.submit(seeker.ask, "search", {"words": "nowhere"}) for seeker in seekers]
        for number in range(24):
            began = time.monotonic()
            assert "id" in talkers[number % 4].say(f"line {number}")
            waits.append(time.monotonic() - began)
            time.sleep(0.05)
            if all(each.done() for each in found):
                break
    for each in found:
        assert each.result() == {"messages": [], "more": False, "next": 1}
    for client in seekers + talkers:
        client.close()
    assert len(waits) > 4
    # Searching in one go made all of them wait for seconds; one wait may be of the machine.
    assert sorted(waits)[len(waits) // 2] < 0.1, waits
    assert max(waits) < 1, waits


def test_a_search_goes_through_all_slices_and_says_where_it_goes_on(
    inside: None, app: Flask
) -> None:
    slug, log = opened(), Log(app)
    lay(slug, 5_200, text="Word %d")
    page = log.search(slug, "word 100", None)
    assert (page.more, page.next) == (True, 201)
    assert [line.number for line in page.lines] == [
        5100,
        4100,
        3100,
        2100,
        1100,
        *range(1009, 999, -1),
    ]
    rest = log.search(slug, "word 100", page.next)
    assert ([line.number for line in rest.lines], rest.more) == ([100], False)
    some = log.search(slug, "word", A_SLICE + 20)
    assert [line.number for line in some.lines] == list(range(A_SLICE + 19, A_SLICE - 31, -1))
    assert some.more


def test_whoever_corrects_a_word_may_search_again(fast: House) -> None:
    with fast.talker() as ana:
        answers = [ana.ask("search", {"words": "typo"}) for _ in range(6)]
        assert all("messages" in answer for answer in answers)
        assert ana.ask("search", {"words": "typo"})["error"]["retry_after"] <= 2
