"""Rooms in tests: an app's context around each, and keys of scopes made once a run."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.chat.talking import opened
from tests.petitions.conftest import same_key


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making a key takes longer than all else that these tests do."""
    monkeypatch.setattr("coop.tokens.sealing.generate", same_key)


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    """The app's context, for tests that ask services and queries."""
    with app.app_context():
        yield


@pytest.fixture
def room(inside: None) -> str:
    """An open room about a theme, by its slug."""
    return opened()
