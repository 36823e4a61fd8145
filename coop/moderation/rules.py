"""The fixed reasons for which something may be flagged or hidden."""

from collections.abc import Mapping

from coop.lib.refusals import Refusal
from coop.lib.words import N_

REASONS: Mapping[str, str] = {
    "identifies": N_("It identifies someone"),
    "threat": N_("It threatens someone"),
    "hate": N_("It is hateful"),
    "spam": N_("It is spam"),
    "sexual": N_("It is sexual content"),
    "incitement": N_("It incites to violence or crime"),
    "fabricated": N_("It is made up"),
    "off_topic": N_("It is off topic"),
    "self_review": N_("A client praises or attacks in its own cause"),
}
REASON_LENGTH = 16


class NoSuchReason(Refusal):
    """Nothing may be flagged or hidden for this reason."""

    status = 422
    sentence = N_("Choose one of the reasons: nothing is hidden for any other.")


def check_reason(reason: object) -> str:
    """The reason, if it is one of the list; raises NoSuchReason."""
    if not isinstance(reason, str) or reason not in REASONS:
        raise NoSuchReason
    return reason
