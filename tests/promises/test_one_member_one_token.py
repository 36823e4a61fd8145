"""One member, one token of a scope: not two by racing, by another wallet, or by joining again."""

import secrets
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import delete, func, select

from coop.accounts.models import Seat
from coop.db import db, writing
from coop.tokens import queries as tokens
from coop.tokens.rules import PublicScope
from coop.tokens.sealing import keys_of
from coop.wallet import queries, service
from coop.wallet.models import Issuance
from coop.wallet.rules import DrawnOtherwise, Order, Place
from coop.wallet.signing import signatures
from coop.web.clock import today
from coop.web.settings import config
from tests.accounts.seats import invitation, join
from tests.conftest import Clock, browser
from tests.pages import Page
from tests.wallet.players import Player, open_scope, player, seat

DRAWERS = 200


def some_order(scope: PublicScope) -> Order:
    """A message nobody can tell from a blinded one: below the modulus, and otherwise any number."""
    return Order(Place(scope.code, 0), b"\x01" + secrets.token_bytes(255))


def drawn_at_once(app: Flask, scope: PublicScope, seats: list[uuid.UUID]) -> list[bytes | None]:
    """What each of many drawings gets that begin at the same moment."""
    ready = Barrier(len(seats))

    def run(seat_id: uuid.UUID) -> bytes | None:
        with app.app_context():
            scopes = tokens.issuing_scopes(today=today())
            db.session.remove()
            ready.wait()
            order = some_order(scope)
            verdicts = service.draw(seat_id, [order], scopes)
            assert isinstance(verdicts[0].refusal, DrawnOtherwise | None)
            return signatures(verdicts, scopes, sealing=keys_of(config()).sealing).get(order)

    with ThreadPoolExecutor(len(seats)) as threads:
        return list(threads.map(run, seats))


def counted(app: Flask, scope: PublicScope) -> tuple[int, int]:
    with app.app_context():
        rows = db.session.scalar(select(func.count()).select_from(Issuance)) or 0
        return rows, queries.issued_count(scope.code)


def test_two_hundred_drawings_of_one_slot_at_once_get_one_answer(app: Flask) -> None:
    scope, eve = open_scope(app, "debate"), seat(app)
    answers = drawn_at_once(app, scope, [eve] * DRAWERS)
    assert len([answer for answer in answers if answer]) == 1
    assert counted(app, scope) == (1, 1)


def test_two_hundred_members_at_once_are_all_served_and_counted(app: Flask) -> None:
    scope = open_scope(app, "debate")
    answers = drawn_at_once(app, scope, [seat(app) for _ in range(DRAWERS)])
    assert len([answer for answer in answers if answer]) == DRAWERS
    assert counted(app, scope) == (DRAWERS, DRAWERS)


def joined_anew(app: Flask) -> Player:
    """Eve with a new seat, by an invitation like anyone's."""
    client = browser(app)
    phrase_seats = seats_of(app)
    join(client, invitation(app))
    (new,) = seats_of(app) - phrase_seats
    return player(app, seat_id=new)


def seats_of(app: Flask) -> set[uuid.UUID]:
    with app.app_context():
        return set(db.session.scalars(select(Seat.id)))


def leave(app: Flask, who: Player) -> None:
    """Leave the co-operative by its page, as anyone does."""
    page = Page(who.house.member.get("/me/leave").text).form("/me/leave")
    boxes = {name: "y" for name, said in page.attributes.items() if said.get("type") == "checkbox"}
    assert who.house.member.post("/me/leave", data=page.fields | boxes).status_code == 303
    assert who.seat_id not in seats_of(app)


def test_who_votes_leaves_and_joins_again_gets_no_second_token(app: Flask, clock: Clock) -> None:
    eve = player(app)
    for kind in ("vote", "seconding"):
        open_scope(app, kind, lasts=60)
    assert eve.draw() == []
    leave(app, eve)
    again = joined_anew(app)
    assert again.draw() == []
    assert again.wallet.tokens == {}
    clock.time += timedelta(days=45)  # the seat is old by now, and the roll as it was
    later = player(app, seat_id=again.seat_id)
    assert later.draw() == []
    assert later.wallet.tokens == {}


def test_asking_for_the_vote_all_the_same_is_refused_and_not_counted(app: Flask) -> None:
    eve = player(app)
    scope = open_scope(app, "vote")
    leave(app, eve)
    again = joined_anew(app)
    with app.app_context():
        scopes = tokens.issuing_scopes(today=today())
        (verdict,) = service.draw(again.seat_id, [some_order(scope)], scopes)
    assert type(verdict.refusal).__name__ == "NotOnTheRoll"
    assert counted(app, scope) == (0, 0)


def test_a_burst_of_new_seats_moves_no_roll_and_draws_nothing(app: Flask) -> None:
    seat(app)
    scope = open_scope(app, "vote")
    newcomers = [seat(app, days=days) for days in (0, 1, 15, 29)]
    with app.app_context():
        assert service.freeze_roll(scope.code, today=today()).size == 1
        scopes = tokens.issuing_scopes(today=today())
        for seat_id in newcomers:
            (verdict,) = service.draw(seat_id, [some_order(scope)], scopes)
            assert type(verdict.refusal).__name__ == "NotOnTheRoll"


def test_without_its_roll_a_vote_gives_no_token_at_all(app: Flask) -> None:
    """Half opened, or with the members' database of another day: nobody is let in by mistake."""
    bea, scope = seat(app), open_scope(app, "vote")
    with app.app_context():
        with writing("members") as session:
            session.execute(delete(queries.RollRow))
        scopes = tokens.issuing_scopes(today=today())
        (verdict,) = service.draw(bea, [some_order(scope)], scopes)
    assert type(verdict.refusal).__name__ == "NotOnTheRoll"
