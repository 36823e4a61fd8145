"""Opening seconding, debate and vote: each can be asked for again and completes what a crash left.

The roll is written to `members` first, then the scope to `voice`: the second transaction may be
missing after a crash, and upkeep asks again. Keys are made before any transaction, off the loop.
"""

import secrets
from datetime import date

from sqlalchemy.orm import Session

from coop.chat import opening as rooms
from coop.chat.rules import NewRoom, petition_slug
from coop.config import Config
from coop.db import writing
from coop.ledger.service import append
from coop.lib.words import N_
from coop.petitions import queries
from coop.petitions.figures import cited, evidence_leaf
from coop.petitions.models import Evidence, Petition, Version
from coop.petitions.moving import move, rule_of
from coop.petitions.rules import Rule, State, due
from coop.tokens.rules import SALT_BYTES, Descriptor, scope_code
from coop.tokens.sealing import keys_of, new_key
from coop.tokens.service import open_scope
from coop.votes.service import announce_receipts
from coop.votes.signing import keys_of as receipt_keys
from coop.wallet.rules import Roll
from coop.wallet.service import freeze_roll

OPTIONS = ("yes", "no", "abstain")
DEBATE_OVER = N_("The debate is over: the vote is open.")


def open_seconding(code: str, *, today: date, config: Config) -> None:
    """Freeze the roll of a draft's seconding and open it, once."""
    petition = queries.petition(code)
    if petition.state != "draft":
        return
    rule = rule_of(config)
    roll = freeze_roll(scope_code("seconding", code), today=today)
    text = queries.version(code, petition.version)
    descriptor = _descriptor("seconding", text, rule, today, roll)
    key = new_key(descriptor)
    with writing("voice") as session:
        held = queries.held(session, code)
        if held.state == "draft":
            open_scope(session, descriptor, key, keys=keys_of(config), today=today)
            move(session, held, "open_seconding", rule=rule, today=today)


def open_debate(code: str, *, today: date, config: Config) -> None:
    """Open the debate of a petition that enough members seconded, once."""
    petition = queries.petition(code)
    if not _may_be_debated(petition):
        return
    rule = rule_of(config)
    text = queries.version(code, petition.version)
    descriptor = _descriptor("debate", text, rule, today)
    key = new_key(descriptor)
    room = rooms.prepared(_room_of(text), today=today)
    with writing("voice") as session:
        held = queries.held(session, code)
        if _may_be_debated(held):
            open_scope(session, descriptor, key, keys=keys_of(config), today=today)
            rooms.open_in(session, room, config=config, today=today)
            move(session, held, "open_debate", rule=rule, today=today)


def open_vote(code: str, *, today: date, config: Config) -> None:
    """Freeze the roll, then in one transaction open the vote and freeze text and evidence."""
    petition = queries.petition(code)
    if petition.state != "debated":
        return
    rule = rule_of(config)
    roll = freeze_roll(scope_code("vote", code), today=today)
    text = queries.version(code, petition.version)
    descriptor = _descriptor("vote", text, rule, today, roll)
    key = new_key(descriptor)
    with writing("voice") as session:
        held = queries.held(session, code)
        if held.state == "debated" and held.version == text.number:
            announce_receipts(session, receipt_keys(config), today=today)
            open_scope(session, descriptor, key, keys=keys_of(config), today=today)
            _freeze_evidence(session, text, today=today, config=config)
            rooms.close_if_open(session, petition_slug(code), cause=DEBATE_OVER, today=today)
            move(session, held, "open_vote", rule=rule, today=today)


def open_room(code: str, *, today: date, config: Config) -> None:
    """Open the room of a petition that came into debate before this house had rooms, once."""
    petition = queries.petition(code)
    room = rooms.prepared(_room_of(queries.version(code, petition.version)), today=today)
    with writing("voice") as session:
        if queries.held(session, code).state == "debated":
            rooms.open_in(session, room, config=config, today=today)


def _room_of(text: Version) -> NewRoom:
    return rooms.room_of_petition(text.petition_code, text.title, text.language)


def _may_be_debated(petition: Petition) -> bool:
    return petition.state == "seconding" and petition.seconds_count >= petition.seconds_needed


def _descriptor(
    kind: State | str, text: Version, rule: Rule, today: date, roll: Roll | None = None
) -> Descriptor:
    """What a scope of a petition says of itself; a vote carries all that counting needs."""
    # No words before the vote: a scope's text stands for ever, and its author may withdraw these.
    details: dict[str, object] = {"text": text.digest}
    if kind == "vote":
        details |= {
            "title": text.title,
            "version": text.number,
            "options": list(OPTIONS),
            "quorum": rule.quorum,
            "majority": rule.majority,
        }
    state: State = {"seconding": "seconding", "debate": "debated", "vote": "voting"}[kind]  # type: ignore[assignment]  # literals
    return Descriptor(
        kind,
        text.petition_code,
        today,
        due(state, today, rule) or today,
        roll_size=roll.size if roll else None,
        eligible_since=roll.eligible_since if roll else None,
        details=details,
    )


def _freeze_evidence(session: Session, text: Version, *, today: date, config: Config) -> None:
    figures = [figure.as_json() for figure in cited(text.said.cited)]
    if not figures:
        return
    leaf = evidence_leaf(text.petition_code, text.number, figures, secrets.token_bytes(SALT_BYTES))
    session.add(
        Evidence(
            petition_code=text.petition_code,
            figures=figures,
            salt=leaf.salt,
            leaf=leaf.digest,
            frozen_on=today,
        )
    )
    append(session, [leaf], signer=config.key("ledger heads"), today=today)
