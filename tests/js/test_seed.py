"""One seed makes the same tokens on every phone: the browser and Python derive alike."""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.lib.rsakeys import generate
from coop.lib.seeds import NotASeed, parse_seed, seed_code, slot_secrets
from tests.js.asking import answer, answers

KEYS = [generate(2048).public, generate(2048).public, generate(3072).public]
SEEDS = st.binary(min_size=16, max_size=16)
SCOPES = st.sampled_from(["vote-K7Q2M9XW3HTR", "room-été-2026-11", "draft-2026-Q4"])


def secrets_of(seed, scope="vote-A", slot=0, descriptor="{}", key=KEYS[0]):
    return slot_secrets(seed, scope, slot, descriptor=descriptor.encode(), spki=key.spki())


def test_both_derive_the_same():
    made = [
        (secrets.token_bytes(16), scope, slot, descriptor, key)
        for scope in ("vote-A", "room-été-2026-11")
        for slot in (0, 19)
        for descriptor in ('{"kind":"vote"}', '{"titre":"Être payé"}')
        for key in KEYS
    ]
    found = answers(
        [
            {"do": "secrets", "seed": seed.hex(), "scope": scope, "slot": slot}
            | {"descriptor": descriptor, "spki": key.spki().hex()}
            for seed, scope, slot, descriptor, key in made
        ]
    )
    for case, theirs in zip(made, found, strict=True):
        ours = secrets_of(*case)
        assert theirs == {
            "nonce_seed": ours.nonce_seed.hex(),
            "prefix": ours.prefix.hex(),
            "salt": ours.salt.hex(),
            "factor": f"{ours.factor:x}",
        }


def test_the_nonce_is_the_public_key_of_its_seed():
    seed = secrets.token_bytes(32)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    assert answer("nonce", seed=seed.hex()) == public.hex()


@pytest.mark.parametrize(
    "changed",
    [{"scope": "vote-B"}, {"slot": 1}, {"descriptor": "{ }"}, {"key": KEYS[1]}],
    ids=["scope", "slot", "descriptor", "key"],
)
def test_nothing_is_used_twice(changed):
    seed = b"s" * 16
    one, other = secrets_of(seed), secrets_of(seed, **changed)
    assert one.nonce_seed != other.nonce_seed
    assert one.prefix != other.prefix
    assert one.salt != other.salt
    assert one.factor != other.factor


def test_a_scope_and_slot_cannot_be_read_as_another_pair():
    seed = b"s" * 16
    assert secrets_of(seed, "vote-1", 1) != secrets_of(seed, "vote-11", 1)
    assert secrets_of(seed, "vote-1", 11) != secrets_of(seed, "vote-11", 1)


@given(SEEDS)
def test_a_seed_is_copied_by_hand_and_read_back(seed):
    code = seed_code(seed)
    assert [len(group) for group in code.split("-")] == [4] * 7
    assert parse_seed(code.replace("0", "o").replace("1", "l").lower()) == seed


def test_both_write_the_same_code_and_read_it():
    seeds = [bytes(16), b"\xff" * 16, *(secrets.token_bytes(16) for _ in range(20))]
    codes = [seed_code(seed) for seed in seeds]
    assert answers([{"do": "code", "seed": seed.hex()} for seed in seeds]) == codes
    typed = [code.replace("1", "i").replace("-", " ").lower() for code in codes]
    found = answers([{"do": "parse", "typed": text} for text in typed])
    assert found == [seed.hex() for seed in seeds]


def slips(code):
    """Each sign put wrong once, each two neighbours swapped, each sign left out."""
    for place, sign in enumerate(code):
        if sign == "-":
            continue
        yield code[:place] + ("Z" if sign != "Z" else "Y") + code[place + 1 :]
        yield code[:place] + code[place + 1 :]
        if place + 1 < len(code) and code[place + 1] not in {"-", sign}:
            yield code[:place] + code[place + 1] + sign + code[place + 2 :]


def test_a_slip_is_told_and_both_tell_the_same():
    code = seed_code(bytes(range(16)))
    typed = list(slips(code))
    for text in typed:
        with pytest.raises(NotASeed):
            parse_seed(text)
    assert answers([{"do": "parse", "typed": text} for text in typed]) == [None] * len(typed)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_text_is_a_seed_or_refused(text):
    with pytest.raises(NotASeed):
        parse_seed(text)


def test_a_seed_is_found_in_a_file_a_link_or_alone():
    seed = bytes(range(16))
    code = seed_code(seed)
    texts = [
        code,
        f"Porte-Voix: keep this file where only you look.\r\n\r\n{code}\r\n\r\nMade by hand.",
        f"https://voix.example/me/wallet#seed={code}",
        code.replace("-", ""),
        code.replace("-", " ").lower(),
        f"look here this file does hold your seed\n{code}\n",
    ]
    assert answers([{"do": "find", "text": text} for text in texts]) == [seed.hex()] * len(texts)
    nothing = ["", "no seed here", code[:-2], "1234-5678-9012-3456-7890-1234-5678"]
    assert answers([{"do": "find", "text": text} for text in nothing]) == [None] * 4
