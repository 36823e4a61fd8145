"""The Merkle tree of RFC 9162, section 2: roots, proofs and their verification, pure.

A tree's stored form is its *perfect* nodes: `(level, position)` covers the leaves from
`position << level` to `(position + 1) << level`, and never changes once its last leaf is there.
Every other hash, the root included, folds a few of them; so a proof reads O(log n) hashes and an
append writes two on average.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Node(NamedTuple):
    """A perfect subtree by its place: its height, and its number from the left."""

    level: int
    position: int


class Span(NamedTuple):
    """The leaves from `start` up to, not including, `end`: a subtree that a proof names."""

    start: int
    end: int


Hashes = Mapping[Node, bytes]


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: its first byte keeps it from passing for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def peaks(span: Span) -> list[Node]:
    """The perfect subtrees that a span is made of, from the left, largest first."""
    found, start = [], span.start
    while start < span.end:
        level = (span.end - start).bit_length() - 1
        found.append(Node(level, start >> level))
        start += 1 << level
    return found


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash of a span, from those of its peaks; the empty tree's is that of nothing."""
    if not hashes:
        return hashlib.sha256().digest()
    result = hashes[-1]
    for left in reversed(hashes[:-1]):
        result = node_hash(left, result)
    return result


def grow(size: int, tops: Sequence[bytes], leaves: Iterable[bytes]) -> dict[Node, bytes]:
    """The nodes that these leaf hashes complete, in a tree of `size` leaves with these peaks."""
    stack = list(zip(peaks(Span(0, size)), tops, strict=True))
    made: dict[Node, bytes] = {}
    for place, hashed in enumerate(leaves, start=size):
        node, value = Node(0, place), hashed
        made[node] = value
        while stack and stack[-1][0].level == node.level:
            _, left = stack.pop()
            node, value = Node(node.level + 1, node.position >> 1), node_hash(left, value)
            made[node] = value
        stack.append((node, value))
    return made


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    made = grow(0, (), leaves)
    return fold([made[node] for node in peaks(Span(0, len(leaves)))])


def inclusion_spans(place: int, size: int) -> list[Span]:
    """The subtrees beside the way from a leaf up to the root of a tree of `size` leaves."""
    if not 0 <= place < size:
        raise ValueError("no such leaf in a tree of this size")
    beside, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if place < middle:
            beside.append(Span(middle, end))
            end = middle
        else:
            beside.append(Span(start, middle))
            start = middle
    return beside[::-1]


def consistency_spans(first: int, second: int) -> list[Span]:
    """The subtrees that show a tree of `first` leaves to be the beginning of one of `second`."""
    if not 0 < first <= second:
        raise ValueError("consistency goes from a tree with leaves to one that is no smaller")
    beside, start, end, is_whole = [], 0, second, True
    while first < end:
        middle = start + _split(end - start)
        if first <= middle:
            beside.append(Span(middle, end))
            end = middle
        else:
            beside.append(Span(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        beside.append(Span(start, end))
    return beside[::-1]


def path(spans: Iterable[Span], hashes: Hashes) -> list[bytes]:
    """The hashes of these subtrees, from those of the perfect nodes that they are made of."""
    return [fold([hashes[node] for node in peaks(span)]) for span in spans]


def proves_inclusion(
    leaf: bytes, *, place: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Whether a path leads from a leaf hash to a root (RFC 9162, 2.1.3.2)."""
    if not 0 <= place < size:
        return False
    left, last, result = place, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if left & 1 or left == last:
            result = node_hash(beside, result)
            while not left & 1 and left:
                left, last = left >> 1, last >> 1
        else:
            result = node_hash(result, beside)
        left, last = left >> 1, last >> 1
    return last == 0 and result == root


def proves_consistency(
    first: int, first_root: bytes, *, second: int, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether a path shows that one tree begins with another (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    steps = list(path) if first & (first - 1) else [first_root, *path]
    if not steps:
        return False
    left, last = first - 1, second - 1
    while left & 1:
        left, last = left >> 1, last >> 1
    old = new = steps[0]
    for beside in steps[1:]:
        if last == 0:
            return False
        if left & 1 or left == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while not left & 1 and left:
                left, last = left >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        left, last = left >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """The largest power of two below a size of at least two."""
    return int(1 << ((size - 1).bit_length() - 1))
