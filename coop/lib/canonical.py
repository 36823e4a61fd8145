"""Canonical JSON (RFC 8785): one value, one text, one digest."""

import hashlib
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """The one text of a JSON value, in UTF-8."""
    return rfc8785.dumps(value)


def digest(value: Any) -> bytes:
    """SHA-256 of the one text of a JSON value."""
    return hashlib.sha256(canonical(value)).digest()
