"""Our blind signatures beside those of @cloudflare/blindrsa-ts, run in Node: they agree."""

import secrets

from coop.lib.blindrsa import blind, blind_sign, finalize, generate, verify
from tests.node import node

KEYS = [generate(2048), generate(2048), generate(3072)]
PREFIX = bytes(range(32))
MESSAGES = [b"", b"a ballot", bytes(range(256))]


def ask(cases):
    return node("oracle.mjs", cases)


def drawn():
    return [(key, message) for key in KEYS for message in MESSAGES]


def test_both_sign_the_same_number_alike():
    numbers = [(key, 2 + secrets.randbelow(key.n - 3)) for key in KEYS for _ in range(3)]
    blinded = [(key, number.to_bytes(key.public.length)) for key, number in numbers]
    answers = ask(
        [{"act": "sign", "pkcs8": key.to_der().hex(), "blinded": b.hex()} for key, b in blinded]
    )
    ours = [blind_sign(key, b, randbelow=secrets.randbelow).hex() for key, b in blinded]
    assert ours == answers


def test_what_the_other_blinds_we_sign_and_it_finalizes_and_we_verify():
    spkis = {key: key.public.spki().hex() for key in KEYS}
    prepared = [(PREFIX + message).hex() for _, message in drawn()]
    blindings = ask(
        [
            {"act": "blind", "spki": spkis[key], "prepared": text}
            for (key, _), text in zip(drawn(), prepared, strict=True)
        ]
    )
    cases = []
    for (key, _), text, blinding in zip(drawn(), prepared, blindings, strict=True):
        blinded = bytes.fromhex(blinding["blinded"])
        signed = blind_sign(key, blinded, randbelow=secrets.randbelow).hex()
        inverse = blinding["inverse"]
        cases.append(
            {"act": "finalize", "spki": spkis[key], "prepared": text}
            | {"signature": signed, "inverse": inverse}
        )
    for (key, message), signature in zip(drawn(), ask(cases), strict=True):
        assert verify(key.public, message, PREFIX, bytes.fromhex(signature))


def test_what_we_blind_the_other_signs_and_verifies():
    blindings = [
        blind(
            key.public,
            message,
            prefix=PREFIX,
            salt=secrets.token_bytes(48),
            r=1 + secrets.randbelow(key.n - 1),
        )
        for key, message in drawn()
    ]
    signed = ask(
        [
            {"act": "sign", "pkcs8": key.to_der().hex(), "blinded": blinding.blinded.hex()}
            for (key, _), blinding in zip(drawn(), blindings, strict=True)
        ]
    )
    signatures = [
        finalize(key.public, message, blinding, bytes.fromhex(answer))
        for (key, message), blinding, answer in zip(drawn(), blindings, signed, strict=True)
    ]
    assert all(
        ask(
            [
                {
                    "act": "verify",
                    "spki": key.public.spki().hex(),
                    "prepared": (PREFIX + message).hex(),
                    "signature": signature.hex(),
                }
                for (key, message), signature in zip(drawn(), signatures, strict=True)
            ]
        )
    )
