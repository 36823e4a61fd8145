"""One petition moves from a state to another, in the caller's transaction."""

from datetime import date

from sqlalchemy.orm import Session

from coop.config import Config
from coop.db import insert_into
from coop.petitions.models import Petition, Step
from coop.petitions.rules import Rule, State, due, moved


def rule_of(config: Config) -> Rule:
    """The co-operative's rule of petitions."""
    return Rule(
        seconds=config.seconds,
        debate_days=config.debate_days,
        vote_days=config.vote_days,
        quorum=config.quorum,
        majority=config.majority,
    )


def move(session: Session, held: Petition, name: str, *, rule: Rule, today: date) -> None:
    """Make a move of a locked petition; raises MoveRefused where it does not start here."""
    enter(session, held, moved(held.state, name), rule=rule, today=today)


def enter(session: Session, held: Petition, state: State, *, rule: Rule, today: date) -> None:
    """Put a locked petition into a state, with its days."""
    held.state = state
    held.since_on = held.moved_on = today
    held.due_on = due(state, today, rule)
    step = insert_into(session, Step).values(petition_code=held.code, state=state, entered_on=today)
    session.execute(
        step.on_conflict_do_update(
            index_elements=["petition_code", "state"], set_={"entered_on": today}
        )
    )
