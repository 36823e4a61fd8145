"""The ballot box as pages, the API and the recount read it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from coop.db import db
from coop.tokens.models import Scope
from coop.tokens.queries import public
from coop.tokens.rules import PublicScope
from coop.votes.models import StoredBallot, StoredResult, Turnout
from coop.votes.rules import Ballot, Majority, Outcome, Result, Rule, StillOpen

# Small enough for a phone to take in one answer, and for a page of a slow download.
PAGE = 500


@dataclass(frozen=True, slots=True)
class Published:
    """A vote's result, the digest of its board, and the board's own first part."""

    result: Result
    board: bytes
    preamble: str


def turnout(scope_code: str) -> Turnout | None:
    """How many ballots lay in the box when they were last counted, which is once a day."""
    return db.session.get(Turnout, scope_code, populate_existing=True)


def turnouts(scope_codes: Iterable[str]) -> dict[str, Turnout]:
    """The same of several votes, in one query."""
    found = select(Turnout).where(Turnout.scope_code.in_(set(scope_codes)))
    return {row.scope_code: row for row in db.session.scalars(found)}


def result(scope_code: str) -> Result | None:
    """What was counted when the vote closed; None before."""
    row = db.session.get(StoredResult, scope_code)
    return result_of(row) if row else None


def results(scope_codes: Iterable[str]) -> dict[str, Result]:
    """The same of several votes, in one query."""
    found = select(StoredResult).where(StoredResult.scope_code.in_(set(scope_codes)))
    return {row.scope_code: result_of(row) for row in db.session.scalars(found)}


def find_published(scope_code: str) -> Published | None:
    """The result with what the board needs; None before it is counted."""
    row = db.session.get(StoredResult, scope_code)
    return Published(result_of(row), row.board, row.preamble) if row else None


def published(scope_code: str) -> Published:
    """The same; raises StillOpen before it is counted."""
    found = find_published(scope_code)
    if found is None:
        raise StillOpen
    return found


def uncounted() -> list[PublicScope]:
    """Votes that are closed, with their issued tokens counted, and have no result yet."""
    has_result = select(StoredResult.scope_code).where(StoredResult.scope_code == Scope.code)
    closed = select(Scope).where(
        Scope.kind == "vote",
        Scope.is_closed,
        Scope.issued_count.is_not(None),
        ~has_result.exists(),
    )
    return [public(row) for row in db.session.scalars(closed.order_by(Scope.code))]


def uncounted_turnouts(today: date) -> list[str]:
    """The votes in their days whose turnout was not counted today, by code."""
    fresh = select(Turnout.scope_code).where(
        Turnout.scope_code == Scope.code, Turnout.counted_on == today
    )
    asked = select(Scope.code).where(
        Scope.kind == "vote",
        Scope.is_closed.is_(False),
        Scope.opens_on <= today,
        Scope.closes_on >= today,
        ~fresh.exists(),
    )
    return list(db.session.scalars(asked.order_by(Scope.code)))


def ballot_count(scope_code: str) -> int:
    """How many ballots lie in the box now: for upkeep alone."""
    count = select(func.count()).select_from(StoredBallot)
    return db.session.scalar(count.where(StoredBallot.scope_code == scope_code)) or 0


def ballots(scope_code: str, *, after: bytes = b"", limit: int = 0) -> list[Ballot]:
    """A page of the board (PAGE unless said): what follows a nonce, in the order of nonces."""
    columns = (
        StoredBallot.nonce,
        StoredBallot.prefix,
        StoredBallot.token,
        StoredBallot.choice,
        StoredBallot.seq,
        StoredBallot.signature,
    )
    page = (
        select(*columns)
        .where(StoredBallot.scope_code == scope_code, StoredBallot.nonce > after)
        .order_by(StoredBallot.nonce)
        .limit(limit or PAGE)
    )
    return [Ballot(*row) for row in db.session.execute(page)]


def all_ballots(scope_code: str) -> Iterator[Ballot]:
    """The whole board page by page, so that its length costs time and no memory."""
    after = b""
    while page := ballots(scope_code, after=after):
        yield from page
        after = page[-1].nonce


def end_reading() -> None:
    """Give the connection back before what was read goes out to a slow reader."""
    db.session.rollback()


def result_of(row: StoredResult) -> Result:
    """A stored result as a value."""
    majority: Majority = row.majority  # type: ignore[assignment]  # as the descriptor said it
    outcome: Outcome = row.outcome  # type: ignore[assignment]  # as a check of the table says
    rule = Rule(row.roll, row.quorum, majority)
    return Result(rule, row.yes, row.no, row.abstain, row.invalid, row.issued, outcome)
