"""What counts once: codes and challenges that are good for minutes, remembered for minutes.

They are remembered where calls are counted (in memory, or in Redis for several processes), under
a name that nobody can turn back, and never on a disk: a row with a used code would be the
half-minute in which somebody signed in.
"""

import hashlib
import hmac

from flask import current_app
from limits import RateLimitItem, RateLimitItemPerMinute

from coop.web.limits import EXTENSION, Limits
from coop.web.settings import config

# Longer than anything that counts once is good for.
REMEMBERED = RateLimitItemPerMinute(1, 10)


def is_first(what: str, name: bytes, *, span: RateLimitItem = REMEMBERED) -> bool:
    """Whether this is the first time in ten minutes, or in another span; of many, one is."""
    limits: Limits = current_app.extensions[EXTENSION]
    hidden = hmac.new(config().key("counted once"), name, hashlib.sha256).hexdigest()
    return limits.is_first(span, what=what, name=hidden)
