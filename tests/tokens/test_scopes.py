"""Scopes open once, stand in the ledger before their first token, and lose their key at the end."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coop.db import db, writing
from coop.ledger import queries as ledger
from coop.lib import base64url
from coop.lib.blindrsa import PrivateKey, generate
from coop.tokens import queries, service
from coop.tokens.models import ScopeKey, SpentToken
from coop.tokens.rules import Descriptor, PublicScope, TokenSpent
from coop.tokens.sealing import keys_of, seal, unseal
from coop.web.clock import today
from coop.web.settings import config
from tests.conftest import Clock
from tests.counting import counted
from tests.tokens.rights import Right, draw

VOTE = Descriptor(
    kind="vote",
    subject="ABCD1234EFGH",
    opens_on=date(2026, 11, 23),
    closes_on=date(2026, 11, 29),
    roll_size=40,
    eligible_since=date(2026, 10, 24),
    details={"title": "Paid breaks", "options": ["yes", "no", "abstain"], "quorum": 20},
)
BODY = {"act": "second"}


@pytest.fixture(scope="session")
def key() -> PrivateKey:
    return generate(2048)


def open_vote(key: PrivateKey, descriptor: Descriptor = VOTE) -> PublicScope:
    with writing("voice") as session:
        return service.open_scope(session, descriptor, key, keys=keys_of(config()), today=today())


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def test_a_scopes_leaf_is_in_the_ledger_when_it_opens(inside: Flask, key: PrivateKey) -> None:
    scope = open_vote(key)
    proof, head = ledger.inclusion(scope.leaf), ledger.head()
    assert head is not None
    assert proof.leads_to(head.root)
    content = json.loads(proof.text or "")["content"]
    assert content["descriptor"] == scope.descriptor == VOTE.text
    assert base64url.decode(content["key"]) == scope.key == key.public.spki()
    assert hashlib.sha256((proof.text or "").encode()).digest() == scope.leaf


def test_a_second_opening_finds_the_first(inside: Flask, key: PrivateKey) -> None:
    first = open_vote(key)
    assert open_vote(generate(2048)) == first
    assert (ledger.head() or pytest.fail()).size == 1


def test_many_opening_at_once_open_one(app: Flask, key: PrivateKey) -> None:
    ready = Barrier(4)

    def run(_number: int) -> bytes:
        with app.app_context():
            ready.wait()
            return open_vote(key if _number else generate(2048)).leaf

    with ThreadPoolExecutor(4) as threads:
        leaves = set(threads.map(run, range(4)))
    with app.app_context():
        assert len(leaves) == 1
        assert (ledger.head() or pytest.fail()).size == 1


def test_the_stored_key_is_encrypted_for_its_scope_alone(inside: Flask, key: PrivateKey) -> None:
    open_vote(key)
    sealed = db.session.scalar(select(ScopeKey.sealed_key)) or b""
    sealing = keys_of(config()).sealing
    assert key.to_der() not in sealed
    assert unseal(sealed, "vote-ABCD1234EFGH", sealing=sealing) == key
    with pytest.raises(InvalidTag):
        unseal(sealed, "vote-000000000000", sealing=sealing)
    with pytest.raises(InvalidTag):
        unseal(sealed, "vote-ABCD1234EFGH", sealing=bytes(32))


def test_two_sealings_of_one_key_differ(key: PrivateKey) -> None:
    sealed = {seal(key, "vote-ABCD1234EFGH", sealing=bytes(32)) for _ in range(2)}
    assert len(sealed) == 2


def test_closing_forgets_the_key_and_says_how_many_were_issued(
    inside: Flask, key: PrivateKey
) -> None:
    open_vote(key)
    with writing("voice") as session:
        service.close_scope(session, "vote-ABCD1234EFGH", issued_count=31)
    scope = queries.scope("vote-ABCD1234EFGH")
    assert (scope.is_closed, scope.issued_count) == (True, 31)
    assert db.session.scalar(select(ScopeKey.sealed_key)) is None
    assert queries.issuing_scopes(today=today()) == {}


@pytest.fixture
def right(inside: Flask, key: PrivateKey) -> Right:
    open_vote(key)
    return draw("vote-ABCD1234EFGH")


def spend(right: Right, body: dict[str, object]) -> bool:
    with writing("voice") as session:
        return service.spend(session, right.act(body))


def test_a_token_is_spent_once_and_a_repeat_changes_nothing(right: Right) -> None:
    assert [spend(right, BODY), spend(right, BODY)] == [True, False]
    assert queries.spent_count("vote-ABCD1234EFGH") == 1


def test_a_spent_token_serves_nothing_else(right: Right) -> None:
    spend(right, BODY)
    with pytest.raises(TokenSpent):
        spend(right, {"act": "draft"})


def test_a_seat_acts_many_times_and_counts_once(right: Right) -> None:
    with writing("voice") as session:
        first = service.take_seat(session, right.act({"act": "comment", "seq": 0}))
        again = service.take_seat(session, right.act({"act": "comment", "seq": 1}))
    assert (first, again) == (True, False)
    assert queries.spent_count("vote-ABCD1234EFGH") == 1


def test_200_spendings_at_once_count_once(app: Flask, key: PrivateKey) -> None:
    with app.app_context():
        open_vote(key)
        right = draw("vote-ABCD1234EFGH")
    ready = Barrier(10)

    def run(_number: int) -> int:
        with app.app_context():
            ready.wait()
            return sum(spend(right, BODY) for _ in range(20))

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(run, range(10))) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SpentToken)) == 1


def test_upkeep_opens_this_period_once(inside: Flask) -> None:
    for _ in range(2):
        service.upkeep(today(), config())
    codes = [scope.code for scope in queries.open_scopes(today=today())]
    assert codes == ["draft-2026-Q4", "report-2026-11", "report-2026-12"]


def test_the_next_period_is_opened_ahead(inside: Flask, clock: Clock) -> None:
    clock.time += timedelta(days=30)
    service.upkeep(today(), config())
    codes = {scope.code for scope in queries.open_scopes(today=today())}
    assert {"draft-2026-Q4", "draft-2027-Q1"} <= codes


def test_what_is_over_is_due_until_closed(inside: Flask, key: PrivateKey, clock: Clock) -> None:
    open_vote(key)
    assert queries.due_scopes(today=today()) == []
    clock.time += timedelta(days=7)
    assert [scope.code for scope in queries.due_scopes(today=today())] == ["vote-ABCD1234EFGH"]


def test_the_api_shows_each_open_scope_with_its_proof(
    inside: Flask, client: FlaskClient, key: PrivateKey
) -> None:
    scope = open_vote(key)
    with counted() as statements:
        body = client.get("/api/v1/scopes").get_json()
    (shown,) = body["scopes"]
    assert shown["code"] == scope.code
    assert json.loads(shown["leaf_text"])["content"]["key"] == base64url.encode(scope.key)
    assert body["head"]["size"] == 1
    assert len(base64url.decode(body["head"]["key"])) == 32
    assert len(statements) <= 4


def test_no_private_key_is_shown(inside: Flask, client: FlaskClient, key: PrivateKey) -> None:
    open_vote(key)
    sealed = db.session.scalar(select(ScopeKey.sealed_key)) or b""
    text = client.get("/api/v1/scopes").text
    assert base64url.encode(sealed)[:40] not in text
    assert sealed.hex()[:40] not in text


def test_an_empty_house_has_no_scopes(client: FlaskClient) -> None:
    assert client.get("/api/v1/scopes").get_json() == {"head": None, "scopes": []}
