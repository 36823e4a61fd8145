"""A ledger of twenty leaves."""

from collections.abc import Iterator

import pytest
from flask import Flask

from coop.ledger import service
from coop.web.settings import config
from tests.ledger.leaves import TOMORROW, append, scope, sent, wait


@pytest.fixture
def twenty(app: Flask) -> Iterator[None]:
    """Twenty leaves: 5 and 4 public ones, 6 of workers, 5 public ones, under four heads."""
    with app.app_context():
        append(*map(scope, range(5)))
        append(*map(scope, range(5, 9)))
        wait(*sent("Ana", "Bea", "Moe", "Olu", "Eve", "Zoé"))
        service.upkeep(TOMORROW, config())
        append(*map(scope, range(9, 14)), today=TOMORROW)
        yield
