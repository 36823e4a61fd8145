"""Desk codes: how organizers tell the seats with a role apart, without a name and stored nowhere.

A code follows from the seat by a key of the house. It is shown in the console and to the seat
itself, which reads it out to whoever is to help it.
"""

import hashlib
import hmac
import uuid

from coop.lib.codes import ALPHABET

PURPOSE = "desk codes"
LENGTH = 6
_HALF = LENGTH // 2


def desk_code(seat_id: uuid.UUID, *, key: bytes) -> str:
    """Six signs in two groups: 30 bits, enough to tell a few dozen seats apart."""
    digest = hmac.new(key, seat_id.bytes, hashlib.sha256).digest()
    signs = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])
    return f"{signs[:_HALF]}-{signs[_HALF:]}"
