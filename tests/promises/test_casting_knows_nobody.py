"""What is cast cannot be tied to who drew it: no session, no shared name, no shared order."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.sessions import SessionMixin
from flask.testing import FlaskClient
from sqlalchemy import select

from coop.db import BASES, Database, db, engine
from coop.tokens.client.wallet import Token
from coop.tokens.rules import FEWEST_ISSUED, Act, PublicScope
from coop.votes import queries
from coop.votes.models import StoredBallot
from coop.wallet.models import Issuance
from coop.wallet.service import freeze_roll
from coop.web.clock import today
from tests.pages import Page
from tests.reports.sending import on_one_engine
from tests.votes.boxes import CODE, Voter, open_vote, send
from tests.wallet.players import Player, player, seat


class Touched(AssertionError):
    """Somebody looked into a session."""


class Untouchable(dict[str, Any], SessionMixin):
    """A session that nobody may look into while a view runs.

    Flask-Login looks into every answer's, which outside /me/ is an empty one of no cookie.
    """

    is_armed = False

    def _touched(self, *_: object, **__: object) -> Any:
        if self.is_armed:
            raise Touched
        return None

    def __contains__(self, _name: object) -> bool:
        return bool(self._touched())

    __getitem__ = __setitem__ = __delitem__ = __len__ = _touched
    get = pop = setdefault = update = keys = values = items = _touched  # type: ignore[assignment]
    accessed = modified = permanent = property(_touched, _touched)  # type: ignore[assignment]


@pytest.fixture
def armed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The house, in which a view that touches the session fails."""
    session = Untouchable()
    interface = type(app.session_interface)
    monkeypatch.setattr(interface, "open_session", lambda *_: session)
    monkeypatch.setattr(interface, "save_session", lambda *_: None)

    def arm(view: Callable[..., Any]) -> Callable[..., Any]:
        def seen(*args: Any, **kwargs: Any) -> Any:
            session.is_armed = True
            try:
                return view(*args, **kwargs)
            finally:
                session.is_armed = False

        return seen

    app.view_functions = {name: arm(view) for name, view in app.view_functions.items()}
    return app


@on_one_engine
def test_casting_never_touches_the_session(armed: Flask, client: FlaskClient) -> None:
    with armed.app_context():
        box = open_vote()
    bea = box.voter()
    answers = [send(client, bea.ballot(*said)) for said in (("yes", 1), ("yes", 1), ("no", 0))]
    assert [answer.status_code for answer in answers] == [201, 200, 409]


@on_one_engine
def test_a_view_that_touches_it_fails(armed: Flask, client: FlaskClient) -> None:
    assert client.get("/me/").status_code == 500


def test_below_ten_tokens_the_box_takes_nothing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        box = open_vote(is_box_open=False)
    refused = send(client, box.voter().ballot())
    assert (refused.status_code, refused.json["reason"]) == (409, "BoxNotOpen")
    words = Page(client.get(f"/petitions/{box.code}/vote").text).words
    assert "The ballot box is not open yet." in words
    assert f"Fewer than {FEWEST_ISSUED} members have drawn their token" in words
    with app.app_context():
        assert queries.ballot_count(box.scope.code) == 0


def ballot_of(scope: PublicScope, token: Token, choice: str = "yes") -> Act:
    """A ballot signed with a token that was really drawn."""
    voter = Voter(scope, token.signer, token.prefix, token.signature)
    return voter.ballot(choice)


def drawn_by(app: Flask, count: int) -> tuple[PublicScope, list[Player]]:
    """A vote whose roll is frozen, and members who drew their tokens for it one after another."""
    seats = [seat(app) for _ in range(count)]
    with app.app_context():
        freeze_roll(f"vote-{CODE}", today=today())
        box = open_vote(is_box_open=False)
    players = [player(app, seat_id=each) for each in seats]
    for each in players:
        assert each.draw() == []
    return box.scope, players


def test_the_tenth_draw_opens_the_box(app: Flask, client: FlaskClient) -> None:
    scope, players = drawn_by(app, FEWEST_ISSUED - 1)
    ballot = ballot_of(scope, players[0].token(scope.code))
    before = send(client, ballot).status_code
    tenth = player(app)
    tenth.draw()
    assert (before, send(client, ballot).status_code) == (409, 201)


def values_of(database: Database) -> set[bytes]:
    """Every value of a database as bytes, but numbers and days: those are shared by chance."""
    found: set[bytes] = set()
    for table in BASES[database].metadata.tables.values():
        with engine(database).connect() as connection:
            rows = connection.execute(select(table)).all()
        for row in rows:
            found |= {_as_bytes(value) for value in row if isinstance(value, bytes | str | UUID)}
    return {value for value in found if len(value) > 3}


def _as_bytes(value: bytes | str | UUID) -> bytes:
    if isinstance(value, UUID):
        return value.bytes
    return value.encode() if isinstance(value, str) else value


def test_draws_and_casts_share_no_value(app: Flask, client: FlaskClient) -> None:
    scope, players = drawn_by(app, FEWEST_ISSUED)
    for each in reversed(players):
        assert send(client, ballot_of(scope, each.token(scope.code))).status_code == 201
    with app.app_context():
        cast = {
            value
            for row in queries.ballots(scope.code)
            for value in (row.nonce, row.prefix, row.token, row.signature)
        }
        hashed = {hashlib.sha256(value).digest() for value in cast}
        drawn = values_of("members")
        issued = db.session.scalars(select(Issuance.blinded_digest)).all()
    assert len(cast) == 4 * FEWEST_ISSUED
    assert set(issued) <= drawn
    assert (cast | hashed) & drawn == set()
    # Not even as a part of something longer.
    assert not any(value in whole for value in cast for whole in drawn)


def test_neither_a_draw_nor_a_ballot_has_a_place_for_time_or_order() -> None:
    columns = {
        model: {column.name for column in model.__table__.columns}
        for model in (StoredBallot, Issuance)
    }
    assert columns[StoredBallot] == {
        "scope_code", "nonce", "prefix", "token", "choice", "seq", "signature",
    }  # fmt: skip
    assert columns[Issuance] == {"seat_id", "scope_code", "slot", "blinded_digest"}


def test_two_ballots_are_answered_alike_whoever_drew_first(app: Flask, client: FlaskClient) -> None:
    scope, players = drawn_by(app, FEWEST_ISSUED)
    first, last = (
        send(client, ballot_of(scope, each.token(scope.code))) for each in (players[0], players[-1])
    )
    own = ("nonce", "receipt")
    told = [{k: v for k, v in answer.json.items() if k not in own} for answer in (first, last)]
    assert told[0] == told[1]
    assert dict(first.headers) == dict(last.headers)
