"""A member draws the tokens of the open scopes, each once."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from coop.db import db
from coop.lib.blindrsa import FaultySignature, verify
from coop.tokens import service as tokens
from coop.tokens.acts import public_key
from coop.tokens.client.drawing import pending
from coop.tokens.client.scopes import believed
from coop.tokens.client.wallet import Wallet
from coop.tokens.rules import token_message
from coop.wallet import queries, routes, signing
from coop.wallet.models import Issuance
from coop.wallet.rules import MOST_AT_ONCE
from coop.web.clock import today
from coop.web.settings import config
from tests.conftest import Clock, browser
from tests.counting import counted
from tests.reports.sending import on_one_engine
from tests.wallet.players import Player, open_scope, player


def rights(who: Player) -> dict[str, Any]:
    return who.house.ask("/me/wallet/rights", as_member=True).json()


def send(who: Player, entries: Any, *, token: str | None = None) -> Any:
    csrf = rights(who)["csrf"] if token is None else token
    return who.house.member.post("/me/wallet", json=entries, headers={"X-CSRF-Token": csrf})


def entry(who: Player, code: str, slot: int = 0, *, seed: bytes | None = None) -> dict[str, Any]:
    """The entry that a wallet of this seed sends for one slot."""
    scopes, _head = believed(who.house, seen=who.wallet.seen, leaves={})
    return pending(scopes[code], slot, seed=seed or who.wallet.seed).as_json()


def issuances(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Issuance)) or 0


def test_a_member_draws_a_token_that_verifies(app: Flask) -> None:
    scope, bea = open_scope(app, "debate"), player(app)
    assert bea.draw() == []
    token = bea.token(scope.code)
    message = token_message(scope, token.nonce)
    assert verify(public_key(scope.key), message, token.prefix, token.signature)


def test_every_slot_of_a_scope_is_drawn(app: Flask) -> None:
    scope, bea = open_scope(app, "draft", "2026-Q4"), player(app)
    bea.draw()
    assert [slot for code, slot in bea.wallet.tokens if code == scope.code] == [0, 1, 2]


def test_a_second_phone_with_the_same_seed_draws_the_same_tokens(app: Flask) -> None:
    open_scope(app, "draft", "2026-Q4")
    bea = player(app)
    bea.draw()
    drawn, bea.wallet = bea.wallet.tokens, Wallet(bea.wallet.seed, seen=bea.wallet.seen)
    assert bea.draw() == []
    assert bea.wallet.tokens == drawn
    assert issuances(app) == 3


def test_another_wallet_gets_no_second_token(app: Flask) -> None:
    open_scope(app, "debate")
    bea = player(app)
    bea.draw()
    bea.wallet = Wallet(bytes(16), seen=bea.wallet.seen)
    assert [each.reason for each in bea.draw()] == ["DrawnOtherwise"]
    assert bea.wallet.tokens == {}


def test_a_seat_younger_than_thirty_days_draws_no_vote(app: Flask) -> None:
    open_scope(app, "vote")
    open_scope(app, "debate")
    newcomer = player(app, days=29)
    newcomer.draw()
    assert {code for code, _slot in newcomer.wallet.tokens} == {"debate-PETITION0001"}


def test_asking_for_it_all_the_same_is_refused_in_words(app: Flask) -> None:
    scope, newcomer = open_scope(app, "vote"), player(app, days=29)
    (answer,) = send(newcomer, [entry(newcomer, scope.code)]).get_json()
    assert (answer["reason"], "30 days" in answer["refused"]) == ("NotOnTheRoll", True)


def test_a_seat_that_turns_thirty_days_while_the_vote_runs_draws_none(
    app: Flask, clock: Clock
) -> None:
    open_scope(app, "vote")
    newcomer = player(app, days=29)
    clock.time += timedelta(days=3)
    newcomer = player(app, seat_id=newcomer.seat_id)
    assert rights(newcomer)["scopes"] == []


def test_a_seat_opened_after_the_scope_draws_what_admits_new_seats(app: Flask) -> None:
    open_scope(app, "report", "2026-11")
    newcomer = player(app, days=0)
    newcomer.draw()
    assert len(newcomer.wallet.tokens) == 10


def test_the_tokens_of_the_next_month_are_drawn_ahead(app: Flask, clock: Clock) -> None:
    clock.time = clock.time.replace(day=20)
    with app.app_context():
        tokens.upkeep(today(), config())
    bea = player(app)
    bea.draw()
    assert "report-2026-12" in {code for code, _slot in bea.wallet.tokens}


def test_what_is_over_is_drawn_no_more(app: Flask, clock: Clock) -> None:
    scope, bea = open_scope(app, "debate"), player(app)
    sent = entry(bea, scope.code)
    clock.time += timedelta(days=8)
    (answer,) = send(bea, [sent]).get_json()
    assert answer["reason"] == "NotIssued"


def test_on_its_last_day_it_is_drawn(app: Flask, clock: Clock) -> None:
    open_scope(app, "debate")
    bea = player(app)
    clock.time += timedelta(days=7)
    bea.draw()
    assert bea.wallet.tokens


def test_one_bad_entry_spoils_none_beside_it(app: Flask) -> None:
    scope, bea = open_scope(app, "draft", "2026-Q4"), player(app)
    good = entry(bea, scope.code, 2)
    bad: list[Any] = [
        7,
        {},
        {"scope": scope.code, "slot": True, "blinded": good["blinded"]},
        {"scope": scope.code, "slot": 0, "blinded": good["blinded"] + "="},
        {"scope": scope.code, "slot": 0, "blinded": "AAAA"},
        {"scope": scope.code, "slot": 3, "blinded": good["blinded"]},
        {"scope": "vote-NOWHERE", "slot": 0, "blinded": good["blinded"]},
    ]
    answers = send(bea, [*bad, good]).get_json()
    assert [each.get("reason") for each in answers] == [
        *["NotAnItem"] * 4,
        "NotBlinded",
        "NoSuchSlot",
        "NotIssued",
        None,
    ]
    assert (answers[-1]["scope"], answers[-1]["slot"]) == (scope.code, 2)
    assert issuances(app) == 1


@on_one_engine
@pytest.mark.parametrize("body", [{}, "x", None, [{}] * (MOST_AT_ONCE + 1)])
def test_anything_but_a_list_of_some_length_is_refused(app: Flask, body: Any) -> None:
    assert send(player(app), body).status_code == 400


@on_one_engine
@pytest.mark.parametrize("token", ["", "x", "20261123120000##0000"])
def test_without_the_token_of_the_session_nothing_is_drawn(app: Flask, token: str) -> None:
    scope, bea = open_scope(app, "debate"), player(app)
    assert send(bea, [entry(bea, scope.code)], token=token).status_code == 400
    assert issuances(app) == 0


@on_one_engine
def test_the_token_of_another_session_does_not_serve(app: Flask) -> None:
    bea, eve = player(app), player(app)
    assert send(bea, [], token=rights(eve)["csrf"]).status_code == 400


@on_one_engine
def test_who_has_no_seat_is_sent_to_the_door(app: Flask) -> None:
    answer = browser(app).post("/me/wallet", json=[])
    assert (answer.status_code, "/me/sign-in" in answer.location) == (303, True)


def test_the_rights_say_what_was_issued(app: Flask) -> None:
    scope, bea = open_scope(app, "draft", "2026-Q4"), player(app)
    send(bea, [entry(bea, scope.code, 1)])
    assert rights(bea)["scopes"] == [{"scope": scope.code, "slots": 3, "issued": [1]}]


@on_one_engine
def test_two_seats_have_two_marks_and_one_seat_one(app: Flask) -> None:
    bea, eve = player(app), player(app)
    marks = [rights(who)["mark"] for who in (bea, bea, eve)]
    assert f'data-wallet-mark="{marks[0]}"' in bea.house.member.get("/me/").text
    assert (marks[0] == marks[1], marks[0] == marks[2], len(marks[0])) == (True, False, 32)


def test_drawing_a_hundred_asks_no_more_of_the_databases_than_drawing_one(app: Flask) -> None:
    codes = [open_scope(app, "room", f"room-{n}-2026-11").code for n in range(10)]
    bea, moe = player(app), player(app)
    few, many = [entry(bea, codes[0])], [entry(moe, code) for code in codes]
    with counted() as for_one:
        send(bea, few, token=rights(bea)["csrf"])
    with counted() as for_ten:
        send(moe, many, token=rights(moe)["csrf"])
    assert len(for_one) == len(for_ten) <= 14


def test_a_crash_before_the_signing_loses_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope, bea = open_scope(app, "debate"), player(app)
    sends = [entry(bea, scope.code)]
    with monkeypatch.context() as crash:
        crash.setattr(routes, "off_the_loop", lambda *_work, **_more: 1 / 0)
        assert send(bea, sends).status_code == 500
    assert "blind_signature" in send(bea, sends).get_json()[0]
    with app.app_context():
        assert queries.issued_count(scope.code) == 1


@on_one_engine
def test_a_machine_that_errs_gives_no_signature_and_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_scope(app, "debate")
    bea = player(app)
    with monkeypatch.context() as fault:
        fault.setattr(signing, "sign_blind", lambda *_asked, **_keys: [FaultySignature()])
        assert [each.reason for each in bea.draw()] == ["NotSigned"]
    assert bea.draw() == []


def test_what_may_be_drawn_is_told_without_reading_a_private_key(app: Flask) -> None:
    open_scope(app, "debate")
    bea = player(app)
    with counted() as statements:
        rights(bea)
    assert statements
    assert not [each for each in statements if "scope_keys" in each]
