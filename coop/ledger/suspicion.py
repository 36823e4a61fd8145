"""Which row lies, where rows of the ledger do not fit together.

A leaf and the hashes above it say the same thing twice. Where two of them disagree, both readings
are carried upward until a hash above, or a signed root, fits one of them: the other was altered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Literal, NamedTuple

from coop.lib import merkle
from coop.lib.merkle import Node

What = Literal["leaf", "gone", "node", "node gone", "rewritten"]

SENTENCES: dict[What, str] = {
    "leaf": "leaf {first}: this is not the digest that was appended",
    "gone": "leaf {first}: missing",
    "node": "node {first} of level {level}: altered",
    "node gone": "node {first} of level {level}: missing",
    "rewritten": "leaves {first} to {last}: rewritten, or reordered, together with their hashes",
}
# Few disagreements are told apart exactly; a ledger that is wrong everywhere need not be.
MOST_READINGS, MOST_TRIED = 8, 4_096


class Fault(NamedTuple):
    """One row, or one run of rows, that is not as it was appended."""

    what: What
    first: int
    last: int
    level: int = 0

    def __str__(self) -> str:
        return SENTENCES[self.what].format(**self._asdict())


class Reading(NamedTuple):
    """A hash that may be the true one, and what must have been altered if it is.

    Where rows are missing the hash may be unknown: it fits whatever stands above.
    """

    hash: bytes | None
    faults: frozenset[Fault] = frozenset()


Readings = Sequence[Reading]


def leaf_readings(place: int, digest: bytes | None, stored: bytes | None) -> Readings:
    """What a leaf's row and its stored hash say of it."""
    said = None if digest is None else merkle.leaf_hash(digest)
    if said is not None and said == stored:
        return (Reading(said),)
    if said is None:
        gone = {Fault("gone", place, place)}
        if stored is None:
            gone.add(Fault("node gone", place, place))
        return (Reading(stored, frozenset(gone)),)
    if stored is None:
        return (Reading(said, _blame("node gone", Node(0, place))),)
    return (
        Reading(stored, frozenset({Fault("leaf", place, place)})),
        Reading(said, _blame("node", Node(0, place))),
    )


@dataclass(slots=True)
class Climb:
    """The way up from leaf to leaf: the perfect subtrees so far, each with its readings."""

    _tops: list[tuple[Node, Readings]] = field(default_factory=list)

    def add(self, readings: Readings, place: int, stored: Mapping[Node, bytes]) -> None:
        """Add the next leaf, with the nodes that it completes."""
        node = Node(0, place)
        while self._tops and self._tops[-1][0].level == node.level:
            _, left = self._tops.pop()
            node = Node(node.level + 1, node.position >> 1)
            readings = _joined(left, readings, node=node, stored=stored.get(node))
        self._tops.append((node, readings))

    def fits(self, root: bytes) -> bool:
        """Whether the leaves so far have this root; where they do, readings that do not go."""
        for chosen in islice(product(*(readings for _, readings in self._tops)), MOST_TRIED):
            if _fold(chosen) in (root, None):
                tops = zip(self._tops, chosen, strict=True)
                self._tops = [(node, (reading,)) for (node, _), reading in tops]
                return True
        return False

    def faults(self) -> Iterator[Fault]:
        """What was altered, by the likeliest of what is left."""
        for _, readings in self._tops:
            yield from min((reading.faults for reading in readings), key=len)


def _joined(left: Readings, right: Readings, *, node: Node, stored: bytes | None) -> Readings:
    pairs = [Reading(_fold(pair), pair[0].faults | pair[1].faults) for pair in product(left, right)]
    if stored is None:
        lost = _blame("node gone", node)
        return [Reading(pair.hash, pair.faults | lost) for pair in pairs]
    fitting = [pair.faults for pair in pairs if pair.hash in (stored, None)]
    if fitting:
        return (Reading(stored, min(fitting, key=len)),)
    altered = _blame("node", node)
    first = node.position << node.level
    below = frozenset({Fault("rewritten", first, first + (1 << node.level) - 1)})
    told = [Reading(pair.hash, pair.faults | altered) for pair in pairs]
    return [*told, Reading(stored, below)][-MOST_READINGS:]


def _fold(readings: Readings) -> bytes | None:
    hashes = [reading.hash for reading in readings]
    known = [hashed for hashed in hashes if hashed is not None]
    return merkle.fold(known) if len(known) == len(hashes) else None


def _blame(what: What, node: Node) -> frozenset[Fault]:
    return frozenset({Fault(what, node.position, node.position, node.level)})
