"""One secret, many keys: each purpose has its own, so that no key serves two ends."""

import hashlib
import hmac


def derive(secret: str, purpose: str) -> bytes:
    """32 bytes for a purpose, by HKDF-Expand (RFC 5869) with SHA-256, one block."""
    root = hashlib.sha256(b"coop/v1/" + secret.encode()).digest()
    return hmac.new(root, purpose.encode() + b"\x01", hashlib.sha256).digest()
