"""A kind of grievance: its words, its own questions, what follows from them, its law."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coop.lib.money import two_significant
from coop.lib.words import N_
from coop.reports.facts import Money, Whole
from coop.reports.law import LegalBasis
from coop.reports.question import Fact, FactRefused, Translate

_MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class Heading:
    """A shelf on the page where the kind is chosen."""

    code: str
    name: str


PAY = Heading("pay", N_("Pay"))
RHYTHM = Heading("rhythm", N_("Rhythm and health"))
WORK = Heading("work", N_("What the work was"))
RULES = Heading("rules", N_("Rules and contract"))
PRESSURE = Heading("pressure", N_("Pressure"))
OTHER = Heading("other", N_("Something else"))
HEADINGS = (PAY, RHYTHM, WORK, RULES, PRESSURE, OTHER)


@dataclass(frozen=True)
class Lost:
    """How lost money follows: the promised amount or an own fact, less another one."""

    of: str = ""
    less: str = ""

    def minor(self, amount_minor: int | None, facts: Mapping[str, Any]) -> int | None:
        """The money lost in minor units, None where it was not said or none can be lost."""
        held = amount_minor if self.of == "amount" else facts.get(self.of)
        if held is None or (self.less and facts.get(self.less) is None):
            return None
        return max(0, int(held) - int(facts[self.less] if self.less else 0))


@dataclass(frozen=True)
class UnpaidTime:
    """How unpaid time follows: all minutes worked or an own fact, in minutes or hours."""

    of: str = ""
    is_hours: bool = False

    def minutes(self, minutes: int | None, facts: Mapping[str, Any]) -> int | None:
        """The unpaid minutes, None where they were not said or none follow."""
        told = minutes if self.of == "minutes" else facts.get(self.of)
        if told is None:
            return None
        return int(told) * (_MINUTES_AN_HOUR if self.is_hours else 1)


NO_MONEY, AMOUNT_LOST, BALANCE_LOST = Lost(), Lost("amount"), Lost("balance_held")
NO_TIME, ALL_TIME = UnpaidTime(), UnpaidTime("minutes")
PAY_FACTS = ("task_count", "minutes", "amount")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One entry of the taxonomy; everything that asks, checks, shows or exports reads it."""

    code: str
    heading: Heading
    name: str
    in_short: str
    facts: tuple[Fact, ...] = ()
    law: tuple[LegalBasis, ...] = ()
    is_unpaid: bool = False
    # Which of the work's figures a form asks for; the API keeps whichever are sent.
    asks: tuple[str, ...] = ()
    money_lost: Lost = NO_MONEY
    unpaid_time: UnpaidTime = NO_TIME

    @property
    def asks_pay(self) -> bool:
        """True where both amount and minutes make sense, so that pay an hour can be shown."""
        return "amount" in self.asks and "minutes" in self.asks

    @property
    def asks_currency(self) -> bool:
        """True where some question is about money."""
        return "amount" in self.asks or any(isinstance(fact, Money) for fact in self.facts)

    def fact(self, code: str) -> Fact | None:
        """The own fact of a code, None where this kind has no such question."""
        return next((fact for fact in self.facts if fact.code == code), None)

    def checked(
        self, raw: Mapping[str, Any], *, currency: str | None = None
    ) -> tuple[dict[str, Any], list[FactRefused]]:
        """The own facts that hold, typed, and a refusal for each that does not."""
        refusals = [
            FactRefused(code, N_("This is not asked for this kind of grievance."))
            for code in raw
            if self.fact(code) is None
        ]
        answers: dict[str, Any] = {}
        for fact in self.facts:
            try:
                answer = fact.validated(raw.get(fact.code), currency=currency)
            except FactRefused as refusal:
                refusals.append(refusal)
                continue
            if answer is not None and answer != []:
                answers[fact.code] = answer
        return answers, refusals

    def validated(self, raw: Mapping[str, Any], *, currency: str | None = None) -> dict[str, Any]:
        """The own facts typed and within bounds, unanswered ones left out; or FactRefused."""
        answers, refusals = self.checked(raw, currency=currency)
        if refusals:
            raise refusals[0]
        return answers

    def rounded(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers with money and minutes at two significant digits."""
        return {
            code: two_significant(answer) if self._is_rounded(code) else answer
            for code, answer in answers.items()
        }

    def money_owed(self, amount_minor: int | None, facts: Mapping[str, Any]) -> int | None:
        """The money that did not come, in minor units; None where it was not said."""
        return self.money_lost.minor(amount_minor, facts)

    def minutes_unpaid(self, minutes: int | None, facts: Mapping[str, Any]) -> int | None:
        """The minutes that were worked or waited unpaid; None where they were not said."""
        return self.unpaid_time.minutes(minutes, facts)

    def as_json(self, translate: Translate) -> dict[str, Any]:
        """The kind for the API, in the reader's language."""
        return {
            "code": self.code,
            "heading": self.heading.code,
            "name": translate(self.name),
            "in_short": translate(self.in_short),
            "unpaid": self.is_unpaid,
            "asks": list(self.asks),
            "facts": [fact.as_json(translate) for fact in self.facts],
            "law": [basis.as_json(translate) for basis in self.law],
        }

    def _is_rounded(self, code: str) -> bool:
        fact = self.fact(code)
        return isinstance(fact, Money) or (isinstance(fact, Whole) and "minutes" in code.split("_"))
