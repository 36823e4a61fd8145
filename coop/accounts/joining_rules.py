"""How one joins: who may bring somebody, how often, how long each way stays open."""

from datetime import date, timedelta

from coop.lib.codes import receipt_from
from coop.lib.refusals import Refusal
from coop.lib.words import N_

# A seat may bring others once it has stood this long: a burst of new seats brings no further one.
BRINGS_AFTER = timedelta(days=30)
INVITATIONS_A_MONTH = 3
MONTH = timedelta(days=30)
VOUCHES_NEEDED = 2
# As many newcomers a seat as by invitation: two seats that bring false members bring few.
VOUCHES_A_MONTH = INVITATIONS_A_MONTH * VOUCHES_NEEDED

VOUCHING_LASTS = timedelta(days=3)
REQUEST_LASTS = timedelta(days=30)
DECLINED_STAYS = timedelta(days=14)

MESSAGE_MAX = 500
# Beyond this many waiting requests, one without the sum against floods is turned away; beyond
# the second, any is: organizers could not read them all.
UNPROVEN_MOST = 100
REQUESTS_MOST = 500

VOUCHING, APPROVAL = "vouching", "approval"

# Why organizers decline, in words for the newcomer. A reason of one's own would be one more text
# about a person to keep.
DECLINE_REASONS: dict[str, str] = {
    "too_little": N_(
        "The organizers could not tell from your message that you work on such platforms. Send "
        "another that says a little more about the work, still without your name."
    ),
    "identifies": N_(
        "Your message said who you are. It was wiped; send another one without a name, a number "
        "or an address."
    ),
    "ask_a_member": N_(
        "The organizers would like a member who knows you to speak for you. Ask somebody who has "
        "a seat to write to them."
    ),
    "not_for_you": N_(
        "This co-operative is for those who do the work themselves, and has no seat for you."
    ),
}

# The same reasons as an organizer picks them.
DECLINE_CHOICES: dict[str, str] = {
    "too_little": N_("Says too little about the work"),
    "identifies": N_("Says who the person is"),
    "ask_a_member": N_("A member should speak for them"),
    "not_for_you": N_("Does not do this work: no seat"),
}


class SeatIsYoung(Refusal):
    """The seat has not stood long enough to bring anybody."""

    sentence = N_("A seat brings others once it has stood for thirty days.")


class NoInvitationLeft(Refusal):
    """The month's invitations are given."""

    sentence = N_(
        "Your three invitations of this month are given. Take back one that is unused, or wait "
        "for the next three."
    )


class NoVouchLeft(Refusal):
    """The month's words for newcomers are given."""

    sentence = N_(
        "You have vouched for six newcomers this month, which is as many as one seat may. Let "
        "another member confirm this code."
    )


class NoSuchInvitation(Refusal):
    """It was used, has expired, was taken back, or belongs to another seat."""

    status = 404
    sentence = N_("This invitation is no longer there: it was used, taken back, or is over.")


class NoSuchNewcomer(Refusal):
    """Nobody waits under this code."""

    status = 404
    sentence = N_(
        "No newcomer shows this code. It may be mistyped, older than three days, or confirmed by "
        "two members already."
    )


class NobodyWaits(Refusal):
    """The waiting code leads to nothing."""

    status = 404
    sentence = N_(
        "Nothing waits under this code. It may be mistyped, or its days are over: then ask once "
        "more from the start."
    )


class NoSuchRequest(Refusal):
    """Another organizer has decided, or the newcomer took it back."""

    status = 404
    sentence = N_("This message no longer waits: it was decided already, taken back, or is over.")


class TooManyWait(Refusal):
    """So many requests wait that nobody could read another."""

    status = 503
    sentence = N_(
        "So many messages wait to be read that no other can be taken now. Try again in a few "
        "days, or ask a member whom you know."
    )


class AnotherWay(Refusal):
    """The co-operative takes its members by another way."""

    status = 409
    sentence = N_("This co-operative takes its members by another way: the page “Join” says which.")


def brings_from(opened_on: date) -> date:
    """The first day on which a seat may invite or vouch."""
    return opened_on + BRINGS_AFTER


def may_bring(opened_on: date, *, today: date) -> bool:
    """Whether a seat has stood long enough to invite or vouch."""
    return today >= brings_from(opened_on)


def invitation_month(today: date) -> date:
    """The first day of the month that an invitation counts to: thirty days, the same for all.

    Not a calendar month: a count is gone within thirty days, and says no day of its own.
    """
    return today - timedelta(days=today.toordinal() % MONTH.days)


def next_month(today: date) -> date:
    """The first day on which a seat may give invitations afresh."""
    return invitation_month(today) + MONTH


def waiting_code(key: bytes, submission: bytes) -> str:
    """The code that lets a newcomer come back: the same for a sending that is repeated."""
    return receipt_from(key, submission)[:14]


def vouching_code(key: bytes, waiting: str) -> str:
    """The code that members confirm: it follows from the newcomer's own, and not back."""
    return receipt_from(key, waiting.encode())[:14]


def vouching_expiry(today: date) -> date:
    """The last day on which members can confirm a code."""
    return today + VOUCHING_LASTS


def request_expiry(today: date) -> date:
    """The last day on which a message waits for an organizer."""
    return today + REQUEST_LASTS


def declined_expiry(today: date) -> date:
    """The last day on which a newcomer can read why."""
    return today + DECLINED_STAYS
