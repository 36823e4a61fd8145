"""Rhythm and health: nights, breaks, surveillance, and what moderators must look at."""

from coop.lib.words import N_
from coop.reports.facts import Choice, Choices, Option, Whole
from coop.reports.kind import RHYTHM, Kind, UnpaidTime
from coop.reports.kinds.answers import yes_or_no
from coop.reports.law import C155_ALL, FAIRWORK_2, PWD_5, PWD_12

_HEALTH = (PWD_12, PWD_5, FAIRWORK_2)

NIGHT_ALERTS = Kind(
    code="night_alerts",
    heading=RHYTHM,
    name=N_("Alarms in the night"),
    in_short=N_("You get up at night, or wait for hours, to catch a task."),
    unpaid_time=UnpaidTime("unpaid_waiting_hours", is_hours=True),
    law=_HEALTH,
    facts=(
        Whole(
            "nights_a_week",
            N_("How many nights a week?"),
            minimum=0,
            maximum=7,
            unit=N_("nights"),
        ),
        Whole(
            "unpaid_waiting_hours",
            N_("How many hours a week do you wait or watch, unpaid?"),
            minimum=0,
            maximum=168,
            unit=N_("hours a week"),
        ),
    ),
)

BREAKS_AND_PACE = Kind(
    code="breaks_and_pace",
    heading=RHYTHM,
    name=N_("Breaks, pace and being watched"),
    in_short=N_("Minutes counted for the toilet or for lunch, targets, or surveillance at work."),
    law=_HEALTH,
    facts=(
        Whole(
            "toilet_minutes",
            N_("How many minutes a shift are you given for the toilet?"),
            minimum=0,
            maximum=240,
            unit=N_("minutes"),
        ),
        Whole(
            "lunch_minutes",
            N_("How many minutes are you given to eat?"),
            minimum=0,
            maximum=240,
            unit=N_("minutes"),
        ),
        Whole(
            "shift_hours",
            N_("How many hours is the shift?"),
            minimum=1,
            maximum=24,
            unit=N_("hours"),
        ),
        Choices(
            "surveillance",
            N_("How are you watched while you work?"),
            (
                Option("none", N_("Not at all, as far as I know")),
                Option("keystrokes", N_("My keys and mouse are recorded")),
                Option("screen", N_("Pictures of my screen are taken")),
                Option("webcam", N_("My webcam is on")),
                Option("face", N_("My face is checked")),
            ),
            none_of_them="none",
            hint=N_("Choose all that apply."),
        ),
    ),
)

TRAUMATIC_CONTENT = Kind(
    code="traumatic_content",
    heading=RHYTHM,
    name=N_("Work that hurts to look at"),
    in_short=N_("Violence, death, abuse or hatred that you have to watch, read or sort."),
    asks=("minutes",),
    law=(PWD_12, C155_ALL, FAIRWORK_2),
    facts=(
        yes_or_no("warned_beforehand", N_("Were you warned beforehand?")),
        Choice(
            "support_offered",
            N_("What support were you offered?"),
            (
                Option("none", N_("None")),
                Option("links", N_("A page of links")),
                Option("counsellor", N_("A counsellor to talk to")),
            ),
        ),
        Whole(
            "hours_exposed",
            N_("How many hours a day do you see such content?"),
            minimum=0,
            maximum=24,
            unit=N_("hours a day"),
            hint=N_("You need not describe what you saw."),
        ),
    ),
)

KINDS = (NIGHT_ALERTS, BREAKS_AND_PACE, TRAUMATIC_CONTENT)
