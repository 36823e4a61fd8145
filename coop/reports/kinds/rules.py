"""Rules and contract: terms accepted once, data demanded, cover that is missing."""

from coop.lib.words import N_
from coop.reports.facts import Choice, Choices, Option
from coop.reports.kind import RULES, Kind
from coop.reports.kinds.answers import OTHER, yes_no_unclear, yes_or_no
from coop.reports.law import (
    CONDITIONS_ALL,
    FAIRWORK_3,
    GDPR_5,
    GDPR_9,
    GDPR_15,
    PWD_4,
    PWD_5,
    PWD_7,
    PWD_8,
    PWD_9,
    SOCIAL_PROTECTION_ALL,
)

NO_CONTRACT = Kind(
    code="no_contract",
    heading=RULES,
    name=N_("No contract, only terms of use"),
    in_short=N_("You accepted terms once, and they may change without you."),
    law=(CONDITIONS_ALL, PWD_9, FAIRWORK_3),
    facts=(
        yes_no_unclear("terms_changed", N_("Were the terms changed without notice?")),
        Choice(
            "terms_language",
            N_("In which language did you read the terms?"),
            (
                Option("unread", N_("I could not read them")),
                Option("en", N_("English")),
                Option("fr", N_("French")),
                Option("es", N_("Spanish")),
                Option("pt", N_("Portuguese")),
                Option("ar", N_("Arabic")),
                Option("hi", N_("Hindi")),
                Option("bn", N_("Bengali")),
                Option("ur", N_("Urdu")),
                Option("fil", N_("Filipino")),
                Option("other", N_("Another language")),
            ),
        ),
    ),
)

DATA_MISUSE = Kind(
    code="data_misuse",
    heading=RULES,
    name=N_("Personal data demanded"),
    in_short=N_("Your identity papers, face, contacts or device, asked for before you may work."),
    law=(PWD_7, PWD_8, GDPR_5, GDPR_9, GDPR_15),
    facts=(
        Choices(
            "demanded",
            N_("What was demanded?"),
            (
                Option("id_document", N_("An identity document")),
                Option("face", N_("A picture or video of my face")),
                Option("voice", N_("A recording of my voice")),
                Option("contacts", N_("My contacts or accounts elsewhere")),
                Option("location", N_("Where I am")),
                Option("software", N_("Software to install on my device")),
                OTHER,
            ),
            hint=N_("Choose all that apply."),
        ),
    ),
)

NO_SOCIAL_PROTECTION = Kind(
    code="no_social_protection",
    heading=RULES,
    name=N_("No social protection"),
    in_short=N_("This work brings no health insurance, pension or unemployment cover."),
    law=(PWD_4, PWD_5, SOCIAL_PROTECTION_ALL),
    facts=(
        Choices(
            "missing_cover",
            N_("Which cover is missing?"),
            (
                Option("health", N_("Health insurance")),
                Option("pension", N_("Pension")),
                Option("unemployment", N_("Unemployment benefit")),
                Option("accident", N_("Accidents at work")),
            ),
            hint=N_("Choose all that apply."),
        ),
        yes_or_no("other_job_with_cover", N_("Does another job give you this cover?")),
    ),
)

KINDS = (NO_CONTRACT, DATA_MISUSE, NO_SOCIAL_PROTECTION)
