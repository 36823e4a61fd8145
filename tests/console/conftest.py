"""Olu the organizer is signed in; reports come from Ana."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.seats import seated


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    """Olu's browser, signed in to an organizer's seat."""
    return seated(app, "organizer")
