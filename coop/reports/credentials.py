"""A member's anonymous right to report: what it signs, and when it stands behind a report."""

import hashlib
from datetime import date
from typing import Any

from coop.tokens import queries
from coop.tokens.acts import check_act, read_act
from coop.tokens.rules import (
    Act,
    ActForged,
    NoSuchScope,
    NotAnAct,
    ScopeClosed,
    ScopeNotOpen,
    TokenForged,
    TokenSpent,
)

KIND = "report"
# Why a report may not be able to count as a member's, though it can be sent without.
UNUSABLE = (
    ActForged,
    NoSuchScope,
    NotAnAct,
    ScopeClosed,
    ScopeNotOpen,
    TokenForged,
    TokenSpent,
)


def credential(sent: Any, *, submission: str, today: date) -> Act | None:
    """The act that came with a report, checked; None where none came.

    It signs this one sending, so that nobody who sees it can put it under other words.
    """
    if sent == "":
        return None
    act = read_act(sent)
    scope = queries.scope(act.scope)
    if scope.kind != KIND or act.body.get("submission") != sending_digest(submission):
        raise ActForged
    check_act(act, scope, does=KIND, today=today)
    return act


def sending_digest(submission: str) -> str:
    """What the act names of the sending: SHA-256 of its submission key."""
    return hashlib.sha256(submission.encode()).hexdigest()
