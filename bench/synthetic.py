"""Synthetic reports in bulk: long tails over platforms, kinds, countries and weeks."""

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coop.lib.codes import new_code
from coop.lib.weeks import last_weeks
from coop.reports.taxonomy import TAXONOMY

SEED = 20261123
COUNTRIES = [
    "IN",
    "PH",
    "US",
    "KE",
    "VE",
    "FR",
    "BR",
    "NG",
    "BD",
    "PK",
    "DE",
    "ES",
    "RO",
    "MG",
    "GB",
    "MA",
    "CO",
    "ZA",
    "MX",
    "IT",
    "RS",
    "UA",
    "PT",
    "TN",
    "CI",
]
CURRENCIES = ("USD", "EUR", "INR", "GBP", "BDT")
STRENGTHS = ("declared", "member", "documented", "from_history", "corroborated")
OUTCOMES = (None, "unpaid", "partly_paid", "paid_in_full", "account_restored", "other")
WEEKS, PLATFORMS, CLIENTS = 150, 30, 20_000
# One name in twenty is in no catalogue, and most of these names are rare.
UNMAPPED = 2_000

COLUMNS = [
    "id",
    "code",
    "receipt_hash",
    "commitment",
    "salt",
    "standing",
    "filed_on",
    "kind",
    "platform_typed",
    "platform_key",
    "platform_id",
    "client",
    "client_key",
    "client_never_told",
    "week",
    "country",
    "task_type",
    "minutes",
    "amount_minor",
    "currency",
    "task_count",
    "tried",
    "facts",
    "may_quote",
    "is_rounded",
    "strength",
    "outcome",
    "recovered_minor",
    "hourly_minor",
    "lost_minor",
    "unpaid_minutes",
    "has_no_reason",
    "has_no_channel",
    "is_recovered",
    "is_tallied",
]


@dataclass(frozen=True)
class Catalogue:
    """The platforms that synthetic reports name, the commonest first."""

    ids: Sequence[uuid.UUID]
    names: Sequence[str]


def reports(count: int, catalogue: Catalogue, *, today: date) -> Iterator[tuple[Any, ...]]:
    """Rows of the table of reports, in the order of COLUMNS; `facts` as JSON text."""
    source = random.Random(SEED)
    weeks = last_weeks(today, WEEKS)
    kinds = [kind.code for kind in TAXONOMY.kinds]
    for start in range(0, count, 10_000):
        yield from _batch(source, min(10_000, count - start), catalogue, weeks, kinds)


def _batch(
    source: random.Random,
    count: int,
    catalogue: Catalogue,
    weeks: Sequence[date],
    kinds: Sequence[str],
) -> Iterator[tuple[Any, ...]]:
    drawn = zip(
        _tail(source, range(PLATFORMS), count),
        _tail(source, kinds, count),
        _tail(source, COUNTRIES, count),
        _tail(source, weeks, count, steep=0.4),
        _tail(source, CURRENCIES, count),
        _tail(source, STRENGTHS, count, steep=1.5),
        _tail(source, OUTCOMES, count),
        _tail(source, range(CLIENTS), count),
        strict=True,
    )
    for platform, kind, country, week, currency, strength, outcome, client in drawn:
        name, platform_id = catalogue.names[platform], catalogue.ids[platform]
        if source.random() < 0.05:
            number = int(UNMAPPED * source.random() ** 3)
            name, platform_id = f"Unheard-of {number}", None
        yield (
            *_marks(source, week),
            kind,
            name,
            name.lower().replace("-", " "),
            platform_id,
            *_client(client),
            week,
            country if source.random() < 0.8 else None,
            "labelling",
            *_work(source, currency, strength, outcome),
        )


def _client(number: int) -> tuple[str | None, str | None, bool]:
    """Two in three were never told whom they worked for."""
    if number % 3:
        return None, None, True
    return f"Client {number}", f"client {number}", False


def _marks(source: random.Random, week: date) -> tuple[Any, ...]:
    chance = source.random()
    standing = "waiting" if chance < 0.002 else "set_aside" if chance < 0.004 else "counted"
    return (
        uuid.UUID(bytes=source.randbytes(16), version=4),
        new_code(source.randrange),
        source.randbytes(32),
        source.randbytes(32),
        source.randbytes(16),
        standing,
        week + timedelta(days=source.randrange(14)),
    )


def _work(
    source: random.Random, currency: str, strength: str, outcome: str | None
) -> tuple[Any, ...]:
    """From `minutes` to the end of COLUMNS."""
    minutes = source.randrange(1, 60) * 5
    amount = source.randrange(1, 99) * 10 ** source.randrange(3) if source.random() < 0.7 else None
    paid = outcome == "paid_in_full"
    return (
        minutes,
        amount,
        currency if amount else None,
        source.randrange(1, 50),
        source.choice(("nothing", "no_channel", "no_answer", "refused", None)),
        '{"reason_given": "none", "instructions_met": "yes"}',
        source.random() < 0.5,
        True,
        strength,
        outcome,
        amount if paid else None,
        source.randrange(1, 99) * 10 if amount else None,
        (0 if paid else amount) if amount else None,
        minutes if source.random() < 0.6 else None,
        source.choice((True, False, None)),
        source.choice((True, False, None)),
        paid if amount else None,
        False,
    )


def _tail(source: random.Random, values: Sequence[Any], count: int, *, steep: float = 1.0) -> Any:
    """Draws with a long tail: the nth value n^-steep as often as the first."""
    weights = [(n + 1) ** -steep for n in range(len(values))]
    return source.choices(values, weights, k=count)
