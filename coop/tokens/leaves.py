"""Which rows of scopes the ledger proves: their descriptors and keys."""

import json
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from coop.ledger.models import StoredLeaf
from coop.ledger.rows import in_batches
from coop.ledger.rules import Row
from coop.tokens.models import Scope
from coop.tokens.service import scope_content

# A scope without its row is no longer there for anybody: it need not be looked for.
KINDS: tuple[str, ...] = ()


def committed() -> Iterator[list[Row]]:
    """Every scope."""
    query = select(Scope, StoredLeaf.text)
    query = query.outerjoin(StoredLeaf, StoredLeaf.digest == Scope.leaf)
    for found in in_batches(query, Scope.code):
        yield [Row(f"scope {row.code}", row.leaf, _fits(row, text)) for row, text in found]


def _fits(row: Scope, text: str | None) -> bool:
    """Whether the row says what its leaf says, in its descriptor and beside it."""
    if text is None:
        return False
    content = json.loads(text)["content"]
    if content != scope_content(row.code, row.descriptor, row.public_key):
        return False
    said = json.loads(row.descriptor)
    return bool(
        (said["kind"], said["subject"]) == (row.kind, row.subject)
        and (said["opens"], said["closes"]) == (_day(row.opens_on), _day(row.closes_on))
        and (said.get("roll"), said.get("eligible_since"))
        == (row.roll_size, _day(row.eligible_since))
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
