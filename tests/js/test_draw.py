"""Drawing: what the wallet asks for, in how many requests, and what it keeps."""

import pytest

from coop.lib import merkle
from coop.lib.blindrsa import verify
from coop.lib.seeds import slot_secrets
from tests.js.asking import answer
from tests.js.house import SEED, House, Scope, draw, drawn, posted, wanted


@pytest.fixture(scope="module")
def house():
    return House([Scope("vote-A"), Scope("draft-2026-Q4")])


WANTED = wanted("vote-A") + wanted("draft-2026-Q4", slots=(0, 1, 2))


@pytest.fixture(scope="module")
def found(house):
    return drawn(house, WANTED)


def test_all_is_drawn_in_one_request(found):
    paths = [(ask["path"], ask["body"] is not None) for ask in found["asked"]]
    assert paths == [("/api/v1/scopes", False), ("/me/wallet", True)]
    places = [(order["scope"], order["slot"]) for order in posted(found)]
    assert places == [("vote-A", 0), *(("draft-2026-Q4", slot) for slot in range(3))]


def test_the_session_goes_to_the_wallets_address_alone(found):
    scopes, wallet = found["asked"]
    assert scopes["credentials"] == "omit"
    assert wallet.get("credentials") is None
    assert wallet["headers"]["X-CSRF-Token"] == "token"


def test_what_is_sent_holds_nothing_but_scope_slot_and_number(found):
    assert {frozenset(order) for order in posted(found)} == {
        frozenset({"scope", "slot", "blinded"})
    }


def test_python_verifies_every_token(house, found):
    scopes = {scope.code: scope for scope in house.scopes}
    assert len(found["tokens"]) == 4
    for drawn_token in found["tokens"]:
        scope = scopes[drawn_token["scope"]]
        spki = scope.key.public.spki()
        made = slot_secrets(
            SEED,
            scope.code,
            drawn_token["slot"],
            descriptor=scope.descriptor.encode(),
            spki=spki,
        )
        nonce = answer("nonce", seed=made.nonce_seed.hex())
        message = answer("message", descriptor=scope.descriptor, spki=spki.hex(), nonce=nonce)
        token = bytes.fromhex(drawn_token["token"])
        assert verify(scope.key.public, bytes.fromhex(message), made.prefix, token)


def test_with_a_token_the_ledger_up_to_its_scope_is_kept(house, found):
    """Not the newest: whoever asks about it later does not tell when they drew."""
    ended = {
        scope.code: {"size": size, "root": merkle.root(house.leaves[:size]).hex()}
        for size, scope in enumerate(house.scopes, start=house.before + 1)
    }
    kept = {token["scope"]: token["about"]["ledger"] for token in found["tokens"]}
    assert kept == ended


def test_the_same_seed_draws_the_same_again(house, found):
    again = drawn(house, WANTED)
    assert posted(again) == posted(found)
    assert again["tokens"] == found["tokens"]


def test_another_seed_draws_otherwise(house, found):
    other = draw(house.answers(), WANTED, seed=bytes(16).hex())
    blinded = {order["blinded"] for order in posted(found)}
    assert blinded.isdisjoint(order["blinded"] for order in posted(other))


def test_more_than_the_server_signs_at_once_goes_in_several_requests(house):
    many = wanted("draft-2026-Q4", slots=tuple(range(201)))
    found = draw(house.answers(), many)
    assert [len(ask["body"]) for ask in found["asked"] if ask["body"]] == [200, 1]


def test_what_is_refused_is_told_and_the_rest_is_kept(house, found):
    signed = house.sign(posted(found))
    refusal = {"scope": "vote-A", "slot": 0, "refused": "Drawn before.", "reason": "DrawnOtherwise"}
    outcome = draw(house.answers([refusal, *signed[1:]]), WANTED)
    assert outcome["refused"] == [
        {"scope": "vote-A", "slot": 0, "reason": "DrawnOtherwise", "said": "Drawn before."}
    ]
    assert [token["scope"] for token in outcome["tokens"]] == ["draft-2026-Q4"] * 3
    assert outcome["troubles"] == []


def test_an_answer_in_another_order_is_read_alike(house, found):
    outcome = draw(house.answers(house.sign(posted(found))[::-1]), WANTED)
    assert outcome["tokens"] == found["tokens"]


def test_a_scope_that_is_not_there_yet_is_left_for_the_next_time(house):
    outcome = drawn(house, wanted("vote-B", "vote-A"))
    assert [token["scope"] for token in outcome["tokens"]] == ["vote-A"]
    assert (outcome["troubles"], outcome["refused"]) == ([], [])


def test_an_empty_ledger_gives_nothing_and_says_nothing():
    empty = {"/api/v1/scopes": {"json": {"head": None, "scopes": []}}}
    outcome = draw(empty, WANTED)
    assert (outcome["tokens"], outcome["troubles"]) == ([], [])


@pytest.mark.parametrize("path", ["/api/v1/scopes", "/me/wallet"])
@pytest.mark.parametrize(
    "failure",
    [
        None,
        {"status": 500},
        {"status": 503},
        {"status": 429},
        {"status": 403},
        {"redirected": True},
    ],
    ids=str,
)
def test_a_network_or_a_session_that_is_away_is_no_alarm(house, path, failure):
    answers = house.answers()
    if failure is None:
        del answers[path]
    else:
        answers[path] = failure | {"json": {}}
    assert draw(answers, WANTED)["threw"] == "NotNow"
