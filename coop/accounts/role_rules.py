"""The rules of roles: how long a code asks for one, and what nobody may do to whom."""

from datetime import date, timedelta

from coop.lib.refusals import Refusal
from coop.lib.words import N_

ROLE_CODE_LASTS = timedelta(days=1)


class NoSuchRoleCode(Refusal):
    """No seat shows this code, or its days are over."""

    status = 404
    sentence = N_(
        "No seat shows this code. It is good on the day it was made and the day after, and only "
        "the newest counts. Ask for a new one."
    )


class NotOnYourself(Refusal):
    """Somebody acts on the own seat."""

    status = 403
    sentence = N_("Nobody does this to their own seat: ask another organizer.")


class LastOrganizer(Refusal):
    """Without this seat nobody could open the console."""

    status = 409
    sentence = N_("This is the last organizer. Make somebody else an organizer first.")


class HasThisRole(Refusal):
    """Nothing would change."""

    status = 409
    sentence = N_("This seat has that role already.")


class NotThatSeat(Refusal):
    """No seat with a role answers to it any more."""

    status = 404
    sentence = N_("No seat with a role answers to this code any more.")


class NotAnOrganizer(Refusal):
    """Whoever acts lost the role meanwhile."""

    status = 403
    sentence = N_("Your seat is no longer an organizer's.")


def role_code_expiry(today: date) -> date:
    """The last day on which a role code is good."""
    return today + ROLE_CODE_LASTS
