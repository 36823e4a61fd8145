"""What members change of a petition: publishing it, seconding it; and the day's housekeeping."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from coop.chat import queries as rooms
from coop.chat.rules import petition_slug
from coop.config import Config
from coop.db import writing
from coop.ledger.service import append
from coop.lib.codes import new_code
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.petitions import listing, opening, queries
from coop.petitions.models import Petition, Version
from coop.petitions.moving import enter, move, rule_of
from coop.petitions.texts import Text, check_signed, version_leaf
from coop.platforms.queries import platform_named
from coop.platforms.rules import key
from coop.tokens import queries as tokens
from coop.tokens.acts import as_json, check_act
from coop.tokens.rules import SALT_BYTES, Act, ActForged, scope_code
from coop.tokens.service import spend
from coop.votes import queries as votes

DRAFT_SCOPE = re.compile(r"draft-\d{4}-Q[1-4]", re.ASCII)
# What follows from each way in which a vote can end.
DECIDED = {"adopted": "adopt", "rejected": "reject", "no_quorum": "reject", "void": "void"}


class SecondingOver(Refusal):
    """The petition is no longer looking for support."""

    status = 409
    sentence = N_(
        "This petition is no longer looking for seconders. Reload the page to see where it is now."
    )


@dataclass(frozen=True, slots=True)
class Seconded:
    """What became of a seconding: new or already counted, and whether the debate is open."""

    is_new: bool
    is_debated: bool


def publish(
    text: Text,
    act: Act,
    *,
    today: date,
    config: Config,
    randbelow: Callable[[int], int] = secrets.randbelow,
) -> str:
    """Publish a draft with a draft token and open its seconding; return the petition's code.

    Sent again, it finds the petition that the first sending made.
    """
    if not DRAFT_SCOPE.fullmatch(act.scope):
        raise ActForged
    check_act(act, tokens.scope(act.scope), does="draft", today=today)
    check_body(act, "fields")
    check_signed(text.fields, act.body["fields"])
    platform = platform_named(text.platform) if text.platform else None
    with writing("voice") as session:
        if spend(session, act):
            held = _draft(text, act, new_code(randbelow), today=today, config=config)
            held.platform_id = platform.id if platform else None
            session.add(held)
            session.flush()
            enter(session, held, "draft", rule=rule_of(config), today=today)
            add_version(session, held, text, act, today=today, config=config)
        else:
            found = queries.petition_of_key(session, act.nonce)
            if found is None:
                raise ActForged
            held = found
        code = held.code
    opening.open_seconding(code, today=today, config=config)
    return code


def second(code: str, act: Act, *, today: date, config: Config) -> Seconded:
    """Count one member's support; with the last one that is needed the debate opens."""
    expected = scope_code("seconding", code)
    queries.petition(code)
    check_act(act, tokens.scope(expected), does="second", today=today)
    with writing("voice") as session:
        held = queries.held(session, code)
        is_new = spend(session, act)
        if is_new:
            if held.state != "seconding":
                raise SecondingOver
            held.seconds_count += 1
            held.moved_on = today
        is_enough = held.seconds_count >= held.seconds_needed
    if is_enough:
        opening.open_debate(code, today=today, config=config)
    return Seconded(is_new, is_enough)


def check_body(act: Act, *names: str) -> None:
    """Raise unless the body says exactly this: it stands in the ledger for ever, word for word."""
    if set(act.body) != {"act", *names}:
        raise ActForged


def add_version(
    session: Session,
    held: Petition,
    text: Text,
    act: Act,
    *,
    today: date,
    config: Config,
    amendment_code: str | None = None,
) -> Version:
    """Add a locked petition's next version with its leaf of the ledger."""
    held.version += 1
    held.title, held.moved_on = text.title, today
    salt = secrets.token_bytes(SALT_BYTES)
    leaf = version_leaf(held.code, held.version, text.digest, as_json(act), salt)
    version = Version(
        petition_code=held.code,
        number=held.version,
        **text.fields,
        digest=text.digest,
        act=as_json(act),
        salt=salt,
        leaf=leaf.digest,
        published_on=today,
        amendment_code=amendment_code,
    )
    session.add(version)
    session.flush()
    append(session, [leaf], signer=config.key("ledger heads"), today=today)
    return version


def upkeep(today: date, config: Config) -> None:
    """Complete what a crash left half done, and move on whatever has reached its day."""
    for code in listing.in_state("draft"):
        opening.open_seconding(code, today=today, config=config)
    for code in listing.fully_seconded():
        opening.open_debate(code, today=today, config=config)
    _open_missing_rooms(today=today, config=config)
    _show_seconds()
    for code in listing.due_before(("seconding",), today):
        _lapse(code, today=today, config=config)
    for code in listing.due_before(("debated",), today):
        opening.open_vote(code, today=today, config=config)
    for code in listing.due_before(("voting",), today):
        _decide(code, today=today, config=config)


def _open_missing_rooms(*, today: date, config: Config) -> None:
    """A petition that was in debate before this house had rooms has none yet."""
    codes = listing.in_state("debated")
    standing = rooms.rooms_of(petition_slug(code) for code in codes)
    for code in codes:
        if petition_slug(code) not in standing:
            opening.open_room(code, today=today, config=config)


def _show_seconds() -> None:
    """Show how many seconded, once a day: a count that moved at once would tell when."""
    with writing("voice") as session:
        session.execute(
            update(Petition)
            .where(Petition.seconds_shown != Petition.seconds_count)
            .values(seconds_shown=Petition.seconds_count)
        )


def _lapse(code: str, *, today: date, config: Config) -> None:
    with writing("voice") as session:
        held = queries.held(session, code)
        if held.state == "seconding" and held.seconds_count < held.seconds_needed:
            move(session, held, "lapse", rule=rule_of(config), today=today)


def _decide(code: str, *, today: date, config: Config) -> None:
    """Go on as the vote was counted; until it is, wait."""
    result = votes.result(scope_code("vote", code))
    if result is None:
        return
    with writing("voice") as session:
        held = queries.held(session, code)
        if held.state == "voting":
            move(session, held, DECIDED[result.outcome], rule=rule_of(config), today=today)


def _draft(text: Text, act: Act, code: str, *, today: date, config: Config) -> Petition:
    return Petition(
        code=code,
        nonce=act.nonce,
        draft_scope=act.scope,
        state="draft",
        title=text.title,
        language=text.language,
        client_key=key(text.client),
        version=0,
        seconds_count=0,
        seconds_shown=0,
        seconds_needed=config.seconds,
        published_on=today,
        since_on=today,
        moved_on=today,
    )
