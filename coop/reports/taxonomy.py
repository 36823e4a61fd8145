"""The taxonomy of grievances: one declaration drives questions, checks, columns, words and law."""

from dataclasses import dataclass, replace
from typing import Any

from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.reports import everyone
from coop.reports.everyone import COMMON, GROUPS, OUTCOMES, STRENGTHS, TASK_TYPES, TRIED, Group
from coop.reports.facts import Money
from coop.reports.kind import HEADINGS, Heading, Kind
from coop.reports.kinds import pay, pressure, rhythm, rules, work
from coop.reports.question import Fact, FactRefused, Translate

__all__ = [
    "COMMON",
    "GROUPS",
    "OUTCOMES",
    "STRENGTHS",
    "TASK_TYPES",
    "TAXONOMY",
    "TRIED",
    "FactRefused",
    "Kind",
    "Taxonomy",
    "UnknownKind",
]

# Read by organizers only: neither is ever a column of an export.
_NEVER_EXPORTED = (everyone.TESTIMONY,)


class UnknownKind(Refusal):
    """No kind of grievance has this code."""

    status = 422
    sentence = N_("Choose what happened from the list.")


@dataclass(frozen=True)
class Column:
    """One column of an export; `kinds` are those that ask for it, empty where all do."""

    name: str
    fact: Fact
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """All kinds in their order; a code that two kinds share names the same question in both."""

    kinds: tuple[Kind, ...]
    common: tuple[Fact, ...] = COMMON

    def __post_init__(self) -> None:
        codes = [kind.code for kind in self.kinds]
        if len(set(codes)) < len(codes):
            raise ValueError("two kinds have the same code")
        asked = {fact.code: fact for fact in self.common}
        for kind in self.kinds:
            for fact in kind.facts:
                if asked.setdefault(fact.code, fact) != fact:
                    raise ValueError(f"{fact.code} of {kind.code} is another question elsewhere")

    def kind(self, code: str) -> Kind:
        """The kind of a code; raises UnknownKind."""
        for kind in self.kinds:
            if kind.code == code:
                return kind
        raise UnknownKind

    def has(self, code: str) -> bool:
        """True where a kind has this code."""
        return any(kind.code == code for kind in self.kinds)

    def with_kind(self, kind: Kind) -> "Taxonomy":
        """The taxonomy with one more kind."""
        return replace(self, kinds=(*self.kinds, kind))

    def by_heading(self) -> list[tuple[Heading, list[Kind]]]:
        """The kinds on their shelves, for the page where one is chosen."""
        headings = dict.fromkeys([*HEADINGS, *(kind.heading for kind in self.kinds)])
        shelves = [(head, [k for k in self.kinds if k.heading == head]) for head in headings]
        return [(heading, kinds) for heading, kinds in shelves if kinds]

    def groups(self, kind: Kind) -> list[Group]:
        """The screens of a kind's form, each with the questions that make sense for it."""
        shown = [replace(group, facts=_facts_of(group, kind)) for group in GROUPS]
        return [group for group in shown if group.facts]

    def export_columns(self) -> tuple[Column, ...]:
        """The columns of an export: what every report has, then each own fact once."""
        common = [Column(fact.column, fact) for fact in self.common if fact not in _NEVER_EXPORTED]
        askers: dict[Fact, list[str]] = {}
        for kind in self.kinds:
            for fact in kind.facts:
                askers.setdefault(fact, []).append(kind.code)
        own = [Column(fact.column, fact, tuple(kinds)) for fact, kinds in askers.items()]
        return (*common, *own)

    def as_json(self, translate: Translate) -> dict[str, Any]:
        """The whole table for `GET /api/v1/grievances`, in the reader's language."""
        return {
            "headings": [
                {"code": heading.code, "name": translate(heading.name)}
                for heading, _kinds in self.by_heading()
            ],
            "facts": [fact.as_json(translate) for fact in self.common],
            "kinds": [kind.as_json(translate) for kind in self.kinds],
            "strengths": [
                {"code": strength.code, "label": translate(strength.label)}
                for strength in STRENGTHS
            ],
        }


def _facts_of(group: Group, kind: Kind) -> tuple[Fact, ...]:
    if group == everyone.HAPPENED:
        return _own_facts(kind)
    if group == everyone.PAID_WORK:
        asked = (*kind.asks, *(("currency",) if "amount" in kind.asks else ()))
        return tuple(fact for fact in group.facts if fact.code in asked)
    if group == everyone.TRIED_GROUP and not kind.asks_currency:
        return tuple(fact for fact in group.facts if fact != everyone.RECOVERED)
    return group.facts


def _own_facts(kind: Kind) -> tuple[Fact, ...]:
    """The kind's own questions; the currency follows the money it belongs to."""
    if "amount" in kind.asks or not kind.asks_currency:
        return kind.facts
    own: list[Fact] = []
    for fact in kind.facts:
        own.append(fact)
        if isinstance(fact, Money) and everyone.CURRENCY not in own:
            own.append(everyone.CURRENCY)
    return tuple(own)


TAXONOMY = Taxonomy(pay.KINDS + rhythm.KINDS + work.KINDS + rules.KINDS + pressure.KINDS)
