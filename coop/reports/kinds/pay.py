"""Pay: work refused, expired, cut short, held back, or paid next to nothing."""

from coop.lib.words import N_
from coop.reports.facts import Choice, Money, Option, Percent, Whole
from coop.reports.kind import ALL_TIME, AMOUNT_LOST, BALANCE_LOST, PAY, PAY_FACTS, Kind, Lost
from coop.reports.kind import UnpaidTime as Unpaid
from coop.reports.kinds.answers import BALANCE_HELD, OTHER, yes_no_unclear
from coop.reports.law import C193_ALL, FAIRWORK_1, GDPR_15, GDPR_22, PWD_9, PWD_11_PAY

_REFUSED_PAY = (PWD_9, PWD_11_PAY, GDPR_15, GDPR_22)
_POOR_PAY = (PWD_9, FAIRWORK_1, C193_ALL)

UNPAID_REJECTION = Kind(
    code="unpaid_rejection",
    heading=PAY,
    name=N_("Work refused and not paid"),
    in_short=N_("The client refused work that you had done, and you were not paid."),
    is_unpaid=True,
    asks=PAY_FACTS,
    money_lost=AMOUNT_LOST,
    unpaid_time=ALL_TIME,
    law=_REFUSED_PAY,
    facts=(
        Choice(
            "reason_given",
            N_("What reason were you given?"),
            (
                Option("none", N_("None")),
                Option("quality", N_("“Poor quality”")),
                Option("attention_check", N_("A trick question or attention check was missed")),
                Option("duplicate_or_ip", N_("A duplicate, or the same internet address")),
                Option("time_limit", N_("Out of time")),
                Option("technical_fault", N_("A technical fault")),
                Option("account_review", N_("My account is “under review”")),
                OTHER,
            ),
            hint=N_("If you were given none, that is an important fact."),
        ),
        yes_no_unclear("instructions_met", N_("Had you followed the instructions?")),
        Choice(
            "batch_rejected",
            N_("Was all of the batch refused, or part of it?"),
            (Option("all", N_("All of it")), Option("part", N_("Part of it"))),
        ),
    ),
)

EXPIRED_TASK = Kind(
    code="expired_task",
    heading=PAY,
    name=N_("Out of time, and nothing paid"),
    in_short=N_("The time ran out before you could finish, and the work you had done was lost."),
    is_unpaid=True,
    asks=PAY_FACTS,
    money_lost=AMOUNT_LOST,
    unpaid_time=ALL_TIME,
    law=_POOR_PAY,
    facts=(
        Whole(
            "minutes_allowed",
            N_("How many minutes were you allowed?"),
            minimum=0,
            maximum=43_200,
            unit=N_("minutes"),
        ),
        Percent(
            "share_done",
            N_("How much of the task was done?"),
            hint=N_("A guess is enough: half is 50."),
        ),
    ),
)

SCREENED_OUT = Kind(
    code="screened_out",
    heading=PAY,
    name=N_("Thrown out part-way"),
    in_short=N_("A screening question ended your task after you had begun, without pay."),
    is_unpaid=True,
    asks=("task_count", "amount"),
    money_lost=AMOUNT_LOST,
    unpaid_time=Unpaid("minutes_lost"),
    law=_POOR_PAY,
    facts=(
        Whole(
            "minutes_lost",
            N_("How many minutes did you lose?"),
            minimum=0,
            maximum=6_000,
            unit=N_("minutes"),
            hint=N_("From the beginning to the moment you were thrown out."),
        ),
    ),
)

WITHHELD_PAYMENT = Kind(
    code="withheld_payment",
    heading=PAY,
    name=N_("Pay that does not come"),
    in_short=N_("Money that you have earned is late, blocked, or cannot be taken out."),
    is_unpaid=True,
    asks=("minutes",),
    money_lost=BALANCE_LOST,
    unpaid_time=ALL_TIME,
    law=_REFUSED_PAY,
    facts=(
        BALANCE_HELD,
        Whole(
            "days_overdue",
            N_("How many days late is it?"),
            minimum=0,
            maximum=3_650,
            unit=N_("days"),
        ),
        Choice(
            "payout_rule",
            N_("Does a rule keep you from taking it out?"),
            (
                Option("none", N_("No rule that I know of")),
                Option("threshold", N_("I must first earn a minimum")),
                Option("gift_card", N_("It is paid in gift cards or vouchers only")),
                OTHER,
            ),
        ),
    ),
)

LOW_PAY = Kind(
    code="low_pay",
    heading=PAY,
    name=N_("Very low pay"),
    in_short=N_("You were paid, but so little that it is hardly a wage."),
    asks=PAY_FACTS,
    money_lost=Lost("amount", less="paid_amount"),
    unpaid_time=Unpaid("unpaid_search_minutes"),
    law=_POOR_PAY,
    facts=(
        Money("paid_amount", N_("How much were you paid in the end?")),
        Whole(
            "unpaid_search_minutes",
            N_("How many minutes did you search or wait for this work, unpaid?"),
            minimum=0,
            maximum=6_000,
            unit=N_("minutes"),
            hint=N_("On top of the minutes worked."),
        ),
    ),
)

KINDS = (UNPAID_REJECTION, EXPIRED_TASK, SCREENED_OUT, WITHHELD_PAYMENT, LOW_PAY)
