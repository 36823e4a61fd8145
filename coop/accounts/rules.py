"""Roles, what a link is good for, and what the access log may say."""

from datetime import date, timedelta
from itertools import zip_longest
from typing import Literal

from coop.lib.refusals import Refusal
from coop.lib.words import N_

Role = Literal["member", "moderator", "organizer"]
ROLES: tuple[Role, ...] = ("member", "moderator", "organizer")

ROLE_NAMES: dict[Role, str] = {
    "member": N_("member"),
    "moderator": N_("moderator"),
    "organizer": N_("organizer"),
}

INVITATION_LASTS = timedelta(days=7)
SIGN_IN_LINK_LASTS = timedelta(days=1)
SESSION_LASTS = timedelta(days=14)

# What an organizer can do that the access log keeps, in the words that every member reads.
ACTS = {
    "list_reports": N_("looked at the list of reports"),
    "read_report": N_("opened one report"),
    "export_reports": N_("exported counted reports"),
    "record_petition": N_("recorded what became of a petition"),
    "list_seats": N_("looked at the list of seats with a role"),
    "give_role": N_("gave a member a role"),
    "take_role": N_("took a role away"),
    "reset_factor": N_("reset somebody's second factor"),
}


class LinkIsSpent(Refusal):
    """The link was used, has expired, or never was: told apart for nobody."""

    status = 410
    sentence = N_(
        "This link no longer opens anything: it was used, or its days are over. "
        "Ask whoever gave it to you for a new one."
    )


class NoSuchPhrase(Refusal):
    """No seat answers to this phrase."""

    status = 401
    sentence = N_(
        "No seat answers to this phrase. Check each word and their order; "
        "capitals and accents do not matter."
    )


def invitation_expiry(today: date) -> date:
    """The last day on which an invitation opens the door."""
    return today + INVITATION_LASTS


def sign_in_link_expiry(today: date) -> date:
    """The last day on which a one-time sign-in link works."""
    return today + SIGN_IN_LINK_LASTS


def session_expiry(today: date) -> date:
    """The last day of a session."""
    return today + SESSION_LASTS


def differing_words(typed: str, shown: str) -> list[int]:
    """The numbers, from 1, of the words that are not the ones shown; both as normalised."""
    pairs = zip_longest(typed.split(), shown.split())
    return [number for number, (one, other) in enumerate(pairs, start=1) if one != other]
