"""Proof of work against flooding (ALTCHA), bound to one submission key.

The key is inside the signed challenge, so that a solution serves one sending only and nothing
about used ones need be kept.
"""

import secrets
from typing import Any

from altcha import Payload, create_challenge, verify_solution

from coop.lib.keys import derive
from coop.web import clock
from coop.web.settings import config

ALGORITHM = "PBKDF2/SHA-256"
COST = 2_000
LEAST, SPREAD = 200, 400
VALID_SECONDS = 24 * 3600


def challenge(submission: str, *, seconds: int = VALID_SECONDS) -> dict[str, Any]:
    """A fresh challenge for one submission key: about a second of a cheap phone."""
    made = create_challenge(
        algorithm=ALGORITHM,
        cost=COST,
        counter=LEAST + secrets.randbelow(SPREAD),
        # Not altcha's own expiry, which only knows the system's clock.
        data={"submission": _named(submission), "until": _timestamp() + seconds},
        hmac_secret=config().key("proof"),
        hmac_key_secret=config().key("proof answer"),
    )
    answer: dict[str, Any] = made.to_dict()
    return answer


def is_solved(payload: str, submission: str) -> bool:
    """Whether this payload solves a challenge of ours for this very submission key."""
    if not payload or len(payload) > 4096:
        return False
    try:
        solved = Payload.from_base64(payload)
        data = solved.challenge.parameters.data or {}
        names_it = data.get("submission") == _named(submission)
        is_in_time = data.get("until", 0) >= _timestamp()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    result = verify_solution(
        solved, config().key("proof"), hmac_key_secret=config().key("proof answer")
    )
    return bool(result.verified) and names_it and is_in_time


def _timestamp() -> int:
    return int(clock.now().timestamp())


def _named(submission: str) -> str:
    return derive(submission, "proof").hex()[:32]
