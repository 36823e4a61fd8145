"""One token, one ballot: however many are cast at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from coop.tokens.rules import Act
from coop.votes.queries import ballots
from tests.votes.boxes import Box, open_vote, send

# Each phone sends one, and all wait for one another before they do.
AT_ONCE = 200


def cast_at_once(app: Flask, acts: list[Act]) -> Counter[int]:
    """Send each by a phone of its own, all in the same moment; how often each answer came."""
    assert len(acts) == AT_ONCE
    ready = Barrier(AT_ONCE)

    def phone(act: Act) -> int:
        client = app.test_client()
        ready.wait(timeout=60)
        return send(client, act).status_code

    with ThreadPoolExecutor(AT_ONCE) as phones:
        return Counter(phones.map(phone, acts))


def box_of(app: Flask) -> Box:
    with app.app_context():
        return open_vote()


def standing(app: Flask, box: Box) -> list[tuple[str, int]]:
    with app.app_context():
        return [(each.choice, each.seq) for each in ballots(box.scope.code)]


def test_two_hundred_casts_of_one_token_count_once(app: Flask) -> None:
    box = box_of(app)
    bea = box.voter()
    acts = [bea.ballot(("yes", "no", "abstain")[number % 3]) for number in range(AT_ONCE)]
    answers = cast_at_once(app, acts)
    assert answers[201] == 1
    assert answers[201] + answers[200] + answers[409] == AT_ONCE
    assert len(standing(app, box)) == 1


def test_of_two_hundred_revotes_the_last_one_stands(app: Flask) -> None:
    box = box_of(app)
    bea = box.voter()
    acts = [bea.ballot("yes" if seq % 2 else "no", seq) for seq in range(AT_ONCE)]
    answers = cast_at_once(app, acts)
    assert set(answers) <= {201, 409}
    assert standing(app, box) == [("yes", AT_ONCE - 1)]


def test_two_hundred_members_at_once_are_all_counted(app: Flask) -> None:
    box = box_of(app)
    assert cast_at_once(app, [box.voter().ballot() for _ in range(AT_ONCE)]) == {201: AT_ONCE}
    assert len(standing(app, box)) == AT_ONCE
