"""Proposed rooms as pages read them."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from coop.chat.models import StoredProposal
from coop.db import db
from coop.lib.codes import ALPHABET, CODE_LENGTH
from coop.lib.refusals import Refusal
from coop.lib.words import N_

PROPOSALS_A_SEAT = 3
PAGE = 20


class NoSuchProposal(Refusal):
    """No proposal has this code."""

    status = 404
    sentence = N_("No proposal answers to this code. It may have been mistyped.")


class AlreadyDecided(Refusal):
    """The proposal was opened or declined."""

    status = 409
    sentence = N_("This proposal was decided meanwhile. Reload the page to see how.")


class ProposedEnough(Refusal):
    """One seat proposes only so many rooms."""

    status = 409
    sentence = N_("One seat proposes at most %(most)s rooms a month.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed room; `backers` is the number of the last night."""

    code: str
    name: str
    platform_id: uuid.UUID | None
    country: str | None
    language: str
    why: str
    state: str
    cause: str
    room_slug: str | None
    backers: int
    proposed_on: date
    decided_on: date | None


def proposal(code: str) -> Proposal:
    """The proposal of this code; raises NoSuchProposal."""
    is_code = len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
    row = db.session.get(StoredProposal, code, populate_existing=True) if is_code else None
    if row is None:
        raise NoSuchProposal
    return proposal_of(row)


def check_waiting(code: str) -> None:
    """Raise unless this proposal can still be decided."""
    if proposal(code).state != "waiting":
        raise AlreadyDecided


def proposals(
    state: str = "waiting", *, by_interest: bool = False, page: int = 1, size: int = PAGE
) -> tuple[list[Proposal], bool]:
    """One page of the proposals in a state by day and random code, the oldest first.

    `by_interest`: those first for which most would come.
    """
    query = select(StoredProposal).where(StoredProposal.state == state)
    if by_interest:
        query = query.order_by(StoredProposal.backers_shown.desc())
    query = query.order_by(StoredProposal.proposed_on, StoredProposal.code)
    rows = db.session.scalars(query.offset((page - 1) * size).limit(size + 1)).all()
    return [proposal_of(row) for row in rows[:size]], len(rows) > size


def decided(limit: int = PAGE) -> list[Proposal]:
    """What was opened or declined last."""
    query = select(StoredProposal).where(StoredProposal.decided_on.is_not(None))
    query = query.order_by(StoredProposal.decided_on.desc(), StoredProposal.code)
    return [proposal_of(row) for row in db.session.scalars(query.limit(limit))]


def proposal_of(row: StoredProposal) -> Proposal:
    """One stored proposal as a value."""
    return Proposal(
        code=row.code,
        name=row.name,
        platform_id=row.platform_id,
        country=row.country,
        language=row.language,
        why=row.why,
        state=row.state,
        cause=row.cause,
        room_slug=row.room_slug,
        backers=row.backers_shown,
        proposed_on=row.proposed_on,
        decided_on=row.decided_on,
    )
