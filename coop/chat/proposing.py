"""Rooms that members propose: by a seat of the welcome room of the language, backed by others."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coop.chat.models import StoredBacker, StoredProposal
from coop.chat.proposals import (
    PROPOSALS_A_SEAT,
    AlreadyDecided,
    NoSuchProposal,
    Proposal,
    ProposedEnough,
    proposal,
    proposal_of,
)
from coop.chat.rules import welcome_slug
from coop.chat.veils import veiled
from coop.config import Config
from coop.db import insert_into, writing
from coop.lib.codes import new_code
from coop.platforms.queries import platform_named
from coop.tokens import queries as tokens
from coop.tokens.acts import check_act
from coop.tokens.rules import Act, ActForged, fields_digest, scope_code
from coop.tokens.service import take_seat

FIELDS = ("name", "country", "language", "why")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member says of a room that should be; the country may be empty."""

    name: str
    country: str
    language: str
    why: str

    @property
    def fields(self) -> dict[str, str]:
        """The fields as they are signed."""
        return {name: getattr(self, name) for name in FIELDS}


def propose(
    wish: Wish,
    act: Act,
    *,
    today: date,
    config: Config,
    randbelow: Callable[[int], int] = secrets.randbelow,
) -> str:
    """Propose a room, once however often it is sent; return the proposal's code."""
    digest = fields_digest(wish.fields)
    if set(act.body) != {"act", "fields"} or act.body["fields"] != digest:
        raise ActForged
    _check_welcome(act, wish.language, does="propose", today=today)
    platform = platform_named(wish.name)
    proposer = veiled(config, "propose", scope=act.scope, nonce=act.nonce)
    seq = int(digest[:8], 16) & 0x7FFFFFFF
    with writing("voice") as session:
        take_seat(session, act)
        values = {
            "code": new_code(randbelow),
            "proposer": proposer,
            "seq": seq,
            "platform_id": platform.id if platform else None,
            "name": platform.name if platform else wish.name,
            "country": wish.country or None,
            "language": wish.language,
            "why": wish.why,
            "state": "waiting",
            "cause": "",
            "backers_shown": 1,
            "proposed_on": today,
        }
        insert = insert_into(session, StoredProposal).values(**values).on_conflict_do_nothing()
        code = session.scalar(insert.returning(StoredProposal.code))
        own = select(StoredProposal.code).where(StoredProposal.proposer == proposer)
        if code is None:
            standing = session.scalar(own.where(StoredProposal.seq == seq))
            if standing is None:
                raise ActForged  # the random code was taken: as likely as guessing one
            return standing
        if len(session.scalars(own).all()) > PROPOSALS_A_SEAT:
            raise ProposedEnough(most=PROPOSALS_A_SEAT)
        _back(session, code, act, config)
        return code


def back_proposal(code: str, act: Act, *, today: date, config: Config) -> None:
    """Say that one would come too, by the welcome seat of the proposal's language, once a month."""
    found = proposal(code)
    if set(act.body) != {"act", "proposal"} or act.body["proposal"] != code:
        raise ActForged
    _check_welcome(act, found.language, does="back", today=today)
    with writing("voice") as session:
        if _held(session, code).state != "waiting":
            raise AlreadyDecided
        take_seat(session, act)
        _back(session, code, act, config)


def decide_proposal(code: str, *, opened_as: str | None, cause: str, today: date) -> Proposal:
    """Note that a proposal was opened as a room, or declined for a reason; once."""
    with writing("voice") as session:
        row = _held(session, code)
        state = "opened" if opened_as else "declined"
        if row.state != "waiting" and (row.state, row.room_slug) != (state, opened_as):
            raise AlreadyDecided
        row.state, row.room_slug, row.cause, row.decided_on = state, opened_as, cause, today
        return proposal_of(row)


def show_backers() -> None:
    """Show how many would come too, once a day; of several months the one with most counts.

    A member has another key each month: added up, one would be counted again and again.
    """
    by_month = (
        select(StoredBacker.proposal_code, func.count().label("backers"))
        .group_by(StoredBacker.proposal_code, StoredBacker.scope_code)
        .subquery()
    )
    most = select(by_month.c.proposal_code, func.max(by_month.c.backers)).group_by(
        by_month.c.proposal_code
    )
    with writing("voice") as session:
        for code, backers in session.execute(most).all():
            session.execute(
                update(StoredProposal)
                .where(StoredProposal.code == code, StoredProposal.backers_shown != backers)
                .values(backers_shown=backers)
            )


def _check_welcome(act: Act, language: str, *, does: str, today: date) -> None:
    """Raise unless a seat of the welcome room of this language does it."""
    if act.scope[:-8] != scope_code("room", welcome_slug(language)):
        raise ActForged
    check_act(act, tokens.scope(act.scope), does=does, today=today)


def _back(session: Session, code: str, act: Act, config: Config) -> None:
    backer = veiled(config, "back", code, scope=act.scope, nonce=act.nonce)
    row = {"proposal_code": code, "scope_code": act.scope, "backer": backer}
    session.execute(insert_into(session, StoredBacker).values(**row).on_conflict_do_nothing())


def _held(session: Session, code: str) -> StoredProposal:
    query = select(StoredProposal).where(StoredProposal.code == code).with_for_update()
    row = session.scalar(query, execution_options={"populate_existing": True})
    if row is None:
        raise NoSuchProposal
    return row
