"""Drawing a hundred tokens costs the house well under a second, and holds up nobody meanwhile."""

import time

from flask import Flask

from coop.lib.blindrsa import generate
from coop.tokens.client.drawing import pending
from coop.tokens.client.scopes import believed
from tests.wallet.players import open_scope, player

TOKENS = 100


def test_a_hundred_tokens_of_eighty_five_scopes_in_one_request(app: Flask) -> None:
    """40 rooms, 40 platforms and 5 votes, and some reports; counted in time of the processor."""
    bea, key = player(app), generate(2048)
    for number in range(40):
        open_scope(app, "room", f"hall{number}-2026-11", key=key)
        open_scope(app, "review", f"platform{number}-2026", key=key)
    for number in range(5):
        open_scope(app, "vote", f"PETITION{number:04}", key=key)
    codes = [open_scope(app, "report", f"2026-{month}", key=key).code for month in (11, 12)]
    scopes, _head = believed(bea.house, seen=None, leaves={})
    places = [(code, slot) for code in scopes for slot in range(10 if code in codes else 1)]
    sends = [pending(scopes[code], slot, seed=bea.wallet.seed).as_json() for code, slot in places]
    token = bea.house.ask("/me/wallet/rights", as_member=True).json()["csrf"]
    headers = {"X-CSRF-Token": token}

    started = time.process_time()
    answers = bea.house.member.post("/me/wallet", json=sends[:TOKENS], headers=headers).get_json()
    taken = time.process_time() - started

    assert len([each for each in answers if "blind_signature" in each]) == TOKENS
    assert taken < 1
