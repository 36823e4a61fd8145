"""Drawing and casting share no identifier, time or order: nothing joins the two databases."""

import base64
import json
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import Date, event

from coop.db import BASES, Database, engine
from coop.lib import base64url
from coop.tokens.client import acting
from coop.tokens.client.house import Answer
from coop.wallet.models import Issuance, IssuedCount, RollRow
from tests.shell import run
from tests.wallet.players import Player, TestHouse, open_scope, player, seat

VOTERS = 12
# Shorter values single nobody out: a slot, a day, a kind, a choice.
TELLING = 8
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Overheard(TestHouse):
    """A house whose every word with a member is kept, by the side on which it was said."""

    __test__ = False
    said: dict[bool, list[Any]] = field(default_factory=lambda: {True: [], False: []})

    def ask(self, path: str, **asked: Any) -> Answer:
        answer = TestHouse.ask(self, path, **asked)
        kept = self.said[asked.get("as_member", False)]
        # The ledger and the open scopes are the same for all: they tell of nobody.
        if not path.startswith(("/api/v1/scopes", "/api/v1/ledger")):
            kept += [asked.get("sends"), asked.get("headers"), json.loads(answer.text)]
        return answer


@dataclass
class Round:
    """A whole vote: who drew, in which order, and who cast in which other order."""

    scope: str
    voters: list[Player]
    cast_order: list[Player]

    def said(self, *, as_member: bool) -> set[bytes]:
        """Every telling value that passed on one side."""
        heard: list[Any] = []
        for voter in self.voters:
            assert isinstance(voter.house, Overheard)
            heard += voter.house.said[as_member]
        return {value for each in heard for value in telling(each)}


@pytest.fixture
def vote(app: Flask) -> Round:
    """Twelve members draw all that is open, and cast in an order of their own."""
    seats = [seat(app) for _ in range(VOTERS)]
    scope = open_scope(app, "vote").code
    open_scope(app, "debate")
    voters = [listened(player(app, seat_id=each)) for each in seats]
    for voter in voters:
        assert voter.draw() == []
    cast_order = random.Random(5).sample(voters, VOTERS)
    for number, voter in enumerate(cast_order):
        choice = ("yes", "no", "abstain")[number % 3]
        acting.cast(voter.house, voter.wallet, scope.removeprefix("vote-"), choice)
    return Round(scope, voters, cast_order)


def listened(who: Player) -> Player:
    """The same member, overheard."""
    return Player(who.seat_id, Overheard(who.house.member, who.house.anyone), who.wallet)


def telling(value: Any) -> Iterator[bytes]:
    """The values within a value that could single somebody out, as bare bytes."""
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list | tuple):
        for each in value:
            yield from telling(each)
    elif isinstance(value, uuid.UUID):
        yield value.bytes
    elif isinstance(value, bytes | str) and len(value) >= TELLING:
        yield value if isinstance(value, bytes) else value.encode()
        if isinstance(value, str):
            yield from unwrapped(value)


def unwrapped(text: str) -> Iterator[bytes]:
    """The bytes behind a text that is hex or base64url."""
    for decode in (bytes.fromhex, base64url.decode):
        try:
            raw = decode(text)
        except ValueError:
            continue
        if len(raw) >= TELLING:
            yield raw


def rows(app: Flask, database: Database) -> list[Any]:
    """Every value of every row of a database."""
    with app.app_context(), engine(database).connect() as connection:
        return [
            value
            for table in BASES[database].metadata.sorted_tables
            for row in connection.execute(table.select())
            for value in row
        ]


def stored(app: Flask, database: Database) -> bytes:
    """All that a database holds, each value in every way that it may be written."""
    values = {each for value in rows(app, database) for each in telling(value)}
    written = [(raw, raw.hex().encode(), base64.urlsafe_b64encode(raw)[:-2]) for raw in values]
    return b"\n".join(way for ways in written for way in ways)


def scopes_of(vote: Round) -> set[bytes]:
    """What both sides may know: which scopes there are."""
    return {code.encode() for code, _slot in vote.voters[0].wallet.tokens}


def found_in(hay: bytes, needles: set[bytes]) -> set[bytes]:
    return {needle for needle in needles if needle in hay}


