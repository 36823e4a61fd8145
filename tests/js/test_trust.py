"""What an honest house never does is told loudly, and nothing is blinded for it."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coop.lib import base64url
from coop.lib.blindrsa import PublicKey, generate
from tests.js.house import House, Scope, draw, drawn, posted, wanted

KEY = generate(2048)
VOTE, ROOM = Scope("vote-A", KEY), Scope("room-b-2026-11")
WANTED = wanted("vote-A", "room-b-2026-11")


@pytest.fixture(scope="module")
def house():
    return House([VOTE, ROOM])


def codes(found):
    return [order["scope"] for order in posted(found)]


def troubles(found):
    return [trouble["what"] for trouble in found["troubles"]]


def with_entry(house, **changes):
    answers = house.answers()
    answers["/api/v1/scopes"]["json"]["scopes"][0] |= changes
    return answers


def test_a_key_that_stands_in_no_ledger_is_not_blinded_for(house):
    """The attack: a key for one member alone, by which the server would know their ballot."""
    planted = Scope("vote-A", generate(2048))
    found = draw(with_entry(house, leaf_text=planted.leaf_text), WANTED)
    assert codes(found) == ["room-b-2026-11"]
    assert found["troubles"] == [{"what": "leaf", "scope": "vote-A"}]


def test_a_leaf_under_another_scopes_name_is_not_blinded_for(house):
    entry = house.entry(ROOM) | {"code": "vote-A"}
    found = draw(with_entry(house, **entry), wanted("vote-A"))
    assert (codes(found), troubles(found)) == ([], ["leaf"])


@pytest.mark.parametrize(
    "lies",
    [{"kind": "room"}, {"subject": "B"}, {"closes": "never"}, {"opens": ""}],
    ids=["kind", "subject", "closes", "opens"],
)
def test_a_leaf_that_speaks_of_something_else_is_not_blinded_for(lies):
    found = draw(House([Scope("vote-A", KEY, lies=lies), ROOM]).answers(), WANTED)
    assert codes(found) == ["room-b-2026-11"]
    assert found["troubles"] == [{"what": "leaf", "scope": "vote-A"}]


def test_what_is_said_beside_the_leaf_is_not_believed(house):
    """The attack: a vote shown as something else, or as over, so that the phone forgets it."""
    lies = {"kind": "room", "subject": "B", "opens_on": "2020-01-01", "closes_on": "2020-01-02"}
    signed = house.sign(posted(draw(house.answers(), wanted("vote-A"))))
    answers = with_entry(house, **lies) | {"/me/wallet": {"json": signed}}
    (token,) = draw(answers, wanted("vote-A"))["tokens"]
    said = {name: token["about"][name] for name in lies}
    days = {"opens_on": "2026-11-01", "closes_on": "2026-12-31"}
    assert said == {"kind": "vote", "subject": "A"} | days


def test_one_scope_with_two_leaves_is_not_blinded_for():
    twin = Scope("vote-A", generate(2048))
    found = draw(House([VOTE, twin]).answers(), wanted("vote-A"))
    assert (codes(found), troubles(found)) == ([], ["changed"])


def test_a_scope_whose_leaf_changed_is_not_blinded_for(house):
    before = Scope("vote-A", generate(2048)).leaf_text
    found = draw(house.answers(), WANTED, leaves={"vote-A": before})
    assert codes(found) == ["room-b-2026-11"]
    assert found["troubles"] == [{"what": "changed", "scope": "vote-A"}]


class Weak:
    """A key that stands in the ledger but is not of the kind agreed on."""

    def __init__(self, spki):
        self.public = self
        self._spki = spki

    def spki(self):
        return self._spki


@pytest.mark.parametrize(
    "spki",
    [KEY.public.spki()[:-1] + b"\x03", KEY.public.spki()[:-3], b""],
    ids=["exponent 3", "cut", "empty"],
)
def test_a_key_of_another_kind_is_not_blinded_for(spki):
    found = draw(House([Scope("vote-A", Weak(spki)), ROOM]).answers(), WANTED)
    assert codes(found) == ["room-b-2026-11"]
    assert found["troubles"] == [{"what": "key", "scope": "vote-A"}]


def test_a_modulus_with_a_small_factor_is_not_blinded_for():
    small = next(
        PublicKey(number)
        for number in range(KEY.n - KEY.n % 9973, KEY.n + 40 * 9973, 9973)
        if number % 2
    )
    found = draw(House([Scope("vote-A", Weak(small.spki())), ROOM]).answers(), WANTED)
    assert codes(found) == ["room-b-2026-11"]
    assert found["troubles"] == [{"what": "key", "scope": "vote-A"}]


def test_a_signature_that_does_not_fit_is_thrown_away(house):
    signed = house.sign(posted(draw(house.answers(), WANTED)))
    signed[0]["blind_signature"] = signed[1]["blind_signature"]
    found = draw(house.answers(signed), WANTED)
    assert [token["scope"] for token in found["tokens"]] == ["room-b-2026-11"]
    assert found["troubles"] == [{"what": "signature", "scope": "vote-A"}]


def test_a_head_that_is_not_signed_stops_everything(house):
    answers = house.answers()
    answers["/api/v1/scopes"]["json"]["head"]["day"] = "2026-11-24"
    found = draw(answers, WANTED)
    assert (posted(found), troubles(found), found["head"]) == ([], ["head"], None)


def test_a_head_signed_by_another_key_than_before_stops_everything(house):
    other = replace(house, signer=Ed25519PrivateKey.from_private_bytes(b"o" * 32))
    found = draw(other.answers(), WANTED, seen=house.head)
    assert (posted(found), troubles(found)) == ([], ["head"])
    assert found["head"] == house.head


def test_a_ledger_that_grew_is_trusted_and_remembered(house):
    earlier = House([VOTE], behind=0)
    answers = house.answers() | house.consistency(earlier.head["size"])
    found = draw(answers, WANTED, seen=earlier.head)
    assert codes(found) == ["vote-A", "room-b-2026-11"]
    assert (found["head"], found["troubles"]) == (house.head, [])


@pytest.mark.parametrize("behind", [0, 3, 9], ids=["shorter", "as long", "longer"])
def test_a_ledger_with_another_past_stops_everything(house, behind):
    """The attack: the operator replaces what stood in the log, and signs a new head."""
    forged = replace(house, filler="forged", behind=behind)
    seen = house.head
    first, second = sorted([seen["size"], forged.head["size"]])
    address = f"/api/v1/ledger/consistency?from={first}&to={second}"
    best = forged if forged.head["size"] >= seen["size"] else house
    answers = forged.answers() | {address: best.consistency(first)[address]}
    found = draw(answers, WANTED, seen=seen)
    assert (posted(found), troubles(found), found["head"]) == ([], ["rewritten"], seen)


def test_a_ledger_that_does_not_show_its_past_stops_everything(house):
    earlier = House([VOTE], behind=0)
    first, second = earlier.head["size"], house.head["size"]
    address = f"/api/v1/ledger/consistency?from={first}&to={second}"
    found = draw(house.answers() | {address: {"status": 404}}, WANTED, seen=earlier.head)
    assert (posted(found), troubles(found)) == ([], ["rewritten"])


def test_a_ledger_that_is_gone_stops_everything(house):
    gone = {"/api/v1/scopes": {"json": {"head": None, "scopes": []}}}
    found = draw(gone, WANTED, seen=house.head)
    assert (posted(found), troubles(found), found["head"]) == ([], ["rewritten"], house.head)


def test_a_proof_that_the_network_loses_is_asked_for_later(house):
    earlier = House([VOTE], behind=0)
    found = draw(house.answers(), WANTED, seen=earlier.head)
    assert found["threw"] == "NotNow"


def test_a_server_that_lags_does_not_make_the_phone_forget(house):
    later = replace(house, behind=8)
    lagging = house.head["size"]
    answers = house.answers() | later.consistency(lagging)
    found = draw(answers, WANTED, seen=later.head)
    assert codes(found) == ["vote-A", "room-b-2026-11"]
    assert (found["head"], found["troubles"]) == (later.head, [])


def test_an_honest_house_raises_no_alarm(house):
    found = drawn(house, WANTED, seen=house.head)
    assert (len(found["tokens"]), found["troubles"], found["refused"]) == (2, [], [])
    assert base64url.decode(found["head"]["key"])
