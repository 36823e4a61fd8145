"""The browser's blind signatures: the RFC's vectors, our server, and the second implementation."""

import secrets

import pytest

from coop.lib.blindrsa import PREFIX_BYTES, blind_sign, generate, verify
from tests.js.asking import Threw, answer, answers
from tests.lib.vectors import key, vectors
from tests.node import node

SPKI = key().public.spki().hex()
KEYS = [generate(2048), generate(3072)]
VARIANTS = pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.name)
MESSAGES = [b"", b"a ballot", bytes(range(256)) * 2]


@VARIANTS
def test_every_step_is_the_rfcs(vector):
    factor = pow(int.from_bytes(vector.inv), -1, key().n)
    made = {
        "message": vector.msg.hex(),
        "prefix": vector.msg_prefix.hex(),
        "spki": SPKI,
        "saltLength": len(vector.salt),
    }
    encoded, blinded, signature, is_sound = answers(
        [
            {"do": "encode", "message": vector.prepared_msg.hex(), "length": 512}
            | {"salt": vector.salt.hex()},
            {"do": "blind", "salt": vector.salt.hex(), "factor": f"{factor:x}"} | made,
            {"do": "finalize", "inverse": vector.inv.hex()}
            | {"signature": vector.blind_sig.hex()}
            | made,
            {"do": "verify", "signature": vector.sig.hex()} | made,
        ]
    )
    assert encoded == vector.encoded_msg.hex()
    assert blinded == {
        "blinded": vector.blinded_msg.hex(),
        "inverse": f"{int.from_bytes(vector.inv):x}",
    }
    assert signature == vector.sig.hex()
    assert is_sound is True


def drawn():
    return [(key, message) for key in KEYS for message in MESSAGES]


def blindings(prefix):
    return answers(
        [
            {"do": "blind", "spki": key.public.spki().hex(), "message": message.hex()}
            | {"prefix": prefix.hex(), "salt": secrets.token_hex(48)}
            | {"factor": f"{1 + secrets.randbelow(key.n - 1):x}"}
            for key, message in drawn()
        ]
    )


def finalized(prefix, made, signed):
    return answers(
        [
            {"do": "finalize", "spki": key.public.spki().hex(), "message": message.hex()}
            | {"prefix": prefix.hex(), "inverse": blinding["inverse"], "signature": signature}
            for (key, message), blinding, signature in zip(drawn(), made, signed, strict=True)
        ]
    )


def test_the_browser_blinds_we_sign_it_finalizes_and_we_verify():
    prefix = secrets.token_bytes(PREFIX_BYTES)
    made = blindings(prefix)
    signed = [
        blind_sign(key, bytes.fromhex(blinding["blinded"]), randbelow=secrets.randbelow).hex()
        for (key, _), blinding in zip(drawn(), made, strict=True)
    ]
    for (pair, message), signature in zip(drawn(), finalized(prefix, made, signed), strict=True):
        assert verify(pair.public, message, prefix, bytes.fromhex(signature))


def test_the_browser_blinds_the_other_implementation_signs_and_verifies():
    prefix = secrets.token_bytes(PREFIX_BYTES)
    made = blindings(prefix)
    signed = node(
        "oracle.mjs",
        [
            {"act": "sign", "pkcs8": key.to_der().hex(), "blinded": blinding["blinded"]}
            for (key, _), blinding in zip(drawn(), made, strict=True)
        ],
    )
    judged = node(
        "oracle.mjs",
        [
            {"act": "verify", "spki": key.public.spki().hex(), "signature": signature}
            | {"prepared": (prefix + message).hex()}
            for (key, message), signature in zip(
                drawn(), finalized(prefix, made, signed), strict=True
            )
        ],
    )
    assert judged == [True] * len(drawn())


def test_one_flipped_bit_anywhere_does_not_verify():
    prefix = secrets.token_bytes(PREFIX_BYTES)
    made = blindings(prefix)[:1]
    small = KEYS[0]
    signed = blind_sign(small, bytes.fromhex(made[0]["blinded"]), randbelow=secrets.randbelow)
    asked = {"spki": small.public.spki().hex(), "message": "", "prefix": prefix.hex()}
    whole = answer("finalize", inverse=made[0]["inverse"], signature=signed.hex(), **asked)
    flipped = []
    for place in range(0, 2048, 13):
        number = int(whole, 16) ^ 1 << place
        flipped.append({"do": "verify", "signature": f"{number:0512x}"} | asked)
    assert answers([{"do": "verify", "signature": whole} | asked]) == [True]
    assert answers(flipped) == [False] * len(flipped)


@pytest.mark.parametrize(
    "answered",
    ["", "00" * 255, "00" * 256, f"{KEYS[0].n:x}", f"{KEYS[0].n - 1:x}", "ff" * 256],
    ids=["empty", "short", "0", "n", "n - 1", "largest"],
)
def test_what_is_no_signature_is_not_kept(answered):
    asked = {"spki": KEYS[0].public.spki().hex(), "message": "", "prefix": "00" * 32}
    with pytest.raises(Threw, match="not a signature"):
        answer("finalize", inverse="2", signature=answered, **asked)


@pytest.mark.parametrize(
    "factor", [0, KEYS[0].n, KEYS[0].p, 3 * KEYS[0].q], ids=["0", "n", "p", "3 q"]
)
def test_a_factor_without_an_inverse_blinds_nothing(factor):
    asked = {"spki": KEYS[0].public.spki().hex(), "message": "", "prefix": "00" * 32}
    with pytest.raises(Threw, match="cannot be blinded"):
        answer("blind", salt="00" * 48, factor=f"{factor:x}", **asked)
