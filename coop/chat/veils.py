"""What is kept of a seat that flags, proposes, or would come too: enough to count it once.

Under the house's secret, since the keys of seats stand in the same database beside their names:
whoever holds that database alone cannot tell which name did it.
"""

import hashlib
import hmac
from typing import Literal

from coop.config import Config

Act = Literal["flag", "propose", "back"]


def veiled(config: Config, act: Act, *of: str, scope: str, nonce: bytes) -> bytes:
    """32 bytes that are the same for one seat and one act, and what it is done to, if given."""
    said = "\x00".join((scope, *of)).encode()
    return hmac.new(config.key(f"rooms: {act}"), said + b"\x00" + nonce, hashlib.sha256).digest()
