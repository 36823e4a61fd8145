"""Starts the reader without the rest of the house, whose import would cost it time and memory."""

import runpy
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[3]

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    for name in ("coop", "coop.reports"):
        # In place of the package's own __init__, which assembles the web application.
        bare = ModuleType(name)
        bare.__path__ = [str(ROOT.joinpath(*name.split(".")))]
        sys.modules[name] = bare
    runpy.run_module("coop.reports.histories", run_name="__main__")
