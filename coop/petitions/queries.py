"""One petition as its page reads it: text, versions, debate, records."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from coop.db import db
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.petitions.models import Amendment, Comment, Evidence, Petition, Record, Step, Version
from coop.petitions.places import Place, is_code
from coop.petitions.rules import NoSuchPetition, State
from coop.petitions.texts import Text

THREADS = 20
REPLIES = 200
# More than a column of whole numbers holds is asked for by nobody in earnest.
MOST_VERSIONS = 2**31 - 1


class NoSuchVersion(Refusal):
    """The petition has no version of this number."""

    status = 404
    sentence = N_("This petition has no such version.")


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


def amendments(code: str) -> list[Amendment]:
    """The amendments proposed, by day and by their random code."""
    return list(
        db.session.scalars(
            select(Amendment)
            .where(Amendment.petition_code == code)
            .order_by(Amendment.proposed_on, Amendment.code)
        )
    )


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


def threads(
    code: str, *, after: Place | None = None, at: Comment | None = None
) -> tuple[list[Comment], Place | None]:
    """One page of threads in reading order, and where the next page begins.

    The page begins after a place, or with the thread of a comment.

    Threads come by day, within a day by their random code; the replies of a thread stand below it
    in the same order. What somebody answers is therefore always above the answer.
    """
    query = select(Comment).where(Comment.petition_code == code, Comment.root == Comment.code)
    if after is not None:
        later = and_(Comment.written_on == after.day, Comment.code > after.code)
        query = query.where(or_(Comment.written_on > after.day, later))
    if at is not None:
        query = query.where(or_(Comment.written_on > at.written_on, Comment.code >= at.root))
        query = query.where(Comment.written_on >= at.written_on)
    query = query.order_by(Comment.written_on, Comment.code).limit(THREADS + 1)
    roots = list(db.session.scalars(query))
    shown = roots[:THREADS]
    following = Place(shown[-1].written_on, shown[-1].code) if len(roots) > THREADS else None
    return shown, following


def replies(code: str, roots: Sequence[Comment]) -> dict[str, list[Comment]]:
    """The replies of these threads, by the code of the thread, in one query."""
    if not roots:
        return {}
    found: dict[str, list[Comment]] = {}
    query = (
        select(Comment)
        .where(
            Comment.petition_code == code,
            Comment.root.in_([root.code for root in roots]),
            Comment.root != Comment.code,
        )
        .order_by(Comment.written_on, Comment.code)
        .limit(REPLIES)
    )
    for reply in db.session.scalars(query):
        found.setdefault(reply.root, []).append(reply)
    return found


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
