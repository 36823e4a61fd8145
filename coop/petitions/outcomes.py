"""What organizers record after a vote: delivered, answered, kept or broken; and taking it back."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from coop.config import Config
from coop.db import writing
from coop.ledger.rules import SIGNER
from coop.ledger.service import append
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.petitions import queries
from coop.petitions.attachments import Attachment
from coop.petitions.models import Record, RecordFile, Step
from coop.petitions.moving import move, rule_of
from coop.petitions.rules import Rule, State, due, undone
from coop.petitions.texts import record_leaf, taken_back_leaf
from coop.tokens.rules import SALT_BYTES

# The move that brings a petition into each state that organizers record.
MOVES: dict[State, str] = {
    "delivered": "deliver",
    "answered": "answer",
    "kept": "keep",
    "broken": "break",
}


class NoPromise(Refusal):
    """Where nothing was promised, nothing can be kept or broken."""

    status = 409
    sentence = N_("The answer held no promise, so there is none to be kept or broken.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an organizer records: who, when, in which words, on what it rests.

    `party` is to whom it was delivered or who answered; `promised_by` the day a promise falls due.
    """

    state: State
    happened_on: date
    party: str = ""
    text: str = ""
    promise: str = ""
    promised_by: date | None = None
    source: str = ""
    file: Attachment | None = None

    @property
    def said(self) -> dict[str, str]:
        """Its words as the ledger's leaf digests them."""
        return {
            "on": self.happened_on.isoformat(),
            "party": self.party,
            "text": self.text,
            "promise": self.promise,
            "promised_by": self.promised_by.isoformat() if self.promised_by else "",
            "source": self.source,
            "file": self.file.name if self.file else "",
        }


def record(
    code: str,
    outcome: Outcome,
    *,
    today: date,
    config: Config,
    token_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> None:
    """Record what happened, once; raises MoveRefused where the petition is not there yet."""
    file = outcome.file
    digest = file.digest if file else None
    leaf = record_leaf(code, outcome.state, outcome.said, digest, token_bytes(SALT_BYTES))
    with writing("voice") as session:
        held = queries.held(session, code)
        rule = rule_of(config)
        standing = session.get(Record, (code, outcome.state))
        if standing is not None and outcome_of(standing) == outcome:
            return
        if outcome.state in ("kept", "broken") and not _promise(session, code):
            raise NoPromise
        move(session, held, MOVES[outcome.state], rule=rule, today=today)
        held.due_on = _due(outcome, rule)
        session.add(
            Record(
                petition_code=code,
                state=outcome.state,
                party=outcome.party,
                text=outcome.text,
                promise=outcome.promise,
                source=outcome.source,
                happened_on=outcome.happened_on,
                due_on=held.due_on,
                recorded_on=today,
                file_name=file.name if file else None,
                file_kind=file.code if file else None,
                file_size=file.size if file else None,
                file_digest=digest,
                salt=leaf.salt,
                leaf=leaf.digest,
            )
        )
        if file:
            session.add(RecordFile(petition_code=code, state=outcome.state, content=file.content))
        session.flush()
        append(session, [leaf], signer=config.key(SIGNER), today=today)


def undo(
    code: str,
    *,
    today: date,
    config: Config,
    token_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> State:
    """Take back what was recorded today; raises MoveRefused for anything older.

    The ledger keeps that something was recorded and taken back, by digests.
    """
    with writing("voice") as session:
        held = queries.held(session, code)
        recorded = session.get(Record, (code, held.state))
        recorded_on = recorded.recorded_on if recorded else date.min
        before = undone(held.state, recorded_on=recorded_on, today=today)
        for model in (Record, RecordFile, Step):
            session.execute(
                delete(model).where(model.petition_code == code, model.state == held.state)
            )
        step = session.get_one(Step, (code, before))
        earlier = session.get(Record, (code, before))
        held.state = before
        held.since_on = held.moved_on = step.entered_on
        held.due_on = earlier.due_on if earlier else due(before, step.entered_on, rule_of(config))
        if recorded and recorded.leaf:
            salt = token_bytes(SALT_BYTES)
            leaf = taken_back_leaf(code, recorded.state, recorded.leaf, salt)
            session.flush()
            append(session, [leaf], signer=config.key(SIGNER), today=today)
    return before


def outcome_of(row: Record) -> Outcome:
    """A stored record as a value, its file without its bytes."""
    return Outcome(
        state=row.state,
        happened_on=row.happened_on,
        party=row.party,
        text=row.text,
        promise=row.promise,
        promised_by=row.due_on if row.state == "answered" else None,
        source=row.source,
        file=row.file,
    )


def _due(outcome: Outcome, rule: Rule) -> date | None:
    if outcome.state == "answered":
        return outcome.promised_by
    return due(outcome.state, outcome.happened_on, rule)


def _promise(session: Session, code: str) -> str:
    answer = session.get(Record, (code, "answered"))
    return answer.promise if answer else ""
