"""The life of a petition as a rule-book: its states, the moves between them, whose turn it is.

Nothing here knows a database or a clock: days are handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from coop.lib.refusals import Refusal
from coop.lib.words import N_

State = Literal[
    "draft", "seconding", "debated", "voting", "adopted", "delivered", "answered", "kept",
    "broken", "rejected", "lapsed", "withdrawn",
]  # fmt: skip
Turn = Literal["house", "members", "organizers", "addressee", "nobody"]
Place = Literal["done", "now", "to_come", "ended"]

SECONDING_LASTS = timedelta(days=30)
DELIVERED_WITHIN = timedelta(days=14)
ANSWERED_WITHIN = timedelta(days=30)
STILL_AFTER = timedelta(days=14)


class NoSuchPetition(Refusal):
    """No petition has this code, or it has no such part."""

    status = 404
    sentence = N_("No petition answers to this code. It may have been mistyped.")


class MoveRefused(Refusal):
    """The petition is not in a state from which this can be done."""

    status = 409
    sentence = N_(
        "The petition has moved on meanwhile, so this can no longer be done. "
        "Reload the page to see where it is now."
    )


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a petition's life: what is done, from where to where, and by whom."""

    name: str
    before: State
    after: State
    by: Turn | Literal["author"]


LIFE = (
    Move("open_seconding", "draft", "seconding", "house"),
    Move("open_debate", "seconding", "debated", "members"),
    Move("lapse", "seconding", "lapsed", "house"),
    Move("open_vote", "debated", "voting", "house"),
    Move("adopt", "voting", "adopted", "members"),
    Move("reject", "voting", "rejected", "members"),
    Move("void", "voting", "lapsed", "house"),
    Move("deliver", "adopted", "delivered", "organizers"),
    Move("answer", "delivered", "answered", "addressee"),
    Move("keep", "answered", "kept", "addressee"),
    Move("break", "answered", "broken", "addressee"),
    Move("withdraw", "draft", "withdrawn", "author"),
    Move("withdraw", "seconding", "withdrawn", "author"),
    Move("withdraw", "debated", "withdrawn", "author"),
)
# What an organizer recorded by mistake can be taken back on the same day.
UNDONE: Mapping[State, State] = {
    "delivered": "adopted",
    "answered": "delivered",
    "kept": "answered",
    "broken": "answered",
}
TURNS: Mapping[State, Turn] = {
    "draft": "house",
    "seconding": "members",
    "debated": "members",
    "voting": "members",
    "adopted": "organizers",
    "delivered": "addressee",
    "answered": "addressee",
    "kept": "nobody",
    "broken": "nobody",
    "rejected": "nobody",
    "lapsed": "nobody",
    "withdrawn": "nobody",
}
STATES: tuple[State, ...] = tuple(TURNS)
ENDS: tuple[State, ...] = ("kept", "broken", "rejected", "lapsed", "withdrawn")
# The stops that a petition passes when all goes well; in each state one of them is under way.
STOPS: tuple[State, ...] = (
    "draft", "seconding", "debated", "voting", "adopted", "delivered", "answered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """The co-operative's own rule of petitions (docs/operations.md)."""

    seconds: int
    debate_days: int
    vote_days: int
    quorum: int
    majority: str


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the path as a page draws it; `day` is when it was over."""

    state: State
    place: Place
    day: date | None = None


def moved(state: State, name: str) -> State:
    """The state after a move; raises MoveRefused where the move does not start there."""
    for move in LIFE:
        if move.name == name and move.before == state:
            return move.after
    raise MoveRefused


def may(state: State, name: str) -> bool:
    """Whether a move starts in this state."""
    return any(move.name == name and move.before == state for move in LIFE)


def undone(state: State, *, recorded_on: date, today: date) -> State:
    """The state before what an organizer recorded today; raises MoveRefused later."""
    if state not in UNDONE or recorded_on != today:
        raise MoveRefused
    return UNDONE[state]


def due(state: State, entered_on: date, rule: Rule) -> date | None:
    """The last day of a state, where it has one that follows from the rule."""
    lasts = {
        "draft": timedelta(),
        "seconding": SECONDING_LASTS,
        "debated": timedelta(days=rule.debate_days),
        "voting": timedelta(days=rule.vote_days - 1),  # both days count
        "adopted": DELIVERED_WITHIN,
        "delivered": ANSWERED_WITHIN,
    }
    return entered_on + lasts[state] if state in lasts else None


def is_over(due_on: date | None, *, today: date) -> bool:
    """Whether the last day has passed."""
    return due_on is not None and due_on < today


def may_change(due_on: date | None, *, today: date) -> bool:
    """Whether the text may still change: not on the debate's last day, so that all read it."""
    return due_on is not None and today < due_on


def is_still(state: State, moved_on: date, *, today: date) -> bool:
    """Whether nothing has moved for 14 days although it is somebody's turn.

    A vote is never called still: what moves in it is not known before its close.
    """
    return state not in (*ENDS, "voting") and today - moved_on >= STILL_AFTER


def path(state: State, entered: Mapping[State, date]) -> tuple[Stop, ...]:
    """The stops of a petition: done, now, to come; or where it ended.

    `entered` holds the day on which it came into each state, the present one included.
    """
    passed = [stop for stop in STOPS if stop in entered]
    if state not in ENDS:
        coming = STOPS[len(passed) :]
        return (
            *(Stop(stop, "done", _left(stop, entered)) for stop in passed[:-1]),
            Stop(state, "now"),
            *(Stop(stop, "to_come") for stop in coming),
        )
    end = Stop(state, "done" if state == "kept" else "ended", entered.get(state))
    before = passed[:-1]
    return (*(Stop(stop, "done", _left(stop, entered)) for stop in before), end)


def _left(stop: State, entered: Mapping[State, date]) -> date | None:
    """The day on which a stop was over: when the next one began."""
    following = STOPS[STOPS.index(stop) + 1]
    return entered.get(following)
