"""The facts that every report has, whatever its kind, and the groups that a form shows."""

from dataclasses import dataclass

from coop.lib.words import N_
from coop.reports.facts import Choice, Fact, Flag, Listed, Money, Option, Text, Whole

TASK_TYPES = (
    Option("labelling", N_("Labelling pictures, sounds or texts")),
    Option("moderation", N_("Content moderation")),
    Option("transcription", N_("Transcription")),
    Option("survey", N_("Survey or study")),
    Option("search_evaluation", N_("Rating search results or answers")),
    Option("data_cleaning", N_("Finding or cleaning data")),
    Option("recording", N_("Recording voice, pictures or video")),
    Option("app_testing", N_("Testing apps or sites")),
    Option("clicking", N_("Clicking, following, ranking")),
    Option("translation", N_("Translation")),
    Option("delivery", N_("Delivery or driving")),
    Option("other", N_("Something else")),
)
TRIED = (
    Option("nothing_yet", N_("Nothing yet")),
    Option("no_channel", N_("There is no way to appeal")),
    Option("no_answer", N_("I appealed, and no one answered")),
    Option("refused", N_("I appealed, and it was refused")),
    Option("upheld", N_("I appealed, and was proved right")),
)
OUTCOMES = (
    Option("unpaid", N_("Still unpaid")),
    Option("partly_paid", N_("Partly paid")),
    Option("paid_in_full", N_("Paid in full")),
    Option("account_restored", N_("Account restored")),
    Option("other", N_("Something else")),
)
STRENGTHS = (
    Option("declared", N_("declared by a worker")),
    Option("member", N_("declared by a member")),
    Option("documented", N_("with a document")),
    Option("from_history", N_("computed from the worker's own history")),
    Option("corroborated", N_("corroborated by others")),
)

KIND = Listed("kind", N_("What happened?"), of="GET /api/v1/grievances", is_required=True)
PLATFORM = Text("platform", N_("On which platform?"), longest=120, is_required=True)
CLIENT = Text(
    "client",
    N_("For which client?"),
    longest=120,
    hint=N_("If you were never told, that is an important fact."),
)
CLIENT_NEVER_TOLD = Flag("client_never_told", N_("I was never told"))
WEEK = Listed(
    "week",
    N_("In which week?"),
    of="ISO 8601, YYYY-Www",
    is_required=True,
    hint=N_("Only the week is kept, never the day."),
)
COUNTRY = Listed("country", N_("In which country do you work?"), of="ISO 3166-1 alpha-2")
TASK_TYPE = Choice("task_type", N_("What kind of work was it?"), TASK_TYPES)
TASK_COUNT = Whole(
    "task_count",
    N_("How many tasks?"),
    minimum=1,
    maximum=100_000,
    hint=N_("One report may stand for a whole batch."),
)
MINUTES = Whole(
    "minutes", N_("Time spent, in minutes"), minimum=0, maximum=6_000, unit=N_("minutes")
)
AMOUNT = Money("amount", N_("Amount promised"), hint=N_("For all of these tasks together."))
CURRENCY = Listed("currency", N_("Currency"), of="ISO 4217")
TRIED_SO_FAR = Choice("tried", N_("What have you tried?"), TRIED)
OUTCOME = Choice(
    "outcome",
    N_("Where does it stand now?"),
    OUTCOMES,
    hint=N_("You can come back with your receipt and change this."),
)
RECOVERED = Money("recovered", N_("How much came back to you?"))
TESTIMONY = Text(
    "testimony",
    N_("In your own words, if you wish"),
    longest=5_000,
    is_long=True,
    hint=N_("Shown to the organizers only. Not sealed yet: leave out names, accounts, exact days."),
)
MAY_QUOTE = Flag("may_quote", N_("My words may be quoted without anything that identifies me"))
IS_ROUNDED = Flag(
    "is_rounded",
    N_("Round my amounts and minutes"),
    hint=N_("A platform could find an exact amount in its own books."),
)


@dataclass(frozen=True)
class Group:
    """The questions that a phone shows on one screen."""

    code: str
    name: str
    facts: tuple[Fact, ...]


WHERE = Group(
    "where",
    N_("Where and when"),
    (PLATFORM, CLIENT, CLIENT_NEVER_TOLD, WEEK, COUNTRY, TASK_TYPE),
)
PAID_WORK = Group("pay", N_("The work and its pay"), (TASK_COUNT, MINUTES, AMOUNT, CURRENCY))
HAPPENED = Group("happened", N_("What happened"), ())
TRIED_GROUP = Group("tried", N_("What you have tried"), (TRIED_SO_FAR, OUTCOME, RECOVERED))
WORDS = Group("words", N_("In your own words"), (TESTIMONY, MAY_QUOTE))
GROUPS = (WHERE, PAID_WORK, HAPPENED, TRIED_GROUP, WORDS)

# As they stand in an export, testimony left out: it is sealed, and never a column.
COMMON: tuple[Fact, ...] = (
    KIND,
    *WHERE.facts,
    *PAID_WORK.facts,
    IS_ROUNDED,
    *TRIED_GROUP.facts,
    *WORDS.facts,
)
