"""Which rows of votes the ledger proves: the result, and with it every ballot of the board."""

import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import select

from coop.ledger.rows import in_batches
from coop.ledger.rules import Leaf, Row
from coop.votes.models import StoredResult
from coop.votes.queries import all_ballots, result_of
from coop.votes.rules import board_digest

KINDS = ("result",)


def committed() -> Iterator[list[Row]]:
    """Every result and every board, one vote at a time: a board may be long."""
    for found in in_batches(select(StoredResult), StoredResult.scope_code, size=1):
        (row,) = found[0]
        text = _leaf_text(row)
        digest = hashlib.sha256(text.encode()).digest()
        board = board_digest(all_ballots(row.scope_code))
        yield [
            Row(f"result of {row.scope_code}", digest, _fits(row, text)),
            Row(f"ballots of {row.scope_code}", digest, board == row.board),
        ]


def _leaf_text(row: StoredResult) -> str:
    """The leaf as the board publishes it; nothing where that was damaged."""
    try:
        return str(json.loads(row.preamble)["result"]["leaf"])
    except (ValueError, KeyError, TypeError):
        return ""


def _fits(row: StoredResult, text: str) -> bool:
    try:
        salt = bytes.fromhex(json.loads(text)["salt"])
    except (ValueError, KeyError, TypeError):
        return False
    content = result_of(row).as_content(row.scope_code, row.board)
    return Leaf("result", content, salt).text == text.encode()
