"""How fast the ledger grows and proves, beside pymerkle: in memory, and on a disk."""

import hashlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pymerkle import InmemoryTree, SqliteTree

from bench.houses import house
from coop.db import db, writing
from coop.ledger import queries, service
from coop.ledger.rules import SIGNER, head_key
from coop.ledger.verifying import Verification, snapshot
from coop.lib import merkle
from coop.web.settings import config

LEAVES, PROOFS, PEER_PROOFS = 100_000, 1_000, 50
TODAY = date(2026, 11, 23)


@dataclass
class Pace:
    """How many of something a second."""

    what: str
    appends: float
    proofs: float
    verified: float | None = None


def measure(kinds: list[str], say: Callable[[str], None]) -> None:
    """Print ours and pymerkle's, pymerkle's as 1."""
    digests = [hashlib.sha256(str(number).encode()).digest() for number in range(LEAVES)]
    with tempfile.TemporaryDirectory() as folder:
        stored = SqliteTree(str(Path(folder) / "tree.db"), algorithm="sha256")
        peers = {
            "memory": _peer("pymerkle, memory", InmemoryTree(algorithm="sha256"), digests),
            "disk": _peer("pymerkle, SQLite", stored, digests),
        }
        stored.close()
    ours = [(_in_memory(digests), "memory"), *((_in_house(k, digests), "disk") for k in kinds)]
    say(
        f"Ledger: {LEAVES:,} leaves, proofs of inclusion among them; ratios to pymerkle of the kind"
    )
    say(f"{'':22}{'appends/s':>11}{'ratio':>8}{'proofs/s':>10}{'ratio':>8}{'verified/s':>12}")
    for pace, kind in [*((peer, kind) for kind, peer in peers.items()), *ours]:
        peer = peers[kind]
        verified = f"{pace.verified:12,.0f}" if pace.verified else ""
        say(
            f"{pace.what:22}{pace.appends:11,.0f}{pace.appends / peer.appends:8.1f}"
            f"{pace.proofs:10,.0f}{pace.proofs / peer.proofs:8.1f}{verified}"
        )


def _peer(what: str, tree: InmemoryTree | SqliteTree, digests: list[bytes]) -> Pace:
    """Its own fastest ways: many entries at once, and the cache that it keeps by itself."""
    with _timed() as growing:
        if isinstance(tree, SqliteTree):
            tree.append_entries(digests)
        else:
            for digest in digests:
                tree.append_entry(digest)
    places = random.Random(1).choices(range(LEAVES), k=PEER_PROOFS)
    with _timed() as proving:
        for place in places:
            tree.prove_inclusion(place + 1, LEAVES)
    return Pace(what, LEAVES / growing[0], PEER_PROOFS / proving[0])


def _in_memory(digests: list[bytes]) -> Pace:
    with _timed() as growing:
        nodes = merkle.grow(0, (), map(merkle.leaf_hash, digests))
    places = random.Random(1).choices(range(LEAVES), k=PROOFS)
    with _timed() as proving:
        for place in places:
            merkle.path(merkle.inclusion_spans(place, LEAVES), nodes)
    return Pace("ours, memory", LEAVES / growing[0], PROOFS / proving[0])


def _in_house(kind: str, digests: list[bytes]) -> Pace:
    """The day's batch by upkeep, waiting digests and signed heads included."""
    with house(kind) as app, app.app_context():
        with writing("voice") as session:
            service.wait(session, digests, today=TODAY)
        with _timed() as growing:
            service.upkeep(TODAY + timedelta(days=1), config())
        asked = random.Random(1).choices(digests, k=PROOFS)
        with _timed() as proving:
            for digest in asked:
                queries.inclusion(digest)
                db.session.remove()
        with snapshot() as connection, _timed() as verifying:
            check = Verification(connection, key=head_key(config().key(SIGNER)))
            assert sum(check.blocks()) == LEAVES
            assert check.told == []
    return Pace(f"ours, {kind}", LEAVES / growing[0], PROOFS / proving[0], LEAVES / verifying[0])


@contextmanager
def _timed() -> Iterator[list[float]]:
    taken: list[float] = []
    started = time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - started)
