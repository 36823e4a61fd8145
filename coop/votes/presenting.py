"""Votes and results in words: for their two pages."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _

from coop.lib.words import N_
from coop.tokens.rules import PublicScope
from coop.votes.rules import OUTCOMES, RULES, SENTENCES, Result, Rule
from coop.web import formats

# How many of the newest hours of the last day a ballot no longer waits in.
LAST_HOUR = timedelta(hours=1)

# What a recount can find, by the names that static/js/_recount.js gives it.
FAULTS = {
    "board": N_("The board is not complete or not well formed."),
    "head": N_("The ledger's head is not signed by the key that it names."),
    "rewritten": N_("The ledger is not the one that this phone saw before: its past was changed."),
    "leaf": N_("The vote's key, its rule or its result does not stand in the ledger as shown."),
    "result": N_("The published result is not what the ballots give."),
    "bounds": N_("There are more ballots than tokens, or more tokens than members."),
    "form": N_("These ballots have not the form of a ballot:"),
    "weak": N_("These ballots have a number that anybody can sign for:"),
    "token": N_("The token of these ballots was not signed by this vote's key:"),
    "signature": N_("The choice of these ballots is not signed by the key of their token:"),
    "order": N_("These ballots stand twice, or not in their order:"),
}


@dataclass(frozen=True, slots=True)
class Times:
    """What a phone needs to know of the days of a vote, whatever its own clock says."""

    state: str
    seconds_to_close: int
    seconds_to_last_hour: int


def times(scope: PublicScope, *, now: datetime) -> Times:
    """Whether a vote is "early", "shut" (its box), "open" or "closed", and how long it stays so."""
    today = now.date()
    end = datetime.combine(scope.closes_on + timedelta(days=1), time(), tzinfo=now.tzinfo)
    left = end - now
    return Times(
        _state(scope, today),
        max(int(left.total_seconds()), 0),
        max(int((left - LAST_HOUR).total_seconds()), 0),
    )


def _state(scope: PublicScope, today: date) -> str:
    if scope.is_closed or today > scope.closes_on:
        return "closed"
    if today < scope.opens_on:
        return "early"
    return "open" if scope.is_box_open else "shut"


def quorum_count(rule: Rule) -> int:
    """The fewest ballots that make a vote valid."""
    return max(math.ceil(rule.quorum * rule.roll / 100), 1)


def rule_in_words(rule: Rule) -> str:
    """The majority that is needed."""
    return _(RULES[rule.majority])


def outcome_in_words(result: Result) -> tuple[str, str]:
    """A result's heading, and the sentence that says how its rule was applied."""
    figures: dict[str, Any] = {
        "yes": formats.number(result.yes),
        "no": formats.number(result.no),
        "cast": formats.number(result.cast),
        "roll": formats.number(result.rule.roll),
        "quorum": result.rule.quorum,
        "rule": rule_in_words(result.rule),
    }
    return _(OUTCOMES[result.outcome]), _(SENTENCES[result.outcome], **figures)
