"""What changes in the ballot box: a ballot is cast; a closed vote is counted, once."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Any
from typing import cast as cast_type

from sqlalchemy import Table, bindparam, func, select, text
from sqlalchemy.orm import Session

from coop.config import Config
from coop.db import insert_into, writing
from coop.ledger.rules import Leaf
from coop.ledger.service import append
from coop.tokens.acts import check_act
from coop.tokens.rules import SALT_BYTES, Act, PublicScope, ScopeClosed, check_open
from coop.votes.counting import go_through, preamble
from coop.votes.models import StoredBallot, StoredResult, Turnout
from coop.votes.queries import ballot_count, uncounted, uncounted_turnouts
from coop.votes.rules import Ballot, BoxNotOpen, LaterBallotStands, check_body
from coop.votes.signing import VoteKeys, keys_of, receipts_leaf

COLUMNS = ("prefix", "token", "choice", "seq", "signature")
FIGURES = (
    "yes", "no", "abstain", "invalid", "issued", "roll", "quorum", "majority", "outcome",
)  # fmt: skip


def cast(act: Act, scope: PublicScope, *, today: date) -> tuple[Ballot, bool]:
    """Put a ballot into the box; return the one that stands, and whether it is new there.

    The highest seq of a token stands. Raises LaterBallotStands for a lower one, and for another
    choice under the same seq; the same ballot again changes nothing.
    """
    check_body(act.body)
    check_open(scope, today=today)
    if not scope.is_box_open:
        raise BoxNotOpen
    check_act(act, scope, does="ballot", today=today)
    ballot = Ballot(
        act.nonce, act.prefix, act.token, act.body["choice"], act.body["seq"], act.signature
    )
    with writing("voice") as session:
        if _put(session, scope.code, ballot):
            return ballot, True
        return _standing(session, scope, ballot), False


def _put(session: Session, scope_code: str, ballot: Ballot) -> bool:
    """One statement, with no look before it: two of one token at once cannot both be first."""
    connection = session.connection(bind_arguments={"mapper": StoredBallot})
    dialect = connection.dialect.name
    if dialect not in _statements:
        _statements[dialect] = _put_statement(session)
    row = {"scope_code": scope_code} | {name: getattr(ballot, name) for name in ("nonce", *COLUMNS)}
    return connection.execute(_statements[dialect], row).first() is not None


# Written once a process: composing it takes longer than running it.
_statements: dict[str, Any] = {}


def _put_statement(session: Session) -> Any:
    """Insert a ballot, or replace its token's earlier one of a lower seq, in an uncounted box."""
    table = cast_type(Table, StoredBallot.__table__)
    row = {column.name: bindparam(column.name, type_=column.type) for column in table.columns}
    # Midnight may pass between the look at the calendar and this line: what was counted stands.
    is_counted = select(StoredResult.scope_code).where(StoredResult.scope_code == row["scope_code"])
    insert = insert_into(session, StoredBallot).from_select(
        list(row), select(*row.values()).where(~is_counted.exists())
    )
    return insert.on_conflict_do_update(
        index_elements=["scope_code", "nonce"],
        set_={name: insert.excluded[name] for name in COLUMNS},
        where=insert.excluded.seq > table.c.seq,
    ).returning(table.c.seq)


def _standing(session: Session, scope: PublicScope, ballot: Ballot) -> Ballot:
    row = session.get(StoredBallot, (scope.code, ballot.nonce), populate_existing=True)
    if row is None:
        raise ScopeClosed(day=scope.closes_on)
    if (row.seq, row.choice) != (ballot.seq, ballot.choice):
        raise LaterBallotStands(row.seq)
    return Ballot(row.nonce, row.prefix, row.token, row.choice, row.seq, row.signature)


def upkeep(today: date, config: Config) -> None:
    """Count what is closed and has no result, and the turnout of what is open."""
    keys = keys_of(config)
    with writing("voice") as session:
        announce_receipts(session, keys, today=today)
    for scope in uncounted():
        while not count_vote(scope, keys=keys, today=today):
            pass
    for scope_code in uncounted_turnouts(today):
        count_turnout(scope_code, today=today)


def announce_receipts(session: Session, keys: VoteKeys, *, today: date) -> None:
    """Put the key of receipts into the ledger, once, in the caller's transaction.

    Before a vote's own leaf: a phone that casts looks for the key in the ledger up to that one.
    """
    append(session, [receipts_leaf(keys)], signer=keys.signer, today=today)


def count_turnout(scope_code: str, *, today: date) -> None:
    """Note how many ballots lie in an open box."""
    row = {"ballots": ballot_count(scope_code), "counted_on": today}
    with writing("voice") as session:
        insert = insert_into(session, Turnout).values(scope_code=scope_code, **row)
        session.execute(insert.on_conflict_do_update(index_elements=["scope_code"], set_=row))


def count_vote(
    scope: PublicScope,
    *,
    keys: VoteKeys,
    today: date,
    token_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> bool:
    """Count a closed vote and put its result into the ledger; False where a ballot came meanwhile.

    What takes long, checking every token and signature, happens before the transaction.
    """
    counted = go_through(scope)
    content = counted.result.as_content(scope.code, counted.board)
    leaf = Leaf("result", content, token_bytes(SALT_BYTES))
    with writing("voice") as session:
        _wait_for_casts(session)
        if session.get(StoredResult, scope.code) is not None:
            return True
        if _rows_and_seqs(session, scope.code) != (counted.rows, counted.seqs):
            return False
        append(session, [receipts_leaf(keys), leaf], signer=keys.signer, today=today)
        session.add(
            StoredResult(
                **{name: value for name, value in content.items() if name in FIGURES},
                scope_code=scope.code,
                board=counted.board,
                preamble=preamble(scope.leaf, leaf, keys),
            )
        )
    return True


def _wait_for_casts(session: Session) -> None:
    """Let ballots under way arrive, and none begin: SQLite has one writer anyway."""
    where = {"mapper": StoredBallot}
    if session.connection(bind_arguments=where).dialect.name == "postgresql":
        lock = text("LOCK TABLE ballots IN SHARE ROW EXCLUSIVE MODE")
        session.execute(lock, bind_arguments=where)


def _rows_and_seqs(session: Session, scope_code: str) -> tuple[int, int]:
    sums = select(func.count(), func.coalesce(func.sum(StoredBallot.seq), 0))
    rows, seqs = session.execute(sums.where(StoredBallot.scope_code == scope_code)).one()
    return int(rows), int(seqs)
