"""Seconding: five members, whom nobody knows, open a debate."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coop.db import db
from coop.petitions import opening, service
from coop.petitions.models import Step
from coop.tokens import queries as tokens
from coop.tokens.models import Scope
from coop.wallet import queries as wallet
from coop.web.clock import today
from coop.web.settings import config
from tests.conftest import Clock
from tests.pages import Page
from tests.petitions.acting import (
    Written,
    days_pass,
    debated,
    draft_right,
    petition,
    publish,
    seats,
    second,
    send,
)
from tests.tokens.rights import Right, draw

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def written(client: FlaskClient) -> Written:
    """A petition that looks for seconders."""
    seats(7)
    return publish(client)


def test_its_roll_is_frozen_with_seats_of_thirty_days(client: FlaskClient) -> None:
    seats(4)
    seats(3, days=29)
    written = publish(client)
    scope = tokens.scope(f"seconding-{written.code}")
    roll = wallet.roll(scope.code)
    assert roll is not None
    assert (scope.roll_size, scope.eligible_since) == (4, roll.eligible_since)


def test_one_member_counts_once_however_often_it_is_sent(
    client: FlaskClient, written: Written
) -> None:
    right = draw(f"seconding-{written.code}")
    answers = [second(client, written.code, right).status_code for _ in range(3)]
    assert answers == [303, 303, 303]
    assert petition(written.code).seconds_count == 1


def test_the_number_shown_changes_once_a_day(
    client: FlaskClient, written: Written, clock: Clock
) -> None:
    second(client, written.code)
    assert "0 members" in Page(client.get(f"/petitions/{written.code}").text).words
    days_pass(clock, 1)
    page = Page(client.get(f"/petitions/{written.code}").text).words
    assert "1 member" in page
    assert "4 more members must second it by" in page


def test_the_fourth_opens_nothing_and_the_fifth_the_debate(
    client: FlaskClient, written: Written
) -> None:
    for _ in range(4):
        second(client, written.code)
    assert petition(written.code).state == "seconding"
    second(client, written.code)
    found = petition(written.code)
    assert (found.state, found.due_on) == ("debated", today().replace(day=30))
    assert tokens.scope(f"debate-{written.code}").closes_on == found.due_on


def test_a_late_seconder_is_told_and_not_counted(client: FlaskClient) -> None:
    written = debated(client)
    answer = second(client, written.code)
    assert answer.status_code == 409
    assert "no longer looking for seconders" in answer.text
    assert petition(written.code).seconds_count == 5


def test_the_fifth_who_sends_again_is_thanked_again(client: FlaskClient, written: Written) -> None:
    for _ in range(4):
        second(client, written.code)
    right = draw(f"seconding-{written.code}")
    assert [second(client, written.code, right).status_code for _ in range(2)] == [303, 303]


@pytest.mark.parametrize("act", ["ballot", "draft", "comment"])
def test_an_act_of_another_kind_seconds_nothing(
    client: FlaskClient, written: Written, act: str
) -> None:
    right = draw(f"seconding-{written.code}")
    answer = send(client, f"/petitions/{written.code}/second", right.act({"act": act}))
    assert answer.status_code == 403
    assert petition(written.code).seconds_count == 0


def test_a_right_for_one_petition_seconds_no_other(client: FlaskClient, written: Written) -> None:
    other = publish(client, right=draft_right())
    assert second(client, other.code, draw(f"seconding-{written.code}")).status_code == 403


def test_after_thirty_days_it_lapses(client: FlaskClient, written: Written, clock: Clock) -> None:
    right = draw(f"seconding-{written.code}")
    days_pass(clock, 30)
    assert petition(written.code).state == "seconding"
    days_pass(clock, 1)
    assert petition(written.code).state == "lapsed"
    answer = second(client, written.code, right)
    assert answer.status_code == 409
    assert "its last day was" in Page(answer.text).words


def test_nothing_moved_for_a_fortnight_is_said(
    client: FlaskClient, written: Written, clock: Clock
) -> None:
    days_pass(clock, 13)
    assert "Nothing has moved" not in client.get(f"/petitions/{written.code}").text
    days_pass(clock, 1)
    for address in (f"/petitions/{written.code}", "/petitions"):
        assert "Nothing has moved for 14 days." in Page(client.get(address).text).words


def test_two_at_the_threshold_open_one_debate(app: Flask, written: Written) -> None:
    rights = [draw(f"seconding-{written.code}") for _ in range(6)]
    ready = Barrier(len(rights))

    def support(right: Right) -> bool:
        with app.app_context():
            ready.wait()
            act = right.act({"act": "second"})
            try:
                service.second(written.code, act, today=today(), config=config())
            except service.SecondingOver:
                return False
            return True

    with ThreadPoolExecutor(len(rights)) as threads:
        counted = list(threads.map(support, rights))
    found = petition(written.code)
    assert (found.state, found.seconds_count) == ("debated", sum(counted))
    assert sum(counted) >= 5
    debates = select(func.count()).select_from(Scope).where(Scope.kind == "debate")
    steps = select(func.count()).select_from(Step).where(Step.state == "debated")
    assert (db.session.scalar(debates), db.session.scalar(steps)) == (1, 1)


class Killed(Exception):
    """The process ended here."""


def test_a_crash_before_the_debate_opens_is_completed_by_upkeep(
    client: FlaskClient, written: Written, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        second(client, written.code)

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_scope", die)
        assert second(client, written.code).status_code == 500
    assert (petition(written.code).state, petition(written.code).seconds_count) == ("seconding", 5)
    days_pass(clock, 1)
    assert petition(written.code).state == "debated"


def test_a_crash_before_the_seconding_opens_is_completed_by_upkeep(
    client: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = draft_right()

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_scope", die)
        with pytest.raises(AssertionError):
            publish(client, right=right)
    days_pass(clock, 1)
    written = publish(client, right=right)
    assert petition(written.code).state == "seconding"
