"""Rolls freeze, tokens are counted, issuing ends: what stands behind drawing."""

import secrets
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from coop.accounts.models import Seat
from coop.db import db, writing
from coop.settling import TooBusy
from coop.tokens import queries as tokens
from coop.tokens.rules import FEWEST_ISSUED, PublicScope
from coop.wallet import queries, service
from coop.wallet.models import Issuance
from coop.wallet.rules import NotIssued, Order, Place, Roll
from coop.web.clock import today
from tests.conftest import Clock
from tests.shell import run
from tests.wallet.players import open_scope, player, seat


def order(scope: PublicScope, slot: int = 0) -> Order:
    """A message that the scope's key could sign: nobody can tell it from a blinded one."""
    return Order(Place(scope.code, slot), b"\x01" + secrets.token_bytes(255))


def draw(app: Flask, scope: PublicScope, *seats: object) -> None:
    """Let each of these seats take the first slot of a scope."""
    with app.app_context():
        for seat_id in seats:
            scopes = tokens.issuing_scopes(today=today())
            (verdict,) = service.draw(seat_id, [order(scope)], scopes)  # type: ignore[arg-type]
            assert verdict.refusal is None


def stored(app: Flask, code: str) -> PublicScope:
    with app.app_context():
        return tokens.scope(code)


def test_the_roll_counts_seats_of_thirty_days_and_more(app: Flask) -> None:
    for days in (0, 29, 30, 31):
        seat(app, days=days)
    with app.app_context():
        roll = service.freeze_roll("vote-A", today=today())
        assert roll == Roll(today() - timedelta(days=30), 2)


def test_a_frozen_roll_does_not_move(app: Flask, clock: Clock) -> None:
    seat(app, days=29)
    with app.app_context():
        first = service.freeze_roll("vote-A", today=today())
    clock.time += timedelta(days=1)
    with app.app_context():
        assert service.freeze_roll("vote-A", today=today()) == first == queries.roll("vote-A")


def test_each_token_is_counted_once(app: Flask) -> None:
    scope = open_scope(app, "debate")
    bea, moe = player(app), player(app)
    for who in (bea, bea, moe):
        who.draw()
    with app.app_context():
        assert queries.issued_count(scope.code) == 2


def test_who_leaves_takes_what_was_issued_along_and_lowers_no_count(app: Flask) -> None:
    scope, bea = open_scope(app, "debate"), player(app)
    bea.draw()
    with app.app_context():
        with writing("members") as session:
            session.execute(delete(Seat).where(Seat.id == bea.seat_id))
        assert db.session.scalars(select(Issuance)).all() == []
        assert queries.issued_count(scope.code) == 1


def test_the_box_opens_with_the_tenth_token_and_not_before(app: Flask) -> None:
    seats = [seat(app) for _ in range(FEWEST_ISSUED)]
    vote = open_scope(app, "vote")
    draw(app, vote, *seats[:-1])
    assert not stored(app, vote.code).is_box_open
    draw(app, vote, seats[-1])
    assert stored(app, vote.code).is_box_open


