"""The law that a kind of grievance can rest on: article, subject, link. A lawyer must check it."""

from collections.abc import Callable
from dataclasses import dataclass

from coop.lib.words import N_

LAWYER = N_("A lawyer must check whether and how this applies.")


@dataclass(frozen=True)
class Instrument:
    """A law, a convention or a standard."""

    code: str
    name: str
    link: str
    note: str = ""


@dataclass(frozen=True)
class LegalBasis:
    """One article of an instrument and what it is about."""

    instrument: Instrument
    article: str
    subject: str

    def as_json(self, translate: Callable[[str], str]) -> dict[str, str]:
        """The basis for the API and for packs, in the reader's language."""
        return {
            "code": self.instrument.code,
            "instrument": translate(self.instrument.name),
            "article": self.article,
            "subject": translate(self.subject),
            "link": self.instrument.link,
            "note": translate(self.instrument.note) if self.instrument.note else "",
            "caution": translate(LAWYER),
        }


PWD = Instrument(
    "pwd",
    N_("Directive (EU) 2024/2831 on platform work"),
    "http://data.europa.eu/eli/dir/2024/2831/oj",
    N_(
        "Member States must transpose it by 2 December 2026. Its Chapter III, on algorithmic "
        "management, covers the self-employed too."
    ),
)
GDPR = Instrument(
    "gdpr",
    N_("General Data Protection Regulation (EU) 2016/679"),
    "http://data.europa.eu/eli/reg/2016/679/oj",
)
AI_ACT = Instrument(
    "ai_act",
    N_("Artificial Intelligence Act, Regulation (EU) 2024/1689"),
    "http://data.europa.eu/eli/reg/2024/1689/oj",
)
CONDITIONS = Instrument(
    "conditions",
    N_("Directive (EU) 2019/1152 on transparent and predictable working conditions"),
    "http://data.europa.eu/eli/dir/2019/1152/oj",
    N_("For employees."),
)
CHARTER = Instrument(
    "charter",
    N_("Charter of Fundamental Rights of the European Union"),
    "http://data.europa.eu/eli/treaty/char_2012/oj",
)
SOCIAL_PROTECTION = Instrument(
    "social_protection",
    N_("Council Recommendation 2019/C 387/01 on access to social protection"),
    "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32019H1115(01)",
    N_("A recommendation: it binds no one."),
)
C155 = Instrument(
    "ilo_c155",
    N_("ILO Convention 155 on occupational safety and health"),
    "https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C155",
    N_("In force where it is ratified."),
)
C193 = Instrument(
    "ilo_c193",
    N_("ILO Convention 193, adopted in June 2026"),
    "https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C193",
    N_("In force only where it is ratified."),
)
FAIRWORK = Instrument(
    "fairwork",
    N_("Fairwork principles"),
    "https://fair.work/en/fw/principles/",
    N_("A standard that platforms are rated by, not a law."),
)

PWD_4 = LegalBasis(PWD, "4", N_("Correct determination of the employment status"))
PWD_5 = LegalBasis(PWD, "5", N_("Legal presumption of an employment relationship"))
PWD_7 = LegalBasis(PWD, "7", N_("Limits on the personal data that automated systems may use"))
PWD_8 = LegalBasis(PWD, "8", N_("Data protection impact assessment"))
PWD_9 = LegalBasis(
    PWD, "9", N_("Transparency of automated systems, including those that refuse payment")
)
PWD_10 = LegalBasis(PWD, "10", N_("Human oversight: only a human decides to end an account"))
PWD_11_PAY = LegalBasis(
    PWD, "11", N_("Explanation, review answered within two weeks, and rectification")
)
PWD_11_REASONS = LegalBasis(
    PWD, "11", N_("Written reasons for suspending or ending an account, and human review")
)
PWD_12 = LegalBasis(PWD, "12", N_("Safety and health at work (for employees)"))
PWD_20 = LegalBasis(
    PWD, "20", N_("Channels to talk to each other, which the platform does not monitor")
)
PWD_22 = LegalBasis(PWD, "22", N_("Protection against adverse treatment for using one's rights"))
PWD_23 = LegalBasis(PWD, "23", N_("Protection from dismissal for using one's rights"))

GDPR_5 = LegalBasis(
    GDPR, "5", N_("Principles: lawful, limited to its purpose, no more than needed")
)
GDPR_9 = LegalBasis(GDPR, "9", N_("Special categories of data, such as biometric data"))
GDPR_15 = LegalBasis(GDPR, "15", N_("Right of access to one's own data"))
GDPR_22 = LegalBasis(GDPR, "22", N_("Decisions based solely on automated processing"))
AI_ACT_50 = LegalBasis(AI_ACT, "50", N_("Transparency toward people who deal with an AI system"))
CHARTER_12 = LegalBasis(CHARTER, "12", N_("Freedom of assembly and of association"))
CONDITIONS_ALL = LegalBasis(
    CONDITIONS, "", N_("Clear written information on the conditions of the work")
)
SOCIAL_PROTECTION_ALL = LegalBasis(
    SOCIAL_PROTECTION, "", N_("Access to social protection for workers and the self-employed")
)
C155_ALL = LegalBasis(C155, "", N_("Safety, health and the working environment"))
C193_ALL = LegalBasis(C193, "", N_("Decent work in the platform economy"))
FAIRWORK_1 = LegalBasis(FAIRWORK, "1", N_("Fair pay"))
FAIRWORK_2 = LegalBasis(FAIRWORK, "2", N_("Fair conditions"))
FAIRWORK_3 = LegalBasis(FAIRWORK, "3", N_("Fair contracts"))
FAIRWORK_4 = LegalBasis(FAIRWORK, "4", N_("Fair management"))
