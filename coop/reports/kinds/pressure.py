"""Pressure: shut out, silenced, punished. And what has no name yet."""

from coop.lib.words import N_
from coop.reports.facts import Choice, Choices, Option, Text, Whole
from coop.reports.kind import BALANCE_LOST, OTHER, PRESSURE, Kind
from coop.reports.kinds.answers import BALANCE_HELD, yes_or_no
from coop.reports.kinds.answers import OTHER as SOMETHING_ELSE
from coop.reports.law import (
    CHARTER_12,
    PWD_10,
    PWD_11_REASONS,
    PWD_20,
    PWD_22,
    PWD_23,
)

DISMISSAL = Kind(
    code="dismissal",
    heading=PRESSURE,
    name=N_("Shut out or dismissed"),
    in_short=N_("Your account was closed or suspended, or your work ended, without fair notice."),
    money_lost=BALANCE_LOST,
    law=(PWD_10, PWD_11_REASONS, PWD_23),
    facts=(
        Whole(
            "notice_days",
            N_("How many days of notice were you given?"),
            minimum=0,
            maximum=365,
            unit=N_("days"),
            hint=N_("None at all is 0."),
        ),
        yes_or_no("reason_in_writing", N_("Were you given a reason in writing?")),
        Choice(
            "decided_by",
            N_("Who decided?"),
            (
                Option("person", N_("A person")),
                Option("automatic", N_("A machine")),
                Option("unknown", N_("I do not know")),
            ),
        ),
        BALANCE_HELD,
    ),
)

GAG_ORDER = Kind(
    code="gag_order",
    heading=PRESSURE,
    name=N_("Forbidden to speak"),
    in_short=N_("You may not speak of the work, name the client, or talk to colleagues."),
    law=(PWD_20, CHARTER_12),
    facts=(
        Choices(
            "forbidden",
            N_("What is forbidden?"),
            (
                Option("speaking_of_work", N_("Speaking of the work")),
                Option("naming_client", N_("Naming the client")),
                Option("public_places", N_("Working in public places")),
                Option("contact_with_colleagues", N_("Contact with colleagues")),
            ),
            hint=N_("Choose all that apply."),
        ),
    ),
)

RETALIATION = Kind(
    code="retaliation",
    heading=PRESSURE,
    name=N_("Punished for speaking up"),
    in_short=N_("After a complaint or for organizing, something was done against you."),
    law=(PWD_22, PWD_23),
    facts=(
        Choices(
            "after_what",
            N_("What had you done?"),
            (
                Option("complaint", N_("Complained")),
                Option("review", N_("Written a review")),
                Option("petition", N_("Signed or carried a petition")),
                Option("chat", N_("Talked with other workers")),
                SOMETHING_ELSE,
            ),
            hint=N_("Choose all that apply."),
        ),
        Choices(
            "what_happened",
            N_("What happened then?"),
            (
                Option("fewer_tasks", N_("Fewer tasks, or worse ones")),
                Option("refusals", N_("Work refused")),
                Option("rating_lowered", N_("A lower rating or level")),
                Option("account_suspended", N_("Account suspended or closed")),
                Option("payment_held", N_("Payment held back")),
                Option("threats", N_("Threats")),
                SOMETHING_ELSE,
            ),
            hint=N_("Choose all that apply."),
        ),
    ),
)

SOMETHING = Kind(
    code="other",
    heading=OTHER,
    name=N_("Something else"),
    in_short=N_("None of these. Give it a short title, and tell it in your own words."),
    asks=("task_count", "minutes", "amount"),
    facts=(
        Text(
            "title",
            N_("A short title"),
            longest=120,
            is_required=True,
            hint=N_("A few words that say what happened, without any name."),
        ),
    ),
)

KINDS = (DISMISSAL, GAG_ORDER, RETALIATION, SOMETHING)
