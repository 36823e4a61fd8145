"""The ledger as anyone reads it: its head, its leaves, its proofs."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from coop.db import db
from coop.ledger.models import StoredHead, StoredLeaf, StoredNode, Waiting
from coop.ledger.rules import Head, Inclusion, NoSuchLeaf, NoSuchSizes, NothingYet
from coop.lib import merkle

PAGE = 25


def head() -> Head | None:
    """The newest signed head; none where nothing stands yet."""
    row = db.session.scalar(select(StoredHead).order_by(StoredHead.size.desc()).limit(1))
    return _head(row) if row else None


def leaf(digest: bytes) -> StoredLeaf | None:
    """The leaf of this digest."""
    return db.session.scalar(select(StoredLeaf).where(StoredLeaf.digest == digest))


def digest_at(position: int) -> bytes:
    """The digest of the leaf at a position; empty, which no leaf has, beyond the last."""
    query = select(StoredLeaf.digest).where(StoredLeaf.position == position)
    return db.session.scalar(query) or b""


def waiting_since(digest: bytes) -> date | None:
    """The day on which a digest was sent that is still to be appended."""
    return db.session.scalar(select(Waiting.sent_on).where(Waiting.digest == digest))


def inclusion(digest: bytes) -> Inclusion:
    """The proof that a digest stands in the newest head; raises NoSuchLeaf."""
    newest = head()
    found = inclusions([digest], newest.size) if newest else {}
    if digest not in found:
        raise NoSuchLeaf
    return found[digest]


def inclusions(digests: Iterable[bytes], size: int) -> dict[bytes, Inclusion]:
    """The proofs of several digests against a head of this size, in two queries."""
    wanted = list(digests)
    newest = select(func.max(StoredHead.size)).scalar_subquery()
    leaves = db.session.scalars(
        select(StoredLeaf).where(
            StoredLeaf.digest.in_(wanted), StoredLeaf.position < size, newest >= size
        )
    ).all()
    spans = {each.digest: merkle.inclusion_spans(each.position, size) for each in leaves}
    hashes = nodes(span for some in spans.values() for span in some)
    return {
        each.digest: Inclusion(
            each.digest,
            each.position,
            size,
            tuple(merkle.path(spans[each.digest], hashes)),
            each.kind,
            each.text,
        )
        for each in leaves
    }


def consistency(first: int, second: int) -> tuple[bytes, ...]:
    """The proof that the ledger of `first` leaves is the beginning of that of `second`."""
    newest = head()
    if newest is None:
        raise NothingYet
    if not 0 < first <= second <= newest.size:
        raise NoSuchSizes(size=newest.size)
    spans = merkle.consistency_spans(first, second)
    return tuple(merkle.path(spans, nodes(spans)))


def nodes(spans: Iterable[merkle.Span], session: Session | None = None) -> merkle.Hashes:
    """The stored hashes that these spans fold, in one query."""
    places: dict[int, set[int]] = {}
    for node in (node for span in spans for node in merkle.peaks(span)):
        places.setdefault(node.level, set()).add(node.position)
    if not places:
        return {}
    # Level by level: pairs in one IN would make SQLite read the whole table.
    wanted = (
        and_(StoredNode.level == level, StoredNode.position.in_(sorted(some)))
        for level, some in sorted(places.items())
    )
    query = select(StoredNode.level, StoredNode.position, StoredNode.hash).where(or_(*wanted))
    rows = (session or db.session).execute(query)
    return {merkle.Node(row.level, row.position): row.hash for row in rows}


def public_leaves(*, before: int | None = None, limit: int = PAGE) -> list[StoredLeaf]:
    """The public leaves, newest first, those below a position."""
    query = select(StoredLeaf).where(StoredLeaf.kind.is_not(None))
    if before is not None:
        query = query.where(StoredLeaf.position < before)
    return list(db.session.scalars(query.order_by(StoredLeaf.position.desc()).limit(limit)))


def positions(kinds: Iterable[str]) -> dict[bytes, int]:
    """Where the public leaves of these kinds stand, by digest."""
    query = select(StoredLeaf.digest, StoredLeaf.position).where(StoredLeaf.kind.in_(set(kinds)))
    return {row.digest: row.position for row in db.session.execute(query)}


def standing(digests: Iterable[bytes]) -> set[bytes]:
    """Those of some digests that stand in the ledger, or wait for their day's batch."""
    wanted = set(digests)
    # One statement: between two, what waited could have been appended.
    both = union_all(
        select(StoredLeaf.digest).where(StoredLeaf.digest.in_(wanted)),
        select(Waiting.digest).where(Waiting.digest.in_(wanted)),
    )
    return set(db.session.scalars(both, bind_arguments={"mapper": StoredLeaf}))


def contents(kind: str) -> list[Any]:
    """What the public leaves of a kind say."""
    query = select(StoredLeaf.text).where(StoredLeaf.kind == kind)
    return [json.loads(text or "{}")["content"] for text in db.session.scalars(query)]


def _head(row: StoredHead) -> Head:
    return Head(row.size, row.root, row.day, row.signature)
