"""A scope's key signs a number for a slot that is due, and nothing else, anywhere."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from coop.config import ROOT
from coop.lib import base64url
from coop.tokens.acts import public_key
from coop.tokens.rules import PublicScope
from tests.conftest import Clock
from tests.reports.sending import on_one_engine
from tests.wallet.players import Player, open_scope, player

SIGNING = {"sign_blind", "blind_sign"}
# What opens a scope's key; other features have an `unseal` of their own.
OPENING = {"coop.tokens.sealing.unseal"}
MAY_SIGN = {"coop/tokens/sealing.py", "coop/wallet/signing.py"}


def ask(who: Player, scope: str, slot: int, number: int, length: int = 256) -> dict[str, Any]:
    """Order the signature of any number at all."""
    csrf = who.house.ask("/me/wallet/rights", as_member=True).json()["csrf"]
    blinded = base64url.encode(number.to_bytes(length))
    sends = [{"scope": scope, "slot": slot, "blinded": blinded}]
    headers = {"X-CSRF-Token": csrf}
    (answer,) = who.house.ask("/me/wallet", sends=sends, headers=headers, as_member=True).json()
    return dict(answer)


@pytest.fixture
def debate(app: Flask) -> PublicScope:
    return open_scope(app, "debate")


def test_a_number_for_a_due_slot_is_signed_so_that_it_can_be_told(
    app: Flask, debate: PublicScope
) -> None:
    """Without this the refusals below would prove nothing."""
    signed = ask(player(app), debate.code, 0, 2**2000 + 7)["blind_signature"]
    key = public_key(debate.key)
    assert pow(int.from_bytes(base64url.decode(signed)), key.e, key.n) == 2**2000 + 7


@on_one_engine
@pytest.mark.parametrize("number", ["0", "1", "n - 1", "n", "n + 1", "2 * n - 2", "2 ** 2048 - 1"])
def test_a_number_outside_the_keys_range_is_not_signed(
    app: Flask, debate: PublicScope, number: str
) -> None:
    asked = eval(number, {"n": public_key(debate.key).n})
    length = 256 if asked < 2**2048 else 257
    assert ask(player(app), debate.code, 0, asked, length)["reason"] == "NotBlinded"


@on_one_engine
@pytest.mark.parametrize("length", [255, 257, 384])
def test_a_number_written_in_another_length_is_not_signed(
    app: Flask, debate: PublicScope, length: int
) -> None:
    assert ask(player(app), debate.code, 0, 2**2000, length)["reason"] == "NotBlinded"


@on_one_engine
def test_a_refused_number_takes_no_slot(app: Flask, debate: PublicScope) -> None:
    bea = player(app)
    ask(bea, debate.code, 0, 1)
    assert bea.draw() == []
    assert (debate.code, 0) in bea.wallet.tokens


@on_one_engine
def test_a_second_number_is_not_signed(app: Flask, debate: PublicScope) -> None:
    eve = player(app)
    ask(eve, debate.code, 0, 2**2000)
    assert ask(eve, debate.code, 0, 2**2000 + 1)["reason"] == "DrawnOtherwise"


@on_one_engine
@pytest.mark.parametrize("days", [8, 30, 400])
def test_nothing_is_signed_once_issuing_is_over(
    app: Flask, debate: PublicScope, clock: Clock, days: int
) -> None:
    clock.time += timedelta(days=days)
    assert ask(player(app), debate.code, 0, 2**2000)["reason"] == "NotIssued"


def names_used(path: Path) -> set[str]:
    """Every name that a file speaks of, however it came by it."""
    tree = ast.parse(path.read_text())
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named = {(node.module, alias.name) for node in imports for alias in node.names}
    return names | {name for pair in named for name in (pair[1], f"{pair[0]}.{pair[1]}")}


def test_no_other_file_of_the_house_can_sign_with_a_scopes_key() -> None:
    files = sorted((ROOT / "coop").rglob("*.py"))
    using = {
        str(path.relative_to(ROOT)) for path in files if names_used(path) & (SIGNING | OPENING)
    }
    assert using == MAY_SIGN


def test_one_route_and_the_demonstrations_made_up_members_are_all_that_uses_it() -> None:
    files = sorted((ROOT / "coop").rglob("*.py"))
    using = {
        str(path.relative_to(ROOT))
        for path in files
        if "coop.wallet.signing" in path.read_text() and path.name != "signing.py"
    }
    assert using == {"coop/wallet/routes.py", "coop/petitions/demo_members.py"}
