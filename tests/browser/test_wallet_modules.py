"""The wallet's cryptography in a real Chromium: the RFC's vectors, and the same as in Node."""

import hashlib
from typing import Any

from playwright.sync_api import Page

from coop.lib.blindrsa import generate
from tests.browser.conftest import Open
from tests.browser.wallets import bundled
from tests.js import asking
from tests.lib.vectors import key, vectors


def asked(page: Page, cases: list[dict[str, Any]]) -> list[Any]:
    page.evaluate(bundled("tests/js/_asked.mjs", "asked") + ";window.asked = asked")
    found = page.evaluate("cases => window.asked.answered(cases)", cases)
    return [answer.get("is") for answer in found]


def test_every_step_of_all_four_variants_is_the_rfcs(open_page: Open):
    cases, expected = [], []
    for vector in vectors():
        factor = pow(int.from_bytes(vector.inv), -1, key().n)
        salt = {"salt": vector.salt.hex()}
        made = {
            "message": vector.msg.hex(),
            "prefix": vector.msg_prefix.hex(),
            "spki": key().public.spki().hex(),
            "saltLength": len(vector.salt),
        }
        inverse = {"inverse": f"{int.from_bytes(vector.inv):x}"}
        prepared = {"message": vector.prepared_msg.hex(), "length": 512}
        cases += [
            {"do": "encode"} | prepared | salt,
            {"do": "blind", "factor": f"{factor:x}"} | made | salt,
            {"do": "finalize", "signature": vector.blind_sig.hex()} | made | inverse,
            {"do": "verify", "signature": vector.sig.hex()} | made,
        ]
        expected += [
            vector.encoded_msg.hex(),
            {"blinded": vector.blinded_msg.hex()} | inverse,
            vector.sig.hex(),
            True,
        ]
    assert asked(open_page("/healthz"), cases) == expected


def test_chromium_and_node_make_the_same_of_everything_else(open_page: Open):
    spki = generate(2048).public.spki().hex()
    scope = {"scope": "room-été-2026-11", "descriptor": '{"titre":"Être payé"}', "spki": spki}
    seed = hashlib.sha256(b"seed").hexdigest()[:32]
    cases = [
        {"do": "secrets", "seed": seed, "slot": 3} | scope,
        {"do": "nonce", "seed": seed * 2},
        {"do": "message", "nonce": seed * 2} | scope,
        {"do": "code", "seed": seed},
        {"do": "fields", "fields": {"text": "un\r\ndeux", "title": "Être payé"}},
        {"do": "act", "nonceSeed": seed * 2, "prefix": seed, "token": seed}
        | {"body": {"act": "ballot", "choice": "yes", "seq": 2}}
        | scope,
        {"do": "leaf", "text": scope["descriptor"]},
    ]
    found = asked(open_page("/healthz"), cases)
    assert found == asking.answers(cases)
    assert None not in found
