"""The Python wallet by itself: what it checks, keeps and signs."""

import pytest

from coop.lib.blindrsa import generate
from coop.tokens.client.scopes import has_small_factor


@pytest.mark.parametrize("divisor", [2, 3, 5, 7, 541, 9973])
def test_a_modulus_with_a_small_factor_is_seen(divisor: int) -> None:
    n = generate(2048).n
    assert not has_small_factor(n)
    assert has_small_factor(n * divisor)