def test_the_vote_was_really_held(app: Flask, vote: Round) -> None:
    """Without this, finding nothing below would prove nothing."""
    token = vote.voters[0].token(vote.scope)
    assert token.nonce in stored(app, "voice")
    assert token.signature in stored(app, "voice")
    assert vote.voters[0].seat_id.bytes in stored(app, "members")


def test_no_value_of_one_database_stands_in_the_other(app: Flask, vote: Round) -> None:
    run(app, "upkeep")
    of_members = {each for value in rows(app, "members") for each in telling(value)}
    assert found_in(stored(app, "voice"), of_members) == scopes_of(vote)


def test_nothing_that_passed_while_drawing_is_kept_in_voice(app: Flask, vote: Round) -> None:
    drawn = vote.said(as_member=True)
    assert found_in(stored(app, "voice"), drawn) == scopes_of(vote)


def test_nothing_that_passed_while_casting_is_kept_with_the_members(
    app: Flask, vote: Round
) -> None:
    cast = vote.said(as_member=False)
    assert found_in(stored(app, "members"), cast) == {vote.scope.encode()}


def test_a_drawing_and_a_cast_have_no_word_in_common(app: Flask, vote: Round) -> None:
    """Whoever recorded all of both, on the server itself, could not join one to the other."""
    both = vote.said(as_member=True) & vote.said(as_member=False)
    assert both == {vote.scope.encode()}


def test_of_the_blinded_message_a_digest_is_kept_and_nothing_of_the_signature(
    app: Flask, vote: Round
) -> None:
    drawn = {each for each in vote.said(as_member=True) if len(each) == 256}
    assert len(drawn) == VOTERS * 2 * 2  # a vote and a debate, asked and answered
    assert found_in(stored(app, "members"), drawn) == set()


def test_an_issuance_has_no_time_and_no_number(app: Flask) -> None:
    columns = {column.name for column in Issuance.__table__.columns}
    assert columns == {"seat_id", "scope_code", "slot", "blinded_digest"}


def test_the_only_days_beside_it_are_those_of_the_scope(app: Flask, vote: Round) -> None:
    dated = {
        f"{table.name}.{column.name}"
        for table in (RollRow.__table__, IssuedCount.__table__, Issuance.__table__)
        for column in table.columns
        if isinstance(column.type, Date)
    }
    assert dated == {"rolls.eligible_since", "issued_counts.ended_on"}
    days = {value for value in rows(app, "members") if isinstance(value, date)}
    assert len(days) <= 3  # the seats', their sessions', the roll's


@contextmanager
def statements_on(app: Flask, database: Database) -> Iterator[list[str]]:
    """What is asked of one database meanwhile."""
    heard: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement.lstrip().upper())

    with app.app_context():
        bind = engine(database)
    event.listen(bind, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(bind, "before_cursor_execute", note)


def test_a_drawing_writes_nothing_in_voice(app: Flask, vote: Round) -> None:
    open_scope(app, "seconding")
    with statements_on(app, "voice") as heard:
        vote.voters[0].draw()
    assert heard
    assert [each for each in heard if each.startswith(WRITES)] == []


def test_a_cast_asks_nothing_of_the_members_database(app: Flask, vote: Round) -> None:
    voter = vote.voters[0]
    with statements_on(app, "members") as heard:
        acting.cast(voter.house, voter.wallet, vote.scope.removeprefix("vote-"), "no")
    assert heard == []


def test_a_cast_carries_no_cookie_though_the_member_is_signed_in(
    app: Flask, vote: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client that casts is the member's own browser: its cookie lives under /me/ alone."""
    voter = vote.voters[0]
    house = TestHouse(voter.house.member, voter.house.member)
    seen: list[bool] = []
    looks = [*app.before_request_funcs[None], lambda: seen.append(bool(request.cookies))]
    monkeypatch.setitem(app.before_request_funcs, None, looks)
    acting.cast(house, voter.wallet, vote.scope.removeprefix("vote-"), "no")
    house.ask("/me/wallet/rights", as_member=True)
    # The ballot, and what is asked to check its receipt.
    *casting, drawing = seen
    assert (any(casting), drawing) == (False, True)
