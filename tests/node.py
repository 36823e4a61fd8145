"""Runs our browser modules in Node: one JSON value in, one JSON value out."""

import json
import os
import shutil
import subprocess
from typing import Any

from coop.config import ROOT

# The Makefile puts pip's Node there where the system brings none that is new enough.
_PATHS = os.pathsep.join([str(ROOT / ".venv" / "lib" / "node-bin"), os.environ.get("PATH", "")])


def node(module: str, value: Any) -> Any:
    """What `tests/js/<module>` makes of the value; the failure's own words where it throws."""
    program = shutil.which("node", path=_PATHS)
    assert program, "no Node here: run `make build`"
    done = subprocess.run(
        [program, str(ROOT / "tests" / "js" / module)],
        input=json.dumps(value).encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return json.loads(done.stdout)
