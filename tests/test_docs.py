"""What the docs name is there, and what is there is named."""

import json
import re

import pytest

from coop.config import ROOT

DOCS = ROOT / "docs"


def pinned() -> list[str]:
    """Each package that the project asks for, by its name alone."""
    files = ["requirements.txt", "requirements-dev.txt", "deploy/requirements-node.txt"]
    lines = [line for name in files for line in (ROOT / name).read_text().splitlines()]
    python = [re.split(r"==| ;", line)[0] for line in lines if re.match(r"[A-Za-z]", line)]
    package = json.loads((ROOT / "package.json").read_text())
    return [*python, *package.get("dependencies", {}), *package.get("devDependencies", {})]


@pytest.mark.parametrize("package", pinned())
def test_each_dependency_has_its_reason(package: str) -> None:
    assert f"| {package} |" in (DOCS / "dependencies.md").read_text()


def test_no_dependency_is_explained_that_is_not_used() -> None:
    rows = re.findall(r"^\| ([\w@/.\[\]-]+) \|", (DOCS / "dependencies.md").read_text(), re.M)
    assert set(rows) - {"package"} == set(pinned())


def test_each_test_that_the_threat_model_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", (DOCS / "threat-model.md").read_text())
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
