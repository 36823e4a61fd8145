"""The floors and the wall hold: import-linter's contracts, and what an anonymous page loads."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from coop.config import ROOT

ANONYMOUS = ("ledger", "tokens", "reports", "platforms", "votes", "chat", "moderation")
FORBIDDEN = ("coop.accounts", "flask_login", "coop.wallet", "coop.console", "coop.observatory")


def sources() -> list[Path]:
    return sorted(path for name in ANONYMOUS for path in (ROOT / "coop" / name).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Every name that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_every_contract_of_the_imports_holds() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_anonymous_imports_no_member(path: Path) -> None:
    assert not [name for name in imported(path) if name.startswith(FORBIDDEN)]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_anonymous_has_no_session(path: Path) -> None:
    names = imported(path)
    assert not names & {"flask.session", "coop.web.session", "flask.sessions"}
