"""The second way through the house, from a draft to a kept promise: written, seconded, debated,

voted by members who drew their tokens, counted, delivered, answered, kept. Only by its doors.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.tokens.acts import as_json
from coop.tokens.rules import FEWEST_ISSUED
from coop.wallet.models import IssuedCount
from coop.db import writing
from coop.tokens.service import open_box
from tests.accounts.seats import seated
from tests.conftest import Clock, browser
from tests.console.test_petitions import answer, deliver
from tests.console.test_petitions import send as record
from tests.pages import Page
from tests.petitions.acting import (
    TEXT,
    Written,
    days_pass,
    debated,
    petition,
    propose,
    say,
    seats,
    send,
)
from tests.petitions.conftest import same_key
from tests.petitions.test_amendments import accept
from tests.tokens.rights import Right, draw

MEMBERS = 14
CHOICES = ["yes"] * 7 + ["no"] * 2 + ["abstain"]
BETTER = replace(TEXT, demand="Every refusal is explained within one week.")


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coop.tokens.sealing.generate", same_key)
