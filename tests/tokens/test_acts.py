"""An act holds only as its token's key signed it, in its scope and its days."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from coop.lib.refusals import Refusal
from coop.tokens import service
from coop.tokens.acts import as_json, check_act, read_act
from coop.tokens.periods import month, quarter
from coop.tokens.queries import scope
from coop.tokens.rules import (
    Act,
    ActForged,
    NotAnAct,
    ScopeClosed,
    ScopeNotOpen,
    TokenForged,
    fields_digest,
)
from coop.web.clock import today
from coop.web.settings import config
from tests.tokens.rights import Right, draw

BODY = {"act": "draft", "fields": "0" * 64}


@pytest.fixture
def right(app: Flask) -> Iterator[Right]:
    """Bea's right to write a petition this quarter."""
    with app.app_context():
        service.upkeep(today(), config())
        yield draw(f"draft-{quarter(today()).name}")


def check(act: Act, does: str = "draft", days: int = 0) -> None:
    check_act(act, scope(act.scope), does=does, today=today() + timedelta(days=days))


def test_what_the_tokens_key_signed_holds(right: Right) -> None:
    check(right.act(BODY))


def test_an_act_is_read_as_it_was_written(right: Right) -> None:
    act = right.act(BODY)
    assert read_act(json.dumps(as_json(act))) == act


def other(value: bytes) -> bytes:
    return value[:-1] + bytes([value[-1] ^ 1])


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda act: replace(act, token=other(act.token)), TokenForged),
        (lambda act: replace(act, prefix=other(act.prefix)), TokenForged),
        (lambda act: replace(act, nonce=other(act.nonce)), TokenForged),
        (lambda act: replace(act, signature=other(act.signature)), ActForged),
        (lambda act: replace(act, body=BODY | {"fields": "1" * 64}), ActForged),
        (lambda act: replace(act, body=BODY | {"act": "second"}), ActForged),
        (lambda act: replace(act, scope="draft-2026-Q3"), ActForged),
    ],
    ids=["token", "prefix", "nonce", "signature", "fields", "what is done", "scope"],
)
def test_any_change_is_refused(
    right: Right, change: Callable[[Act], Act], refusal: type[Refusal]
) -> None:
    act = change(right.act(BODY))
    with pytest.raises(refusal):
        check_act(act, right.scope, does="draft", today=today())


def test_a_token_of_another_scope_is_refused(right: Right) -> None:
    theirs = draw(f"report-{month(today()).name}")
    as_ours = replace(theirs.act(BODY), scope=right.scope.code)
    with pytest.raises(TokenForged):
        check(as_ours)


def test_after_the_last_day_it_is_over(right: Right) -> None:
    past = (right.scope.closes_on - today()).days + 1
    with pytest.raises(ScopeClosed):
        check(right.act(BODY), days=past)


def test_before_the_first_day_it_has_not_begun(right: Right) -> None:
    before = (right.scope.opens_on - today()).days - 1
    with pytest.raises(ScopeNotOpen):
        check(right.act(BODY), days=before)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
)


@given(sent=JSON | st.binary())
def test_nothing_else_is_read_as_an_act(sent: Any) -> None:
    with pytest.raises(NotAnAct):
        read_act(sent)


@given(data=st.data())
def test_no_field_of_an_act_may_be_of_another_kind(data: st.DataObject) -> None:
    act = Act("draft-2026-Q4", b"n" * 32, b"p" * 32, b"t" * 256, BODY, b"s" * 64)
    sent = as_json(act)
    name = data.draw(st.sampled_from(sorted(sent)))
    value = data.draw(JSON.filter(lambda v: not isinstance(v, str)))
    with pytest.raises(NotAnAct):
        read_act(sent | {name: value if name != "body" else [value]})


@pytest.mark.parametrize("name", ["nonce", "prefix", "token", "signature"])
def test_a_second_way_of_writing_a_token_is_no_token(name: str) -> None:
    sent = as_json(Act("draft-2026-Q4", b"n" * 32, b"p" * 32, b"t" * 256, BODY, b"s" * 64))
    last = sent[name][-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    # The last sign carries bits that no byte needs: another sign would decode to the same bytes.
    twin = alphabet[alphabet.index(last) ^ 1]
    for spelling in (sent[name][:-1] + twin, sent[name] + "=", sent[name] + "\n"):
        with pytest.raises(NotAnAct):
            read_act(sent | {name: spelling})


def test_fields_are_signed_with_bare_newlines() -> None:
    assert fields_digest({"text": "a\r\nb"}) == fields_digest({"text": "a\nb"})
    assert fields_digest({"text": "a"}) != fields_digest({"text": "a "})
