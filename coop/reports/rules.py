"""What a report may say, what follows from it, and what its receipt is good for."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from coop.lib.canonical import digest
from coop.lib.money import hourly_minor, two_significant
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.reports.taxonomy import TAXONOMY

PLATFORM_MAX = 120
CLIENT_MAX = 120
TESTIMONY_MAX = 5_000
REPLY_MAX = 5_000

# Below this many reports a client's name is no filter: it would single a worker out.
LEAST_FOR_CLIENT = 5

STANDINGS = {
    "counted": N_("counted"),
    "waiting": N_("waits for an organizer's look"),
    "set_aside": N_("set aside as not a report"),
}


class NoSuchReceipt(Refusal):
    """The receipt is unknown, mistyped or of a withdrawn report: told apart for nobody."""

    status = 404
    sentence = N_(
        "Nothing answers to this receipt. Check its twenty signs; "
        "a report that was withdrawn no longer answers."
    )


class NoSuchReport(Refusal):
    """No report has this code, or its author withdrew it."""

    status = 404
    sentence = N_("There is no such report, or its author withdrew it.")


class AlreadyWithdrawn(Refusal):
    """The form of a report that its author withdrew is sent once more."""

    status = 410
    sentence = N_("This report was withdrawn. To report again, start a new one.")


class RecoveredTooMuch(Refusal):
    """More money is said to have come back than was owed."""

    status = 422
    sentence = N_("This is more than the report says was owed.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as its author wrote it, checked and typed; money in minor units."""

    kind: str
    platform: str
    week: date
    client: str | None = None
    client_never_told: bool = False
    country: str | None = None
    task_type: str | None = None
    minutes: int | None = None
    amount_minor: int | None = None
    currency: str | None = None
    task_count: int | None = None
    tried: str | None = None
    outcome: str | None = None
    recovered_minor: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    testimony: str = ""
    may_quote: bool = False
    is_rounded: bool = True


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows from a report's facts: kept beside them so that sums are quick."""

    hourly_minor: int | None
    lost_minor: int | None
    unpaid_minutes: int | None
    has_no_reason: bool | None
    has_no_channel: bool | None
    is_recovered: bool | None


@dataclass(frozen=True, slots=True)
class Filed:
    """What the author is told: shown once, by the answer to the sending itself."""

    receipt: str
    commitment: bytes
    day: date
    standing: str
    is_new: bool
    is_same: bool


def rounded(draft: Draft) -> Draft:
    """The draft with its amount and minutes at two significant digits, if it asks for that.

    A platform could find a week and an exact amount in its own books.
    """
    if not draft.is_rounded:
        return draft
    return replace(
        draft,
        facts=TAXONOMY.kind(draft.kind).rounded(draft.facts),
        minutes=_rounded(draft.minutes),
        amount_minor=_rounded(draft.amount_minor),
        recovered_minor=_rounded(draft.recovered_minor),
    )


def _rounded(value: int | None) -> int | None:
    return None if value is None else two_significant(value)


def commitment(draft: Draft, salt: bytes) -> bytes:
    """SHA-256 over canonical JSON (RFC 8785) of what was filed, with a 16-byte salt.

    The outcome is left out: the author may update it, and the past stays as it was.
    """
    said = asdict(draft) | {"week": draft.week.isoformat(), "facts": dict(draft.facts)}
    for changeable in ("outcome", "recovered_minor"):
        del said[changeable]
    return digest({"v": "coop-report/v1", "salt": salt.hex(), "report": said})


def withdrawal_salt(receipt: str) -> bytes:
    """16 bytes that only the holder of a receipt can make: the server keeps no receipt."""
    return hashlib.sha256(b"coop-withdrawal/v1\x00" + receipt.encode()).digest()[:16]


def withdrawal(committed: bytes, salt: bytes) -> bytes:
    """What the ledger keeps of a withdrawal.

    Whoever has the receipt can show which report it was; whoever has the database cannot.
    """
    return digest({"v": "coop-withdrawal/v1", "salt": salt.hex(), "commitment": committed.hex()})


def recovered(draft: Draft) -> int | None:
    """The money that came back: what was said, or all that was owed where it was paid in full."""
    if draft.recovered_minor is None and draft.outcome == "paid_in_full":
        return TAXONOMY.kind(draft.kind).money_owed(draft.amount_minor, draft.facts)
    return draft.recovered_minor


def consequences(draft: Draft, *, outcome: str | None, recovered: int | None) -> Consequences:
    """Pay an hour as promised, money lost and time unpaid, by the rules of the report's kind."""
    kind = TAXONOMY.kind(draft.kind)
    owed = kind.money_owed(draft.amount_minor, draft.facts)
    lost = None if owed is None else max(owed - _back(owed, outcome, recovered), 0)
    minutes = kind.minutes_unpaid(draft.minutes, draft.facts)
    hourly = None
    if draft.amount_minor is not None and draft.minutes is not None:
        hourly = _rounded(hourly_minor(draft.amount_minor, draft.minutes))
    return Consequences(
        hourly_minor=hourly,
        lost_minor=lost,
        unpaid_minutes=0 if minutes is not None and outcome == "paid_in_full" else minutes,
        has_no_reason=_is(draft.facts.get("reason_given"), "none"),
        has_no_channel=_is(draft.tried, "no_channel"),
        is_recovered=None if not owed else _back(owed, outcome, recovered) > 0,
    )


def _is(answer: object, value: str) -> bool | None:
    return None if answer is None else answer == value


def _back(owed: int, outcome: str | None, recovered: int | None) -> int:
    if recovered is not None:
        return recovered
    return owed if outcome == "paid_in_full" else 0
