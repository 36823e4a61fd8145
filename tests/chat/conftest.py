"""Rooms in tests: an app's context, or a served house for all tests of a module."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.chat.served import House, room_house
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


@pytest.fixture(scope="module", params=["fast", "stock"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A served house; each test runs on the short way and on the stock one."""
    with room_house(tmp_path_factory.mktemp("house"), COOP_ROOMS=request.param) as house:
        house.serve()
        yield house


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A served house on the short way."""
    with room_house(tmp_path_factory.mktemp("house")) as house:
        house.serve()
        yield house
