"""What the browser signs: the same bytes as Python makes of the same act."""

import base64
import hashlib
import secrets

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.lib.canonical import canonical, digest
from tests.js.asking import answer, answers

DESCRIPTOR = '{"kind":"vote","title":"Être payé à l’heure"}'
BODIES = [
    {"act": "second"},
    {"act": "ballot", "choice": "yes", "seq": 0},
    {"seq": 4294967295, "fields": "ab" * 32, "act": "comment"},
    {"act": "é€😀", "a": [], "b": {}, "c": [1, "2", True, None], "\u20ac": 1, "\U0001f600": 2},
]


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def act_of(body, seed=b"n" * 32):
    return {
        "do": "act",
        "scope": "vote-A",
        "descriptor": DESCRIPTOR,
        "nonceSeed": seed.hex(),
        "prefix": "01" * 32,
        "token": "02" * 256,
        "body": body,
    }


def test_python_verifies_what_the_browser_signed():
    for body, act in zip(BODIES, answers([act_of(body) for body in BODIES]), strict=True):
        signed = b"coop-voice/act/v1\0" + hashlib.sha256(DESCRIPTOR.encode()).digest()
        key = Ed25519PublicKey.from_public_bytes(unpadded(act["nonce"]))
        key.verify(unpadded(act["signature"]), signed + digest(body))
        with pytest.raises(InvalidSignature):
            key.verify(unpadded(act["signature"]), signed + digest(body | {"act": "other"}))


def test_an_act_is_all_texts_without_padding():
    act = answer("act", **{k: v for k, v in act_of(BODIES[0]).items() if k != "do"})
    assert set(act) == {"scope", "nonce", "prefix", "token", "body", "signature"}
    assert unpadded(act["prefix"]) == b"\1" * 32
    assert unpadded(act["token"]) == b"\2" * 256
    assert "=" not in "".join(text for name, text in act.items() if name != "body")
    public = Ed25519PrivateKey.from_private_bytes(b"n" * 32).public_key().public_bytes_raw()
    assert unpadded(act["nonce"]) == public


def test_both_write_the_same_canonical_json():
    found = answers([{"do": "canonical", "value": body} for body in BODIES])
    assert [text.encode() for text in found] == [canonical(body) for body in BODIES]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


VALUES = TEXTS | st.integers(-(2**53) + 1, 2**53 - 1)


@settings(max_examples=6, deadline=None)
@given(st.lists(st.dictionaries(TEXTS, VALUES, max_size=4), min_size=20, max_size=30))
def test_any_flat_body_has_one_text(bodies):
    found = answers([{"do": "canonical", "value": body} for body in bodies])
    assert [text.encode() for text in found] == [canonical(body) for body in bodies]


def test_a_forms_fields_have_one_digest_whatever_its_line_ends():
    expected = digest({"title": "Être payé", "text": "one\ntwo\nthree"}).hex()
    for end in ("\n", "\r\n", "\r"):
        fields = {"text": end.join(["one", "two", "three"]), "title": "Être payé"}
        assert answer("fields", fields=fields) == expected


def test_the_message_of_a_token_is_that_of_the_house():
    spki, nonce = secrets.token_bytes(294), secrets.token_bytes(32)
    message = b"coop-voice/v1\0" + hashlib.sha256(DESCRIPTOR.encode()).digest()
    message += nonce + hashlib.sha256(spki).digest()
    asked = {"descriptor": DESCRIPTOR, "spki": spki.hex(), "nonce": nonce.hex()}
    assert answer("message", **asked) == message.hex()
