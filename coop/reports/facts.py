"""The types of a fact, their bounds, and how each reads an answer."""

from dataclasses import dataclass
from typing import Any, ClassVar

from coop.lib import money
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.reports.question import Fact, FactRefused, Translate

__all__ = [
    "Choice",
    "Choices",
    "Fact",
    "FactRefused",
    "Flag",
    "Listed",
    "Money",
    "Option",
    "Percent",
    "Text",
    "Whole",
]

_LONGEST_NUMBER = 12


@dataclass(frozen=True)
class Option:
    """One answer of a choice."""

    code: str
    label: str


@dataclass(frozen=True)
class Choice(Fact):
    """One of several answers."""

    options: tuple[Option, ...] = ()
    type: ClassVar[str] = "choice"

    def label_of(self, code: str) -> str:
        """An answer's label, or the code itself where the table no longer has it."""
        return next((option.label for option in self.options if option.code == code), code)

    def bounds(self, translate: Translate) -> dict[str, Any]:
        """The answers in their order."""
        return {"choices": _options_as_json(self.options, translate)}

    def read(self, raw: Any, currency: str | None) -> Any:  # noqa: ARG002 - money's
        """The answer, typed and within bounds; or FactRefused."""
        if not isinstance(raw, str) or all(raw != option.code for option in self.options):
            raise FactRefused(self.code, N_("Choose one of the answers."))
        return raw


@dataclass(frozen=True)
class Choices(Choice):
    """Any of several answers; `none_of_them`, where there is one, stands alone."""

    none_of_them: str = ""
    type: ClassVar[str] = "choices"

    def read(self, raw: Any, currency: str | None) -> Any:
        """The answer, typed and within bounds; or FactRefused."""
        given = [raw] if isinstance(raw, str) else raw
        if not isinstance(given, list | tuple):
            raise FactRefused(self.code, N_("Choose among the answers."))
        chosen = {super(Choices, self).read(each, currency) for each in given}
        if self.none_of_them in chosen and len(chosen) > 1:
            raise FactRefused(self.code, N_("The first of these answers cannot go with another."))
        return [option.code for option in self.options if option.code in chosen]


@dataclass(frozen=True)
class Whole(Fact):
    """A whole number within bounds, in a unit."""

    minimum: int = 0
    maximum: int = 0
    unit: str = ""
    type: ClassVar[str] = "whole"

    def bounds(self, translate: Translate) -> dict[str, Any]:
        """The smallest and largest answer, and the unit."""
        unit = self.unit and translate(self.unit)
        return {"minimum": self.minimum, "maximum": self.maximum, "unit": unit}

    def read(self, raw: Any, currency: str | None) -> int:  # noqa: ARG002 - money's
        """The answer, typed and within bounds; or FactRefused."""
        number = _whole(raw)
        if number is None or not self.minimum <= number <= self.maximum:
            raise FactRefused(
                self.code,
                N_("Write a whole number from %(minimum)s to %(maximum)s."),
                minimum=self.minimum,
                maximum=self.maximum,
            )
        return number


@dataclass(frozen=True)
class Percent(Whole):
    """A share of a hundred."""

    maximum: int = 100
    unit: str = N_("percent")
    type: ClassVar[str] = "percent"


@dataclass(frozen=True)
class Money(Fact):
    """An amount as typed, kept in minor units of the report's currency."""

    type: ClassVar[str] = "money"

    @property
    def column(self) -> str:
        """The amount in minor units; the currency has its own column."""
        return f"{self.code}_minor"

    def read(self, raw: Any, currency: str | None) -> int:
        """The answer, typed and within bounds; or FactRefused."""
        if currency is None:
            raise FactRefused(self.code, N_("Choose the currency of this amount."))
        if isinstance(raw, bool) or not isinstance(raw, str | int):
            raise FactRefused(self.code, N_("Send the amount as text, such as “3.50”."))
        try:
            return money.parse_minor(raw, currency)
        except Refusal as refusal:
            raise FactRefused(self.code, refusal.sentence, **refusal.params) from refusal


@dataclass(frozen=True)
class Text(Fact):
    """Words, at most so many characters."""

    longest: int = 0
    is_long: bool = False
    type: ClassVar[str] = "text"

    def bounds(self, translate: Translate) -> dict[str, Any]:  # noqa: ARG002 - a length has no words
        """The longest answer, in characters."""
        return {"maximum_length": self.longest}

    def read(self, raw: Any, currency: str | None) -> str | None:  # noqa: ARG002 - money's
        """The answer, typed and within bounds; or FactRefused."""
        if not isinstance(raw, str):
            raise FactRefused(self.code, N_("Send words here."))
        words = raw.replace("\r\n", "\n").replace("\x00", "").strip()
        if self.is_required and not words:
            raise FactRefused(self.code, N_("Please answer this question."))
        if len(words) > self.longest:
            raise FactRefused(
                self.code, N_("Keep this under %(longest)s characters."), longest=self.longest
            )
        return words or None


@dataclass(frozen=True)
class Flag(Fact):
    """A box to tick."""

    type: ClassVar[str] = "flag"

    def read(self, raw: Any, currency: str | None) -> bool:  # noqa: ARG002 - money's
        """The answer, typed and within bounds; or FactRefused."""
        if not isinstance(raw, bool):
            raise FactRefused(self.code, N_("This is either true or false."))
        return raw


@dataclass(frozen=True)
class Listed(Fact):
    """A code from a standard's list; the form reads it with `coop.lib` and the day's clock."""

    of: str = ""
    type: ClassVar[str] = "listed"

    def bounds(self, translate: Translate) -> dict[str, Any]:  # noqa: ARG002 - a standard's name
        """The standard that lists the codes."""
        return {"of": self.of}

    def read(self, raw: Any, currency: str | None) -> Any:  # noqa: ARG002 - money's
        """The code as written: only the form, which knows the day, can check it."""
        return str(raw).strip()


def _options_as_json(options: tuple[Option, ...], translate: Translate) -> list[dict[str, str]]:
    return [{"code": option.code, "label": translate(option.label)} for option in options]


def _whole(raw: Any) -> int | None:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if not isinstance(raw, str) or len(raw) > _LONGEST_NUMBER:
        return None
    figures = "".join(raw.split())
    return int(figures) if figures.isdecimal() else None