def test_upkeep_opens_a_box_that_a_crash_left_shut(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats = [seat(app) for _ in range(FEWEST_ISSUED)]
    vote = open_scope(app, "vote")
    with monkeypatch.context() as crash:
        crash.setattr(service, "open_box", lambda _code: None)
        draw(app, vote, *seats)
    assert not stored(app, vote.code).is_box_open
    run(app, "upkeep")
    assert stored(app, vote.code).is_box_open


def test_upkeep_closes_what_is_over_and_says_how_many_were_issued(app: Flask, clock: Clock) -> None:
    scope = open_scope(app, "debate")
    draw(app, scope, seat(app), seat(app))
    clock.time += timedelta(days=8)
    run(app, "upkeep")
    closed = stored(app, scope.code)
    assert (closed.is_closed, closed.issued_count) == (True, 2)


def test_a_scope_that_nobody_drew_from_closes_with_none_issued(app: Flask, clock: Clock) -> None:
    scope = open_scope(app, "debate")
    clock.time += timedelta(days=8)
    run(app, "upkeep")
    assert stored(app, scope.code).issued_count == 0


def test_upkeep_on_the_last_day_closes_nothing(app: Flask, clock: Clock) -> None:
    scope = open_scope(app, "debate")
    clock.time += timedelta(days=7)
    run(app, "upkeep")
    assert not stored(app, scope.code).is_closed


def test_when_issuing_ended_the_digests_are_wiped_and_the_right_is_still_told(
    app: Flask, clock: Clock
) -> None:
    scope, bea = open_scope(app, "debate"), player(app)
    bea.draw()
    clock.time += timedelta(days=8)
    run(app, "upkeep")
    with app.app_context():
        (issuance,) = db.session.scalars(select(Issuance))
        issued, _more = queries.rights_of(bea.seat_id)
        assert issuance.blinded_digest is None
        assert [(each.scope, each.count, each.ended_on) for each in issued] == [
            (scope.code, 1, today())
        ]


@pytest.mark.parametrize(("days", "lines"), [(30, 1), (31, 0)])
def test_more_than_thirty_days_after_issuing_ended_it_is_forgotten(
    app: Flask, clock: Clock, days: int, lines: int
) -> None:
    scope, bea = open_scope(app, "debate"), player(app)
    bea.draw()
    clock.time += timedelta(days=8)
    run(app, "upkeep")
    clock.time += timedelta(days=days)
    run(app, "upkeep")
    with app.app_context():
        issued, _more = queries.rights_of(bea.seat_id)
        assert len(issued) == lines
        assert queries.issued_count(scope.code) == 1


def test_a_crash_between_the_two_databases_is_completed_with_the_same_count(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = open_scope(app, "debate")
    draw(app, scope, seat(app))
    clock.time += timedelta(days=8)
    with app.app_context():
        assert service.end_issuing(scope.code, today=today()) == 1
    assert not stored(app, scope.code).is_closed
    run(app, "upkeep")
    assert stored(app, scope.code).issued_count == 1


def test_nothing_is_issued_between_the_count_and_the_closing(app: Flask) -> None:
    scope, late = open_scope(app, "debate"), seat(app)
    with app.app_context():
        scopes = tokens.issuing_scopes(today=today())
        service.end_issuing(scope.code, today=today())
        (verdict,) = service.draw(late, [order(scope)], scopes)
        assert isinstance(verdict.refusal, NotIssued)
        assert queries.issued_count(scope.code) == 0
        assert db.session.scalars(select(Issuance)).all() == []


def test_upkeep_twice_changes_nothing_more(app: Flask, clock: Clock) -> None:
    scope = open_scope(app, "debate")
    draw(app, scope, seat(app))
    clock.time += timedelta(days=8)
    run(app, "upkeep")
    once = stored(app, scope.code)
    run(app, "upkeep")
    assert stored(app, scope.code) == once


def test_the_list_of_ones_rights_has_pages(app: Flask) -> None:
    bea = seat(app)
    for number in range(3):
        draw(app, open_scope(app, "room", f"hall{number}-2026-11"), bea)
    with app.app_context():
        first, more = queries.rights_of(bea, size=2)
        last, no_more = queries.rights_of(bea, page=2, size=2)
    assert (len(first), more, len(last), no_more) == (2, True, 1, False)


def test_a_table_that_is_in_use_holds_up_nothing_else_of_upkeep(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_model: type) -> None:
        raise TooBusy("issuances")

    scope = open_scope(app, "debate")
    clock.time += timedelta(days=8)
    monkeypatch.setattr(service, "rewrite", busy)
    done = run(app, "upkeep")
    assert (done.exit_code, "issuances" in done.output) == (1, True)
    assert stored(app, scope.code).is_closed
