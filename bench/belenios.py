"""An election of a peer, Belenios, made with its own command-line tool; how long it verifies.

Debian: `apt-get install belenios-tool`. One question with the same three answers.
"""

import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

GROUP = "BELENIOS-2048"
QUESTION = {
    "name": "Pay for work that was delivered",
    "description": "",
    "questions": [{"question": "Adopt?", "answers": ["yes", "no", "abstain"], "min": 1, "max": 1}],
    "administrator": "bench",
    "credential_authority": "bench",
}


def seconds_to_verify(ballots: int) -> tuple[float, float] | None:
    """Seconds by the clock and of the processor for `belenios-tool election verify`, or None."""
    if shutil.which("belenios-tool") is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _set_up(folder, ballots)
        _vote(folder)
        begun, before = time.perf_counter(), children_seconds()
        said = _tool(folder, "election", "verify")
        taken, used = time.perf_counter() - begun, children_seconds() - before
        assert "all checks passed" in said, said
    return taken, used


def children_seconds() -> float:
    """Processor time of the processes that ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _tool(folder: Path, *words: str, given: str = "") -> str:
    done = subprocess.run(
        ["belenios-tool", *words],
        cwd=folder,
        env=os.environ | {"BELENIOS_USE_URANDOM": "1"},
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout or done.stderr


def _only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def _set_up(folder: Path, voters: int) -> None:
    code = _tool(folder, "setup", "generate-token").strip()
    named, group = ("--uuid", code), ("--group", GROUP)
    (folder / "voters.txt").write_text(
        "".join(f"v{number}@example.org,v{number}\n" for number in range(voters))
    )
    _tool(folder, "setup", "generate-credentials", *named, *group, "--file", "voters.txt")
    _only(folder, "*.pubcreds").rename(folder / "public_creds.json")
    _only(folder, "*.privcreds").rename(folder / "private_creds.txt")
    _tool(folder, "setup", "generate-trustee-key", *group)
    (folder / "public_keys.jsons").write_bytes(_only(folder, "*.pubkey").read_bytes())
    _tool(folder, "setup", "make-trustees")
    (folder / "question.json").write_text(json.dumps(QUESTION))
    _tool(folder, "setup", "make-election", *named, *group, "--template", "question.json")
    _tool(folder, "archive", "init")


def _vote(folder: Path) -> None:
    (folder / "ballot").write_text("[[1,0,0]]")
    for line in (folder / "private_creds.txt").read_text().splitlines():
        (folder / "credential").write_text(line.split()[-1])
        words = ("--privcred", "credential", "--ballot", "ballot")
        ballot = _tool(folder, "election", "generate-ballot", *words)
        _tool(folder, "archive", "add-event", "--type=Ballot", given=ballot)
