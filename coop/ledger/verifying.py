"""The whole ledger read once, from the first leaf to the last, and every row held to account."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from coop.db import engine
from coop.ledger.models import StoredHead, StoredLeaf, StoredNode
from coop.ledger.rules import Head
from coop.ledger.suspicion import Climb, leaf_readings
from coop.lib.merkle import Node

BLOCK = 4_096
MOST_TOLD = 100
# The kinds of leaves of which a scope has one at the most.
ONCE = ("scope", "result")


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees the ledger of one moment, while others append."""
    bind = engine("voice")
    options = {} if bind.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with bind.connect() as connection:
        yield connection.execution_options(**options)


class Verification:
    """A check of all rows; `kept` is a head that somebody saved before."""

    def __init__(self, connection: Connection, *, key: bytes, kept: Head | None = None) -> None:
        self._connection, self._key, self._kept = connection, key, kept
        heads = select(*StoredHead.__table__.c).order_by(StoredHead.size)
        self._heads = connection.execute(heads).all()
        last = connection.scalar(select(func.max(StoredLeaf.position)))
        self.size = max([0 if last is None else last + 1, *(row.size for row in self._heads)])
        self.told: list[str] = []
        self._climb = Climb()
        self._due = iter([*self._heads, None])
        self._head = next(self._due)
        self._sound, self._unfit = 0, 0
        self._once: dict[tuple[str, str], int] = {}

    def blocks(self) -> Iterator[int]:
        """Check block after block; yield how many leaves each had."""
        self._check_heads()
        for start in range(0, self.size, BLOCK):
            end = min(start + BLOCK, self.size)
            self._check_block(start, end)
            yield end - start
        self._check_surplus()
        if self._unfit > 1:
            self.told.append(f"{self._unfit - 1} later heads: they rest on what was rewritten")
        self.told += [str(fault) for fault in sorted(set(self._climb.faults()))]

    def _check_heads(self) -> None:
        previous, day = 0, None
        for row in self._heads:
            name = f"head of {row.size} leaves"
            if row.previous != previous:
                self.told.append(
                    f"{name}: it follows that of {previous}, and names that of {row.previous}: "
                    "one is missing, or this row was altered"
                )
            if day is not None and row.day < day:
                self.told.append(f"{name}: its day is before that of the head before it")
            if not self._is_signed(row):
                self.told.append(f"{name}: altered, or not signed by this house")
            previous, day = row.size, row.day
        if self.size > previous:
            self.told.append(f"leaves {previous} to {self.size - 1}: no head stands over them")
        if self._kept and not self._kept.is_signed_by(self._key):
            self.told.append("the kept head: altered, or not signed by this house")
        if self._kept and self._kept.size > self.size:
            self.told.append(f"the kept head counts {self._kept.size} leaves; {self.size} are left")

    def _check_block(self, start: int, end: int) -> None:
        query = select(*StoredLeaf.__table__.c).where(StoredLeaf.position.between(start, end - 1))
        leaves = {row.position: row for row in self._connection.execute(query)}
        stored = self._nodes(start, end)
        for place in range(start, end):
            row = leaves.get(place)
            if row is not None:
                self._check_content(row)
            digest = None if row is None else row.digest
            readings = leaf_readings(place, digest, stored.get(Node(0, place)))
            self._climb.add(readings, place, stored)
            self._check_roots(place + 1)

    def _nodes(self, start: int, end: int) -> dict[Node, bytes]:
        """The stored nodes that the leaves of a block complete, in one query."""
        levels = range(end.bit_length())
        runs = [
            and_(
                StoredNode.level == level,
                StoredNode.position.between(start >> level, (end >> level) - 1),
            )
            for level in levels
        ]
        query = select(StoredNode.level, StoredNode.position, StoredNode.hash).where(or_(*runs))
        return {Node(row.level, row.position): row.hash for row in self._connection.execute(query)}

    def _check_content(self, row: Any) -> None:
        head = self._head
        if head and row.position >= head.previous and head.is_public != (row.text is not None):
            self.told.append(f"leaf {row.position}: its text was taken away, or put there later")
        elif row.text is not None and hashlib.sha256(row.text.encode()).digest() != row.digest:
            self.told.append(f"leaf {row.position}: this is not the text that was appended")
        elif row.text is not None and json.loads(row.text)["kind"] != row.kind:
            self.told.append(f"leaf {row.position}: its text is of another kind than its row")
        elif row.kind in ONCE:
            self._check_once(row)

    def _check_once(self, row: Any) -> None:
        """A scope has one key and a vote one result: a second was made for somebody alone."""
        scope = str(json.loads(row.text)["content"].get("scope"))
        first = self._once.setdefault((row.kind, scope), row.position)
        if first != row.position:
            self.told.append(
                f"leaf {row.position}: a second {row.kind} of {scope}, which leaf {first} has"
            )

    def _check_roots(self, size: int) -> None:
        if self._kept and self._kept.size == size and not self._climb.fits(self._kept.root):
            self.told.append(f"the kept head of {size} leaves: the leaves before it were rewritten")
        if self._head is None or self._head.size != size:
            return
        if self._is_signed(self._head):
            self._check_root(size, self._head.root)
        self._head = next(self._due)

    def _check_root(self, size: int, root: bytes) -> None:
        if self._climb.fits(root):
            self._sound = size
            return
        self._unfit += 1
        if self._unfit == 1:
            self.told.append(
                f"leaves {self._sound} to {size - 1}: rewritten with all their hashes; "
                f"the signed head of {size} leaves does not fit them"
            )

    def _is_signed(self, row: Any) -> bool:
        return Head(row.size, row.root, row.day, row.signature).is_signed_by(self._key)

    def _check_surplus(self) -> None:
        """Look for rows where none belong."""
        beyond = [
            and_(StoredNode.level == level, StoredNode.position >= self.size >> level)
            for level in range(self.size.bit_length())
        ]
        outside = or_(
            StoredNode.level < 0,
            StoredNode.level >= max(self.size.bit_length(), 1),
            StoredNode.position < 0,
            *beyond,
        )
        nodes = select(StoredNode.level, StoredNode.position).where(outside).limit(MOST_TOLD)
        for row in self._connection.execute(nodes):
            self.told.append(f"node {row.position} of level {row.level}: it belongs nowhere")
        leaves = select(StoredLeaf.position).where(StoredLeaf.position < 0).limit(MOST_TOLD)
        for position in self._connection.scalars(leaves):
            self.told.append(f"leaf {position}: it belongs nowhere")
