"""The tree of RFC 9162, against pymerkle and against the definition written out."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from coop.lib import merkle
from coop.lib.merkle import Node, Span

LEAVES = [bytes([number]) * (number % 5) for number in range(70)]
sizes = st.integers(1, 300)


def defined(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + defined(leaves[:k]) + defined(leaves[k:])).digest()


def hashes(leaves: list[bytes]) -> dict[Node, bytes]:
    return merkle.grow(0, (), map(merkle.leaf_hash, leaves))


def numbered(size: int) -> list[bytes]:
    return [str(number).encode() for number in range(size)]


@pytest.mark.parametrize("size", range(70))
def test_the_root_is_what_the_rfc_defines(size: int) -> None:
    assert merkle.root([merkle.leaf_hash(x) for x in LEAVES[:size]]) == defined(LEAVES[:size])


@pytest.mark.parametrize("size", range(1, 34))
def test_roots_and_proofs_are_those_of_pymerkle(size: int) -> None:
    tree = InmemoryTree(algorithm="sha256")
    for leaf in LEAVES[:size]:
        tree.append_entry(leaf)
    stored = hashes(LEAVES[:size])
    assert merkle.root([merkle.leaf_hash(x) for x in LEAVES[:size]]) == tree.get_root()
    for place in range(size):
        ours = merkle.path(merkle.inclusion_spans(place, size), stored)
        theirs = tree.prove_inclusion(place + 1, size).path
        assert ours == theirs[1:], (place, size)


@given(sizes, st.data())
def test_each_leaf_is_proved_and_no_other_in_its_place(size: int, data: st.DataObject) -> None:
    place, other = data.draw(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)))
    leaves = numbered(size)
    root, path = defined(leaves), merkle.path(merkle.inclusion_spans(place, size), hashes(leaves))
    leaf = merkle.leaf_hash(leaves[place])
    assert merkle.proves_inclusion(leaf, place=place, size=size, path=path, root=root)
    if other != place:
        assert not merkle.proves_inclusion(leaf, place=other, size=size, path=path, root=root)


@given(sizes, sizes, st.binary(min_size=32, max_size=32))
def test_an_old_tree_is_proved_to_be_the_beginning_of_a_new_one(
    first: int, more: int, forged: bytes
) -> None:
    leaves = numbered(first + more)
    old, new = defined(leaves[:first]), defined(leaves)
    spans = merkle.consistency_spans(first, len(leaves))
    path = merkle.path(spans, hashes(leaves))

    def proves(old: bytes, new: bytes) -> bool:
        return merkle.proves_consistency(first, old, second=len(leaves), second_root=new, path=path)

    assert proves(old, new)
    assert not proves(forged, new)
    assert not proves(old, forged)


@given(sizes, sizes, st.data())
def test_no_proof_connects_a_rewritten_past(first: int, more: int, data: st.DataObject) -> None:
    leaves = numbered(first + more)
    changed = data.draw(st.integers(0, first - 1))
    rewritten = [*leaves[:changed], b"another past", *leaves[changed + 1 :]]
    spans = merkle.consistency_spans(first, len(leaves))
    assert not merkle.proves_consistency(
        first,
        defined(leaves[:first]),
        second=len(leaves),
        second_root=defined(rewritten),
        path=merkle.path(spans, hashes(rewritten)),
    )


@given(sizes, st.data())
def test_a_changed_path_proves_nothing(size: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, size - 1))
    leaves = numbered(size)
    path = merkle.path(merkle.inclusion_spans(place, size), hashes(leaves))
    where = data.draw(st.integers(0, len(path)))
    damaged = data.draw(
        st.sampled_from(
            [[*path[:where], bytes(32), *path[where:]], path[:where] + path[where + 1 :]]
        )
    )
    proved = merkle.proves_inclusion(
        merkle.leaf_hash(leaves[place]), place=place, size=size, path=damaged, root=defined(leaves)
    )
    assert proved == (damaged == path)


@given(st.lists(st.integers(0, 40), max_size=8))
def test_growing_in_batches_ends_as_growing_at_once(batches: list[int]) -> None:
    leaves = [merkle.leaf_hash(x) for x in numbered(sum(batches))]
    stored: dict[Node, bytes] = {}
    size = 0
    for count in batches:
        tops = [stored[node] for node in merkle.peaks(Span(0, size))]
        made = merkle.grow(size, tops, leaves[size : size + count])
        assert not stored.keys() & made.keys()
        stored |= made
        size += count
    assert stored == merkle.grow(0, (), leaves)
    tops = [stored[node] for node in merkle.peaks(Span(0, size))]
    assert merkle.fold(tops) == merkle.root(leaves)


@given(st.integers(1, 2**40))
def test_a_proof_reads_few_hashes_however_large_the_tree(size: int) -> None:
    spans = merkle.inclusion_spans(size // 3, size)
    assert len(spans) <= size.bit_length()
    assert sum(len(merkle.peaks(span)) for span in spans) <= 2 * size.bit_length()


@pytest.mark.parametrize(("place", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_a_place_outside_the_tree_has_no_proof(place: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion_spans(place, size)
    assert not merkle.proves_inclusion(bytes(32), place=place, size=size, path=[], root=bytes(32))


@pytest.mark.parametrize(("first", "second"), [(0, 4), (5, 4), (-1, 2)])
def test_sizes_that_never_followed_each_other_have_no_proof(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="no smaller"):
        merkle.consistency_spans(first, second)
    assert not merkle.proves_consistency(
        first, bytes(32), second=second, second_root=bytes(32), path=[]
    )


def test_the_same_size_is_consistent_with_an_empty_proof_and_the_same_root_only() -> None:
    def proves(root: bytes, path: list[bytes]) -> bool:
        return merkle.proves_consistency(3, bytes(32), second=3, second_root=root, path=path)

    assert proves(bytes(32), [])
    assert not proves(b"x" * 32, [])
    assert not proves(bytes(32), [bytes(32)])
