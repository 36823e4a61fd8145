"""Makes up one report at a time, from the taxonomy: a new kind appears in it by itself."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from coop.lib.money import as_text, exponent
from coop.lib.weeks import WEEK, monday_of
from coop.reports.facts import Choice, Choices, Fact, Flag, Money, Text, Whole
from coop.reports.kind import Kind
from coop.reports.rules import Draft, rounded
from coop.reports.taxonomy import TAXONOMY

T = TypeVar("T")
WEEKS = 78

# How often, of a hundred or so; a kind that is not listed still comes up now and then.
KIND_SHARES = {
    "unpaid_rejection": 30, "withheld_payment": 12, "low_pay": 14, "screened_out": 8,
    "expired_task": 7, "dismissal": 7, "opaque_client": 5, "night_alerts": 4,
    "breaks_and_pace": 3, "traumatic_content": 3, "no_contract": 2, "data_misuse": 2,
}  # fmt: skip
ONLY_ON = {
    "traumatic_content": ("moderation",),
    "breaks_and_pace": ("moderation", "delivery_driving", "labelling"),
    "screened_out": ("surveys", "microtasks"),
    "posing_as_ai": ("transcription", "search_evaluation", "labelling"),
}
TASK_TYPES = {
    "labelling": ("labelling", "labelling", "data_cleaning"),
    "moderation": ("moderation",),
    "surveys": ("survey",),
    "search_evaluation": ("search_evaluation",),
    "microtasks": ("survey", "labelling", "transcription", "clicking", "data_cleaning"),
    "transcription": ("transcription", "recording"),
    "delivery_driving": ("delivery",),
}
# Roughly how many of a currency a dollar buys: only the order of size matters here.
PER_DOLLAR = {
    "EUR": 0.9, "GBP": 0.8, "INR": 85, "PHP": 57, "PKR": 280, "BDT": 120, "KES": 130,
    "BRL": 5.5, "MGA": 4500, "MAD": 9.5, "CAD": 1.4, "TRY": 40, "XOF": 570, "XAF": 570,
}  # fmt: skip
CURRENCY_OF = {
    "FR": "EUR", "DE": "EUR", "IT": "EUR", "ES": "EUR", "PT": "EUR", "IE": "EUR", "GR": "EUR",
    "GB": "GBP", "IN": "INR", "PH": "PHP", "PK": "PKR", "BD": "BDT", "KE": "KES", "BR": "BRL",
    "MG": "MGA", "MA": "MAD", "CA": "CAD", "TR": "TRY", "SN": "XOF", "CI": "XOF", "CM": "XAF",
}  # fmt: skip
SHARES: dict[str, dict[str, int]] = {
    "tried": {"nothing_yet": 30, "no_channel": 31, "no_answer": 23, "refused": 13, "upheld": 3},
    "reason_given": {"none": 56, "quality": 16, "attention_check": 9, "duplicate_or_ip": 6},
    "instructions_met": {"yes": 74, "unclear": 20, "no": 6},
    "decided_by": {"unknown": 58, "automatic": 33, "person": 9},
    "reason_in_writing": {"no": 83, "yes": 17},
    "warned_beforehand": {"no": 77, "yes": 23},
    "support_offered": {"none": 58, "links": 33, "counsellor": 9},
    "purpose_told": {"no": 81, "false": 11, "yes": 8},
}
RANGES = {
    "minutes_allowed": (5, 90), "share_done": (30, 100), "minutes_lost": (3, 35),
    "days_overdue": (5, 160), "unpaid_search_minutes": (5, 90), "nights_a_week": (1, 6),
    "unpaid_waiting_hours": (3, 25), "toilet_minutes": (5, 10), "lunch_minutes": (15, 30),
    "shift_hours": (7, 11), "hours_exposed": (3, 9), "notice_days": (0, 2),
}  # fmt: skip
TITLES = (
    "Help pages in a language I cannot read",
    "Level lowered overnight",
    "Referral never paid",
)
# No company is meant: these names were made up.
CLIENTS = (
    "Requester 7f", "Ostrelis Insights", "Brindlewick Labs", "requester A-114", "Vantorre Data",
    "Norvessa Surveys", "Société Tarbelune", "Quellbaum Analytics", "Requester Q3",
)  # fmt: skip
UNKNOWN_PLATFORMS = ("TagMill", "Clic & Sou", "Pennyquill", "LabelNest", "tache-minute", "Tag Mill")


@dataclass(frozen=True, slots=True)
class KnownPlatform:
    """A platform as a draft is made up for it."""

    names: tuple[str, ...]
    kind_of_work: str
    countries: tuple[str, ...]
    weight: int


def made_up(source: random.Random, platforms: Sequence[KnownPlatform], today: date) -> Draft:
    """One believable report, rounded as its author asked."""
    kind = _weighed(source, {k: KIND_SHARES.get(k.code, 1) for k in TAXONOMY.kinds})
    fitting = [p for p in platforms if p.kind_of_work in ONLY_ON.get(kind.code, (p.kind_of_work,))]
    platform = _weighed(source, {p: p.weight for p in fitting})
    country = source.choice(platform.countries) if happens(source, 0.9) else None
    client = _client(source, platform) if happens(source, 0.4) else None
    draft = Draft(
        kind=kind.code,
        platform=_name(source, platform),
        week=_week(source, today),
        client=client,
        client_never_told=client is None and happens(source, 0.75),
        country=country,
        task_type=source.choice(TASK_TYPES[platform.kind_of_work]),
        tried=_weighed(source, SHARES["tried"]) if happens(source, 0.9) else None,
        is_rounded=happens(source, 0.95),
    )
    return rounded(_with_pay(source, draft, kind, platform))


def _with_pay(source: random.Random, draft: Draft, kind: Kind, platform: KnownPlatform) -> Draft:
    """The draft with its minutes and money, where its kind asks for them, and its own facts."""
    currency = _currency(source, platform, draft.country)
    minutes = min(int(source.lognormvariate(4.0, 1.0)) + 1, 2_000)
    dollars_an_hour = source.lognormvariate(0.75, 0.6)
    if platform.kind_of_work == "delivery_driving":
        dollars_an_hour *= 3
    amount = _minor(dollars_an_hour * minutes / 60, currency)
    return replace(
        draft,
        minutes=minutes if "minutes" in kind.asks else None,
        amount_minor=amount if "amount" in kind.asks else None,
        currency=currency if kind.asks_currency else None,
        task_count=source.randint(1, minutes) if "task_count" in kind.asks else None,
        facts=_facts(source, kind, amount=amount, currency=currency),
    )


def _currency(source: random.Random, platform: KnownPlatform, country: str | None) -> str:
    own = CURRENCY_OF.get(country or "", "USD")
    is_paid_at_home = platform.kind_of_work == "delivery_driving" or own in ("EUR", "GBP")
    return own if is_paid_at_home or happens(source, 0.25) else "USD"


def _minor(dollars: float, currency: str) -> int:
    units = dollars * PER_DOLLAR.get(currency, 1)
    return max(1, round(units * float(10 ** exponent(currency))))


def _name(source: random.Random, platform: KnownPlatform) -> str:
    if happens(source, 0.02):
        return source.choice(UNKNOWN_PLATFORMS)
    return platform.names[0] if happens(source, 0.65) else source.choice(platform.names)


def _client(source: random.Random, platform: KnownPlatform) -> str:
    """A few clients a platform, the first of them far more often than the others."""
    first = len(platform.names[0])
    return CLIENTS[(first + int(source.expovariate(0.8))) % len(CLIENTS)]


def _week(source: random.Random, today: date) -> date:
    """A week of the last year and a half, the recent ones more often."""
    return monday_of(today) - int(WEEKS * source.random() ** 1.6) * WEEK


def happens(source: random.Random, share: float) -> bool:
    """Whether something happens that happens in this share of cases."""
    return source.random() < share


def filing_day(source: random.Random, week: date, today: date) -> date:
    """A day on which a report about a week was filed."""
    return min(week + timedelta(days=source.randint(0, 20)), today)


def _facts(source: random.Random, kind: Kind, *, amount: int, currency: str) -> dict[str, Any]:
    raw = {
        fact.code: _answer(source, fact, amount=amount, currency=currency)
        for fact in kind.facts
        if fact.is_required or happens(source, 0.9)
    }
    return kind.validated(raw, currency=currency if kind.asks_currency else None)


def _answer(source: random.Random, fact: Fact, *, amount: int, currency: str) -> Any:
    if isinstance(fact, Choices):
        codes = [option.code for option in fact.options if option.code != fact.none_of_them]
        return source.sample(codes, k=min(len(codes), source.choice((1, 1, 2, 3))))
    if isinstance(fact, Choice):
        return _weighed(source, SHARES.get(fact.code) or {o.code: 1 for o in fact.options})
    if isinstance(fact, Whole):
        least, most = RANGES.get(fact.code, (fact.minimum, fact.minimum + 10))
        return min(source.randint(least, most), fact.maximum)
    if isinstance(fact, Money):
        part = round(amount * source.uniform(0.2, 0.8))
        held = _minor(source.lognormvariate(3.1, 0.9), currency)
        return as_text(held if fact.code == "balance_held" else part, currency)
    if isinstance(fact, Flag):
        return happens(source, 0.5)
    return source.choice(TITLES) if isinstance(fact, Text) else None


def _weighed(source: random.Random, shares: dict[T, int]) -> T:
    return source.choices(list(shares), weights=list(shares.values()))[0]
