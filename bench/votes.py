"""`python -m bench.votes`: casting, counting and recounting, and a peer beside the recount."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from bench.belenios import GROUP, children_seconds, seconds_to_verify
from bench.houses import POSTGRES, house
from coop.config import ROOT
from coop.db import writing
from coop.tokens import service as tokens
from coop.tokens.acts import as_json
from coop.tokens.rules import Act
from coop.votes import board, queries, service
from coop.web import limits
from coop.web.clock import today
from coop.web.settings import config
from tests.node import node
from tests.votes.boxes import Box, open_vote

Say = Callable[[str], None]
CHOICES = ("yes", "no", "abstain")
# How many of the ballots come by HTTP.
BY_POST = 1_000


@contextmanager
def timed(say: Say, what: str, count: int) -> Iterator[None]:
    """Say how many were done in a second of this process's own time, and in one by the clock."""
    begun, own = time.perf_counter(), time.process_time()
    yield
    taken, used = time.perf_counter() - begun, time.process_time() - own
    say(f"  {what:<48}{count / used:>8.0f} a CPU s{count / taken:>8.0f} a s")


def measure(kind: str, count: int, say: Say) -> dict[str, Any]:
    """Cast, count and download so many ballots on one kind of database; return the board."""
    say(f"{kind}, {count} ballots, one process")
    with house(kind) as app:
        with app.app_context():
            box = open_vote(roll=count)
            acts = [box.voter().ballot(CHOICES[number % 3]) for number in range(count)]
            by_service = acts[: count - BY_POST]
            with timed(say, "verified and stored, by the service", len(by_service)):
                for act in by_service:
                    service.cast(act, box.scope, today=today())
        _cast_over_http(app, box, acts[count - BY_POST :], say)
        with app.app_context():
            return _count(box, count, say)


def _cast_over_http(app: Any, box: Box, acts: list[Act], say: Say) -> None:
    client = app.test_client()
    # The limit of one caller is not what is measured.
    app.extensions[limits.EXTENSION].admits = lambda *_args, **_kwargs: True
    bodies = [as_json(act) for act in acts]
    with timed(say, "verified and stored, by POST without a socket", len(bodies)):
        for body in bodies:
            assert client.post(box.address, json=body).status_code == 201


def _count(box: Box, count: int, say: Say) -> dict[str, Any]:
    after = box.scope.closes_on + timedelta(days=1)
    with writing("voice") as session:
        tokens.close_scope(session, box.scope.code, issued_count=count)
    with timed(say, "counted at the close, by upkeep", count):
        service.upkeep(after, config())
    published = queries.published(box.scope.code)
    with timed(say, "written as JSON", count):
        text = b"".join(board.as_json(box.scope.code, published.preamble))
    say(f"  {'the board, bytes a ballot':<48}{len(text) / count:>8.0f}")
    made: dict[str, Any] = json.loads(text)
    return made


def recount(made: dict[str, Any], peer_ballots: int, say: Say) -> None:
    """The verifier for outsiders, with Belenios as the reference."""
    count = len(made["ballots"])
    say("Recount: every token, every signature, the ledger, the sums")
    taken, used = _recount_by_file(made)
    _say_recount(say, "verifier.py", count, taken, used)
    _recount_in_node(made, count, say)
    theirs = seconds_to_verify(peer_ballots)
    if theirs is None:
        say("  belenios-tool is not installed here: nothing beside it.")
        return
    _say_recount(say, f"belenios-tool, {GROUP}", peer_ballots, *theirs)
    say(f"  ratio in CPU time: {count / used / (peer_ballots / theirs[1]):.1f}")


def _recount_by_file(made: dict[str, Any]) -> tuple[float, float]:
    """As an outsider runs it, starting Python and reading the file included."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(made, file)
        file.flush()
        begun, before = time.perf_counter(), children_seconds()
        program = [sys.executable, str(ROOT / "coop" / "lib" / "verifier.py"), file.name]
        done = subprocess.run(program, capture_output=True, text=True, check=False)
        taken, used = time.perf_counter() - begun, children_seconds() - before
    assert done.returncode == 0, done.stdout
    return taken, used


def _recount_in_node(made: dict[str, Any], count: int, say: Say) -> None:
    """The browser's own modules; reading the board from a pipe is in it."""
    begun, before = time.perf_counter(), children_seconds()
    (seen,) = node("recount.mjs", {"boards": [made]})["boards"]
    taken, used = time.perf_counter() - begun, children_seconds() - before
    assert seen["holds"], seen["faults"]
    _say_recount(say, "the page's script, in Node", count, taken, used)


def _say_recount(say: Say, what: str, count: int, taken: float, used: float) -> None:
    say(
        f"  {what:<28}{count:>7} ballots{used:>8.2f} CPU s{taken:>8.2f} s"
        f"{count / used:>8.0f} a CPU s"
    )


def main() -> None:
    """Measure on every database that is at hand."""
    parser = argparse.ArgumentParser(prog="python -m bench.votes", description=__doc__)
    parser.add_argument("--ballots", type=int, default=10_000)
    parser.add_argument("--peer", type=int, default=300, help="ballots of the peer's election")
    asked = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if POSTGRES else ["sqlite"]
    if not POSTGRES:
        print("PostgreSQL is not measured: TEST_POSTGRES_URL does not say where one is.")
    made: dict[str, Any] = {}
    for kind in kinds:
        made = measure(kind, asked.ballots, lambda line: print(line, flush=True))
    recount(made, asked.peer, lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
