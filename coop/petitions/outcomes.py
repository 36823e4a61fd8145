"""What organizers record after a vote: delivered, answered, kept or broken; and taking it back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from coop.config import Config
from coop.db import writing
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.petitions import queries
from coop.petitions.models import Record, Step
from coop.petitions.moving import move, rule_of
from coop.petitions.rules import Rule, State, due, undone

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


def record(code: str, outcome: Outcome, *, today: date, config: Config) -> None:
    """Record what happened, once; raises MoveRefused where the petition is not there yet."""
    with writing("voice") as session:
        held = queries.held(session, code)
        rule = rule_of(config)
        standing = session.get(Record, (code, outcome.state))
        if standing is not None and _outcome_of(standing) == outcome:
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
            )
        )


def undo(code: str, *, today: date, config: Config) -> State:
    """Take back what was recorded today; raises MoveRefused for anything older."""
    with writing("voice") as session:
        held = queries.held(session, code)
        recorded = session.get(Record, (code, held.state))
        recorded_on = recorded.recorded_on if recorded else date.min
        before = undone(held.state, recorded_on=recorded_on, today=today)
        for model in (Record, Step):
            session.execute(
                delete(model).where(model.petition_code == code, model.state == held.state)
            )
        step = session.get_one(Step, (code, before))
        earlier = session.get(Record, (code, before))
        held.state = before
        held.since_on = held.moved_on = step.entered_on
        held.due_on = earlier.due_on if earlier else due(before, step.entered_on, rule_of(config))
    return before


def _outcome_of(row: Record) -> Outcome:
    return Outcome(
        state=row.state,
        happened_on=row.happened_on,
        party=row.party,
        text=row.text,
        promise=row.promise,
        promised_by=row.due_on if row.state == "answered" else None,
        source=row.source,
    )


def _due(outcome: Outcome, rule: Rule) -> date | None:
    if outcome.state == "answered":
        return outcome.promised_by
    return due(outcome.state, outcome.happened_on, rule)


def _promise(session: Session, code: str) -> str:
    answer = session.get(Record, (code, "answered"))
    return answer.promise if answer else ""
