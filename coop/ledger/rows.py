"""The rows of every feature, held against the leaves that prove them.

A feature whose rows have leaves says so in a module `leaves`: `committed()` gives its rows, some at
a time, and `KINDS` names the public leaves that have a row each. What is read at a time is a short
transaction of its own: upkeep writes these tables anew, which a longer look would hold up.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from sqlalchemy import Select, tuple_

from coop.db import db
from coop.ledger.queries import positions, standing
from coop.ledger.rules import Row

SOME = 500


class Leaves(Protocol):
    """The module `leaves` of a feature."""

    KINDS: Sequence[str]

    def committed(self) -> Iterator[list[Row]]:
        """All rows that a leaf proves, at most SOME of them at a time."""


def in_batches(
    query: Select[*tuple[Any, ...]], *keys: Any, size: int = SOME
) -> Iterator[Sequence[Any]]:
    """What a query finds, some at a time by the keys of the table that it names first."""
    found: Sequence[Any] = ()
    while True:
        batch = query.order_by(*keys).limit(size)
        if found:
            last = (getattr(found[-1][0], key.key) for key in keys)
            batch = batch.where(tuple_(*keys) > tuple_(*last))
        found = db.session.execute(batch).all()
        if found:
            yield found
        db.session.rollback()
        if len(found) < size:
            return


class RowCheck:
    """A check of all rows that have leaves; `told` names those that are not as they were."""

    def __init__(self, features: Iterable[Leaves]) -> None:
        self._features = list(features)
        self.count = 0
        self.told: list[str] = []

    def blocks(self) -> Iterator[int]:
        """Check block after block; yield how many rows each had."""
        # Read before the rows: each that is added meanwhile brings a leaf that is not asked for.
        lacking = positions(kind for feature in self._features for kind in feature.KINDS)
        for feature in self._features:
            for rows in feature.committed():
                self._check(rows)
                for row in rows:
                    lacking.pop(row.leaf, None)
                yield len(rows)
        self.told += [f"leaf {place}: no row is left of it" for place in sorted(lacking.values())]

    def _check(self, rows: Sequence[Row]) -> None:
        proven = standing(row.leaf for row in rows)
        for row in rows:
            if not row.fits:
                self.told.append(f"{row.name}: this is not what its leaf proves")
            elif row.leaf not in proven:
                self.told.append(f"{row.name}: no leaf proves it")
        self.count += len(rows)
