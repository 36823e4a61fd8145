"""Answers and questions that several kinds share."""

from coop.lib.words import N_
from coop.reports.facts import Choice, Money, Option

YES = Option("yes", N_("Yes"))
NO = Option("no", N_("No"))
UNCLEAR = Option("unclear", N_("It was not clear"))
OTHER = Option("other", N_("Something else"))

BALANCE_HELD = Money(
    "balance_held",
    N_("How much of your money is held back?"),
    hint=N_("What your account showed and you could not take out."),
)


def yes_or_no(code: str, question: str, *, hint: str = "") -> Choice:
    """A question with two answers."""
    return Choice(code, question, (YES, NO), hint=hint)


def yes_no_unclear(code: str, question: str, *, hint: str = "") -> Choice:
    """A question that may have had no clear answer."""
    return Choice(code, question, (YES, NO, UNCLEAR), hint=hint)
