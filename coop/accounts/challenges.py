"""Challenges for passkeys: random, signed, good for five minutes, for one purpose and session.

They carry all that makes them good, so that nothing waits in a table for an answer that may
never come. That each counts once is seen to when it is answered (`coop.web.once`).
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

Purpose = Literal["add", "check", "sign in"]

KEY_PURPOSE = "passkey challenges"
LASTS = timedelta(minutes=5)
_RANDOM, _UNTIL, _SEAL = 16, 8, 32


def new_challenge(
    purpose: Purpose,
    binding: str,
    *,
    key: bytes,
    now: datetime,
    randbytes: Callable[[int], bytes],
) -> bytes:
    """A fresh challenge; `binding` is what only this session or this browser's form holds."""
    until = int((now + LASTS).timestamp()).to_bytes(_UNTIL)
    head = randbytes(_RANDOM) + until
    return head + _seal(head, purpose, binding, key)


def is_good(challenge: bytes, purpose: Purpose, binding: str, *, key: bytes, now: datetime) -> bool:
    """Whether this house made the challenge for this, and its minutes are not over."""
    head, seal = challenge[: _RANDOM + _UNTIL], challenge[_RANDOM + _UNTIL :]
    is_ours = hmac.compare_digest(seal, _seal(head, purpose, binding, key))
    return is_ours and int.from_bytes(head[_RANDOM:]) >= int(now.timestamp())


def _seal(head: bytes, purpose: Purpose, binding: str, key: bytes) -> bytes:
    # The parts have lengths that say where each ends: no two of them seal alike.
    said = b"\0".join((purpose.encode(), head.hex().encode(), binding.encode()))
    return hmac.new(key, said, hashlib.sha256).digest()[:_SEAL]
