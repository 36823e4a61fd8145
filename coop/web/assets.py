"""Where a built style or script lies: by its name in the manifest that the build wrote."""

import json
from functools import cache
from pathlib import Path

from flask import url_for

from coop.config import ROOT

DIST = ROOT / "static" / "dist"


class NotBuilt(RuntimeError):
    """The styles and scripts were not built: run `make build`."""


@cache
def _manifest(path: Path) -> dict[str, str]:
    try:
        names: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError as error:
        raise NotBuilt("static/dist/manifest.json is missing: run `make build`") from error
    return names


def asset(name: str) -> str:
    """The address of a built file, with its content's hash in the name."""
    return url_for("static", filename=f"dist/{_manifest(DIST / 'manifest.json')[name]}")
