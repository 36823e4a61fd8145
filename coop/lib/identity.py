"""Warns of what could tell a worker apart, before it is sent: patterns, never a promise.

Every pattern is bounded, so that the time taken grows with the text and not faster.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from coop.lib.money import as_text, two_significant
from coop.lib.traces import FINDERS, LATER, Span, phones_of
from coop.lib.words import N_

LONGEST_READ = 20_000
_MANY_TASKS = 1_000

NOT_FOUND_HERE = N_(
    "We look for what could point to you. That is a help, not a promise: names are not detected "
    "reliably, nor is a way of writing. Read your words once more as if your client were reading "
    "them."
)

SENTENCES: dict[str, str] = {
    "worker_id": N_("This looks like a worker or account number. It leads straight to you."),
    "email": N_("This is an e-mail address."),
    "phone": N_("This looks like a phone number."),
    "iban": N_("This is a bank account number."),
    "link": N_("This is a web address; it may hold a number that is yours alone."),
    "handle": N_("This looks like a name used on a social network."),
    "name": N_("This may be a name."),
    "date": N_("This is an exact day. The week is enough."),
    "time": N_("This is a time of day. A platform could look for it in its own books."),
    "task_id": N_("This looks like the number of a task or an order."),
    "rare_amount": N_("This exact amount is rare. Rounded, it says the same and finds nobody."),
    "rare_minutes": N_("This exact number of minutes is rare. Round it to two figures."),
    "rare_count": N_("So exact a number of tasks is rare. Round it to two figures."),
}


@dataclass(frozen=True)
class Warning:
    """Something found in a field, what kind of trace it is, and a sentence that says so."""

    field: str
    kind: str
    found: str
    sentence: str


@dataclass(frozen=True)
class Figures:
    """The figures of a report that could be rare, as they would be kept."""

    amount_minor: int | None = None
    currency: str | None = None
    minutes: int | None = None
    task_count: int | None = None
    country: str | None = None


def warnings(texts: Mapping[str, str], figures: Figures | None = None) -> list[Warning]:
    """What could identify the author, field by field in the order of the text."""
    figures = figures or Figures()
    found = [
        Warning(field, kind, text[start:end], SENTENCES[kind])
        for field, text in texts.items()
        for start, end, kind in _found(text[:LONGEST_READ], figures.country)
    ]
    return found + list(_rare(figures))


def _found(text: str, country: str | None) -> list[tuple[int, int, str]]:
    """The places claimed by each finder, none twice."""
    phones = ("phone", phones_of(country))
    claimed: list[tuple[int, int, str]] = []
    left = text
    for kind, finder in (*FINDERS, phones, *LATER):
        spans = list(finder(left))
        claimed += [(start, end, kind) for start, end in spans]
        left = _blanked(left, spans)
    return sorted(claimed)


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with what was found replaced by newlines, so that places stay the same."""
    signs = list(text)
    for start, end in spans:
        signs[start:end] = ["\n"] * (end - start)
    return "".join(signs)


def _rare(figures: Figures) -> Iterator[Warning]:
    """Figures with more than two significant digits, and batches so large that few have one."""
    exact = (
        ("amount", "rare_amount", figures.amount_minor),
        ("minutes", "rare_minutes", figures.minutes),
        ("task_count", "rare_count", figures.task_count),
    )
    for field, kind, value in exact:
        floor = _MANY_TASKS if field == "task_count" else 0
        if value is not None and value >= floor and two_significant(value) != value:
            is_money = field == "amount" and figures.currency is not None
            found = as_text(value, str(figures.currency)) if is_money else str(value)
            yield Warning(field, kind, found, SENTENCES[kind])
