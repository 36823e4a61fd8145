"""The browser checks the ledger's proofs and heads, and takes nothing that was altered."""

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coop.lib import merkle
from coop.lib.canonical import canonical
from tests.js.asking import answer, answers

SIZES = range(1, 34)
LARGEST = 33
DIGESTS = [hashlib.sha256(bytes([number])).digest() for number in range(LARGEST)]
HASHES = [merkle.leaf_hash(digest) for digest in DIGESTS]
NODES = merkle.grow(0, (), HASHES)
SIGNER = Ed25519PrivateKey.from_private_bytes(b"h" * 32)


def unpadded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def root(size):
    return merkle.root(HASHES[:size]).hex()


def hashes(spans):
    return [step.hex() for step in merkle.path(spans, NODES)]


def inclusion(place, size):
    return {
        "do": "included",
        "digest": DIGESTS[place].hex(),
        "position": place,
        "path": hashes(merkle.inclusion_spans(place, size)),
        "size": size,
        "root": root(size),
    }


def consistency(first, second):
    return {
        "do": "consistent",
        "first": {"size": first, "root": root(first)},
        "second": {"size": second, "root": root(second)},
        "path": hashes(merkle.consistency_spans(first, second)),
    }


PAIRS = [(first, second) for second in SIZES for first in range(1, second + 1)]


def test_every_leaf_of_every_small_tree_is_found_in_it():
    cases = [inclusion(place, size) for size in SIZES for place in range(size)]
    assert answers(cases) == [True] * len(cases)


def test_from_a_leafs_proof_the_ledger_that_ended_with_it_is_known():
    cases = [inclusion(place, size) | {"do": "ended"} for size in SIZES for place in range(size)]
    expected = [
        {"size": place + 1, "root": root(place + 1)} for size in SIZES for place in range(size)
    ]
    assert answers(cases) == expected


def test_no_other_leaf_place_root_or_path_is():
    sound = inclusion(5, 13)
    path = sound["path"]
    wrong = [
        {"digest": DIGESTS[6].hex()},
        {"position": 4},
        {"position": 13},
        {"position": -1},
        {"position": 5.5},
        {"size": 8},
        {"root": root(12)},
        {"path": path[:-1]},
        {"path": [*path, path[0]]},
        {"path": path[::-1]},
        {"path": []},
    ]
    cases = [sound | change for change in wrong]
    assert answers([sound, *cases]) == [True] + [False] * len(cases)


def test_every_small_tree_begins_every_larger_one():
    cases = [consistency(*pair) for pair in PAIRS]
    assert answers(cases) == [True] * len(cases)


def test_a_rewritten_past_is_not_consistent():
    cases = []
    for first, second in PAIRS:
        sound = consistency(first, second)
        forged = merkle.root([*HASHES[: first - 1], b"x" * 32]).hex()
        cases.append(sound | {"first": {"size": first, "root": forged}})
        forged = merkle.root([b"x" * 32, *HASHES[1:second]]).hex()
        cases.append(sound | {"second": {"size": second, "root": forged}})
        if first != second:
            cases.append(sound | {"first": sound["second"], "second": sound["first"]})
            cases.append(sound | {"path": [*sound["path"], "00" * 32]})
            cases.append(sound | {"path": sound["path"][:-1]})
    assert answers(cases) == [False] * len(cases)


def test_an_empty_ledger_begins_every_other():
    empty = {"size": 0, "root": hashlib.sha256().hexdigest()}
    second = {"size": 5, "root": root(5)}
    assert answer("consistent", first=empty, second=second, path=[]) is True


def head(size=5, day="2026-11-25"):
    signed = {"day": day, "root": root(size), "size": size}
    signature = SIGNER.sign(b"coop-voice/head/v1\0" + canonical(signed))
    return signed | {"signature": unpadded(signature)}


def test_a_head_is_known_by_its_signature():
    key = unpadded(SIGNER.public_key().public_bytes_raw())
    other = unpadded(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    sound = head()
    cases = [
        {"head": sound, "key": key},
        {"head": sound, "key": other},
        {"head": sound, "key": ""},
        {"head": sound | {"size": 6}, "key": key},
        {"head": sound | {"root": root(6)}, "key": key},
        {"head": sound | {"day": "2026-11-24"}, "key": key},
        {"head": sound | {"signature": "AA"}, "key": key},
        {"head": sound | {"signature": None}, "key": key},
    ]
    judged = answers([{"do": "head"} | case for case in cases])
    assert judged == [True] + [False] * (len(cases) - 1)


def test_a_leafs_digest_is_that_of_its_text():
    text = '{"content":{"scope":"vote-A"},"kind":"scope","salt":"00"}'
    assert answer("leaf", text=text) == hashlib.sha256(text.encode()).hexdigest()
