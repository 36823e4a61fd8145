"""The browser's wallet and Python's are one: the same seed sends the same, and gets the same."""

from datetime import date

import pytest

from coop.lib import base64url
from coop.tokens.client.drawing import Pending, pending
from coop.tokens.client.scopes import KnownScope
from tests.js.house import SEED, House, Scope, drawn, posted, wanted

SCOPES = [Scope("vote-A"), Scope("draft-2026-Q4"), Scope("room-été-2026-11")]
WANTED = [entry for scope in SCOPES for entry in wanted(scope.code, slots=(0, 1, 2))]


@pytest.fixture(scope="module")
def found():
    return drawn(House(SCOPES), WANTED)


@pytest.fixture(scope="module")
def ours() -> list[Pending]:
    return [pending(known(scope), slot, seed=SEED) for scope in SCOPES for slot in range(3)]


def known(scope: Scope) -> KnownScope:
    return KnownScope(
        code=scope.code,
        slots=3,
        closes_on=date(2026, 12, 31),
        descriptor=scope.descriptor,
        spki=scope.key.public.spki(),
        leaf=bytes(32),
    )


def test_both_send_the_same_blinded_messages(found, ours):
    assert posted(found) == [each.as_json() for each in ours]


def test_both_make_the_same_tokens_of_the_answers(found, ours):
    house = House(SCOPES)
    answers = house.sign(posted(found))
    made = [
        each.finished(base64url.decode(answer["blind_signature"]))
        for each, answer in zip(ours, answers, strict=True)
    ]
    theirs = {(each["scope"], each["slot"]): each["token"] for each in found["tokens"]}
    assert {(each.scope, each.slot): each.signature.hex() for each in made} == theirs
