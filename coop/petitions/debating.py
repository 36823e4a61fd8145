"""What is said in the debate: comments and amendments, by seats that no list ties to a member."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from coop.db import insert_into, writing
from coop.lib.codes import new_code
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.petitions import queries
from coop.petitions.authoring import DebateOver, TextMovedOn, check_author
from coop.petitions.models import Amendment, Comment, Petition
from coop.petitions.rules import NoSuchPetition
from coop.petitions.texts import Text, amended, check_signed, seq_of
from coop.tokens import queries as tokens
from coop.tokens.acts import check_act
from coop.tokens.rules import Act, ActForged, scope_code
from coop.tokens.service import take_seat

# More than a person says; enough that nobody who argues in earnest meets it.
MOST_COMMENTS, MOST_AMENDMENTS = 60, 10


class SaidTooMuch(Refusal):
    """One seat has said as much as a seat may."""

    status = 409
    sentence = N_(
        "One seat can say only so much in one debate, so that it does not drown the others."
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A contribution that stands, by its code."""

    code: str
    is_new: bool


def comment(
    code: str,
    act: Act,
    *,
    text: str,
    reply_to: str,
    today: date,
    randbelow: Callable[[int], int] = secrets.randbelow,
) -> Said:
    """Say something in a debate, once however often it is sent."""
    petition = queries.petition(code)
    fields = {"text": text, "reply_to": reply_to}
    check_speaker(act, petition, does="comment", fields=fields, today=today)
    root = _root(code, reply_to)
    with writing("voice") as session:
        version = _enter_debate(session, act, petition, today=today)
        row = {
            "petition_code": code,
            "nonce": act.nonce,
            "seq": act.body["seq"],
            "code": new_code(randbelow),
            "reply_to": reply_to or None,
            "version": version,
            "written_on": today,
            "text": text,
        }
        return _add(session, Comment, row | {"root": root or row["code"]}, most=MOST_COMMENTS)


def propose(
    code: str,
    act: Act,
    *,
    text: Text,
    reason: str,
    version: int,
    today: date,
    randbelow: Callable[[int], int] = secrets.randbelow,
) -> Said:
    """Propose another wording of the version that stands, once however often it is sent."""
    petition = queries.petition(code)
    fields = text.fields | {"reason": reason}
    check_speaker(act, petition, does="amendment", fields=fields, today=today)
    with writing("voice") as session:
        standing = _enter_debate(session, act, petition, today=today)
        earlier = session.scalar(_own(Amendment, code, act))
        if earlier is not None:
            return Said(earlier, is_new=False)
        if version != standing:
            raise TextMovedOn(number=standing)
        amended(queries.version(code, standing).said, text.fields)
        row = {
            "petition_code": code,
            "nonce": act.nonce,
            "seq": act.body["seq"],
            "code": new_code(randbelow),
            "version": version,
            "proposed_on": today,
            "said": text.fields,
            "reason": reason,
        }
        return _add(session, Amendment, row, most=MOST_AMENDMENTS)


def check_speaker(
    act: Act, petition: Petition, *, does: str, fields: dict[str, str], today: date
) -> None:
    """Raise unless a seat of this debate, or the author, signed exactly these words."""
    if petition.state != "debated":
        raise DebateOver
    if act.nonce == petition.nonce:
        check_author(act, petition, does=does)
    else:
        check_act(act, tokens.scope(scope_code("debate", petition.code)), does=does, today=today)
    check_signed(fields, act.body.get("fields"))
    if act.body.get("seq") != seq_of(fields):
        raise ActForged


def _root(code: str, reply_to: str) -> str | None:
    """The thread that an answer belongs to; None where it begins one."""
    if not reply_to:
        return None
    answered = queries.comment(code, reply_to)
    if answered is None:
        raise NoSuchPetition
    return answered.root


def _enter_debate(session: Session, act: Act, petition: Petition, *, today: date) -> int:
    """Note that the petition moved, and let the key speak; return the version that stands."""
    version = session.scalar(
        update(Petition)
        .where(
            Petition.code == petition.code, Petition.state == "debated", Petition.due_on >= today
        )
        .values(moved_on=today)
        .returning(Petition.version)
    )
    if version is None:
        raise DebateOver
    if act.nonce != petition.nonce:
        take_seat(session, act)
    return version


def _own(model: Any, code: str, act: Act) -> Select[Any]:
    """What this key said before under this number."""
    return select(model.code).where(
        model.petition_code == code, model.nonce == act.nonce, model.seq == act.body["seq"]
    )


def _add(session: Session, model: Any, row: dict[str, Any], *, most: int) -> Said:
    """Insert a contribution under its key and number; one that stands already is found."""
    own = (model.petition_code == row["petition_code"], model.nonce == row["nonce"])
    insert = insert_into(session, model).values(**row).on_conflict_do_nothing()
    if session.scalar(insert.returning(model.code)) is not None:
        if (session.scalar(select(func.count()).where(*own)) or 0) > most:
            raise SaidTooMuch
        return Said(row["code"], is_new=True)
    standing = session.scalar(select(model.code).where(*own, model.seq == row["seq"]))
    if standing is None:
        raise ActForged  # the random code was taken: as likely as guessing one
    return Said(standing, is_new=False)
