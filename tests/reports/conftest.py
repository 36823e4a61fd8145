"""The sum against floods is small here: the same sum, found at the first tries."""

import pytest

from coop.web import proof


@pytest.fixture(autouse=True)
def small_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a challenge be solved at once, whatever a phone would need."""
    monkeypatch.setattr(proof, "LEAST", 1)
    monkeypatch.setattr(proof, "SPREAD", 3)
