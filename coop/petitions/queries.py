"""One petition as its page reads it: text, versions, debate, records."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from coop.db import db
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.petitions.models import (
    Amendment,
    Comment,
    Evidence,
    Petition,
    Record,
    RecordFile,
    Step,
    Version,
)
from coop.petitions.places import Place, is_code
from coop.petitions.rules import NoSuchPetition, State
from coop.petitions.texts import Text

THREADS, FIRST_ANSWERS, ANSWERS, AMENDMENTS = 20, 10, 250, 20
# More than a column of whole numbers holds is asked for by nobody in earnest.
MOST_VERSIONS = 2**31 - 1


class NoSuchVersion(Refusal):
    """The petition has no version of this number."""

    status = 404
    sentence = N_("This petition has no such version.")


@dataclass(frozen=True, slots=True)
class Proposed:
    """An amendment as a list shows it."""

    code: str
    nonce: bytes
    version: int
    accepted_as: int | None
    proposed_on: date
    reason: str


def petition(code: str) -> Petition:
    """The petition of this code; raises NoSuchPetition."""
    found = db.session.get(Petition, code, populate_existing=True) if is_code(code) else None
    if found is None:
        raise NoSuchPetition
    return found


def petition_of_key(session: Session, nonce: bytes) -> Petition | None:
    """The petition that this key is the author of."""
    return session.scalar(select(Petition).where(Petition.nonce == nonce))


def held(session: Session, code: str) -> Petition:
    """The petition, locked for the caller's transaction; raises NoSuchPetition."""
    found = session.scalar(
        select(Petition)
        .where(Petition.code == code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchPetition
    return found


def entered(code: str) -> dict[State, date]:
    """The day on which a petition came into each state that it has known."""
    rows = db.session.scalars(select(Step).where(Step.petition_code == code))
    return {row.state: row.entered_on for row in rows}


def version(code: str, number: int) -> Version:
    """One version; raises NoSuchVersion."""
    found = db.session.get(Version, (code, number)) if 0 < number <= MOST_VERSIONS else None
    if found is None:
        raise NoSuchVersion
    return found


def versions(code: str) -> list[Version]:
    """All versions, the first first: an author's acts are few."""
    return list(
        db.session.scalars(
            select(Version).where(Version.petition_code == code).order_by(Version.number)
        )
    )


def text_of(session: Session, held: Petition) -> Version:
    """The version that stands."""
    return session.get_one(Version, (held.code, held.version))


def amendments(code: str, *, after: Place | None = None) -> tuple[list[Proposed], Place | None]:
    """One page of the amendments by day and random code, without their texts; where it goes on."""
    query = select(
        Amendment.code,
        Amendment.nonce,
        Amendment.version,
        Amendment.accepted_as,
        Amendment.proposed_on,
        Amendment.reason,
    ).where(Amendment.petition_code == code)
    if after is not None:
        query = query.where(
            tuple_(Amendment.proposed_on, Amendment.code) > tuple_(after.day, after.code)
        )
    query = query.order_by(Amendment.proposed_on, Amendment.code).limit(AMENDMENTS + 1)
    rows = [Proposed(*row) for row in db.session.execute(query)]
    shown = rows[:AMENDMENTS]
    more = len(rows) > AMENDMENTS
    return shown, Place(shown[-1].proposed_on, shown[-1].code) if more else None


def amendment(code: str, amendment_code: str) -> Amendment:
    """One amendment of a petition; raises NoSuchPetition."""
    query = select(Amendment).where(
        Amendment.petition_code == code, Amendment.code == amendment_code
    )
    found = db.session.scalar(query) if is_code(amendment_code) else None
    if found is None:
        raise NoSuchPetition
    return found


def proposed(amendment: Amendment) -> Text:
    """The wording that an amendment proposes."""
    return Text(**amendment.said)


def evidence(code: str) -> Evidence | None:
    """What was frozen when the vote opened."""
    return db.session.get(Evidence, code)


def records(code: str) -> dict[State, Record]:
    """What organizers recorded, by state."""
    rows = db.session.scalars(select(Record).where(Record.petition_code == code))
    return {row.state: row for row in rows}


def record(code: str, state: str) -> Record | None:
    """What organizers recorded of one state."""
    return db.session.get(Record, (code, state), populate_existing=True) if is_code(code) else None


def file_content(record: Record) -> bytes | None:
    """The bytes of a record's file."""
    query = select(RecordFile.content).where(
        RecordFile.petition_code == record.petition_code, RecordFile.state == record.state
    )
    return db.session.scalar(query)


def threads(code: str, *, after: Place | None = None) -> tuple[list[Comment], Place | None]:
    """One page of threads in reading order, and where the next page begins.

    Threads come by day, within a day by their random code; the answers of a thread stand below it
    in the same order. What somebody answers is therefore always above the answer.
    """
    begins = select(Comment).where(Comment.petition_code == code, Comment.root == Comment.code)
    return _in_order(begins, after=after, size=THREADS)


def answers(
    code: str, root: str, *, after: Place | None = None, at: Comment | None = None
) -> tuple[list[Comment], Place | None]:
    """One page of a thread's answers, from a place on or from one of them on."""
    query = select(Comment).where(
        Comment.petition_code == code, Comment.root == root, Comment.code != root
    )
    if at is not None and at.code != root:
        query = query.where(_placed() >= tuple_(at.written_on, at.code))
    return _in_order(query, after=after, size=ANSWERS)


def first_answers(code: str, roots: Sequence[Comment]) -> dict[str, list[Comment]]:
    """The first answers of each of these threads, one more than are shown, in one query.

    Each thread has a bound of its own: a flood of answers to one hides none of another.
    """
    if not roots:
        return {}
    number = func.row_number().over(
        partition_by=Comment.root, order_by=(Comment.written_on, Comment.code)
    )
    numbered = (
        select(Comment.code, number.label("number"))
        .where(
            Comment.petition_code == code,
            Comment.root.in_([root.code for root in roots]),
            Comment.root != Comment.code,
        )
        .subquery()
    )
    query = (
        select(Comment)
        .join(numbered, numbered.c.code == Comment.code)
        .where(numbered.c.number <= FIRST_ANSWERS + 1)
        .order_by(Comment.written_on, Comment.code)
    )
    found: dict[str, list[Comment]] = {}
    for answer in db.session.scalars(query):
        found.setdefault(answer.root, []).append(answer)
    return found


def comments(code: str, codes: Collection[str]) -> list[Comment]:
    """The comments of these codes."""
    if not codes:
        return []
    query = select(Comment).where(Comment.petition_code == code, Comment.code.in_(codes))
    return list(db.session.scalars(query))


def _placed() -> Any:
    return tuple_(Comment.written_on, Comment.code)


def _in_order(
    query: Select[Any], *, after: Place | None, size: int
) -> tuple[list[Comment], Place | None]:
    if after is not None:
        query = query.where(_placed() > tuple_(after.day, after.code))
    query = query.order_by(Comment.written_on, Comment.code).limit(size + 1)
    rows = list(db.session.scalars(query))
    shown = rows[:size]
    return shown, Place(shown[-1].written_on, shown[-1].code) if len(rows) > size else None


def comment(code: str, comment_code: str) -> Comment | None:
    """One comment of a petition; None, without asking, where no code is given."""
    if not is_code(comment_code):
        return None
    return db.session.scalar(
        select(Comment).where(Comment.petition_code == code, Comment.code == comment_code)
    )


def comment_count(code: str) -> int:
    """How many comments the debate has."""
    counted = select(func.count()).select_from(Comment).where(Comment.petition_code == code)
    return db.session.scalar(counted) or 0
