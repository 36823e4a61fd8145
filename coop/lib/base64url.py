"""Base64url without padding (RFC 4648, 5): how keys, tokens and signatures are written."""

import base64
import re

ALPHABET = re.compile(r"[A-Za-z0-9_-]*\Z")


def encode(value: bytes) -> str:
    """Bytes as text."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Text as bytes; raises ValueError for anything that `encode` would not have written."""
    if not ALPHABET.match(text):
        raise ValueError("not base64url without padding")
    value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(value) != text:
        raise ValueError("not the one base64url text of these bytes")
    return value
