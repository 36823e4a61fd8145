"""What the work was: what it served, what it pretended, and for whom it was done."""

from coop.lib.words import N_
from coop.reports.facts import Choice, Choices, Option
from coop.reports.kind import PAY_FACTS, WORK, Kind
from coop.reports.kinds.answers import OTHER, yes_or_no
from coop.reports.law import AI_ACT_50, CONDITIONS_ALL, FAIRWORK_3, FAIRWORK_4, PWD_9

_TRANSPARENCY = (AI_ACT_50, FAIRWORK_4)

HARMFUL_TASK = Kind(
    code="harmful_task",
    heading=WORK,
    name=N_("A task that does harm"),
    in_short=N_("You were asked to help sort, deceive, watch or hurt people."),
    asks=PAY_FACTS,
    law=_TRANSPARENCY,
    facts=(
        Choices(
            "asked_for",
            N_("What did the task serve?"),
            (
                Option("discrimination", N_("Discrimination")),
                Option("deception", N_("Deception, such as false reviews or accounts")),
                Option("surveillance", N_("Watching people")),
                Option("violence", N_("Violence")),
                OTHER,
            ),
            hint=N_("Choose all that apply."),
        ),
        yes_or_no("could_refuse", N_("Could you refuse it without being penalised?")),
    ),
)

POSING_AS_AI = Kind(
    code="posing_as_ai",
    heading=WORK,
    name=N_("Standing in for a machine"),
    in_short=N_("You did by hand, or listened in on, what was sold as automatic."),
    asks=PAY_FACTS,
    law=_TRANSPARENCY,
    facts=(
        Choice(
            "role_played",
            N_("What did you stand in for?"),
            (
                Option("voice_assistant", N_("A voice assistant: listening or answering")),
                Option("chatbot", N_("A chatbot: writing its answers")),
                Option("recognition", N_("A machine that reads or recognises")),
                Option("robot", N_("A robot, a camera or a vehicle")),
                OTHER,
            ),
        ),
        yes_or_no("told_to_hide", N_("Were you told to hide that you are human?")),
    ),
)

OPAQUE_CLIENT = Kind(
    code="opaque_client",
    heading=WORK,
    name=N_("Not knowing whom you work for"),
    in_short=N_("Neither the client nor the purpose of the work is told."),
    asks=PAY_FACTS,
    law=(CONDITIONS_ALL, PWD_9, FAIRWORK_3),
    facts=(
        Choice(
            "purpose_told",
            N_("Were you told what the work was for?"),
            (
                Option("yes", N_("Yes")),
                Option("no", N_("No")),
                Option("false", N_("Yes, and it was not true")),
            ),
        ),
    ),
)

KINDS = (HARMFUL_TASK, POSING_AS_AI, OPAQUE_CLIENT)
