"""Petitions in tests: an app's context around each, and keys of scopes made once a run."""

from collections.abc import Iterator

import pytest
from flask import Flask

from coop.lib.blindrsa import PrivateKey, generate

_keys: dict[int, PrivateKey] = {}


def same_key(bits: int) -> PrivateKey:
    """A key made once a run: a token is bound to its scope by more than the key."""
    if bits not in _keys:
        _keys[bits] = generate(bits)
    return _keys[bits]


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making a key takes longer than all else that these tests do."""
    monkeypatch.setattr("coop.tokens.sealing.generate", same_key)


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    """The app's context, for tests that ask services and queries."""
    with app.app_context():
        yield
