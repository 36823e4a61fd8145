"""Roles, what a link is good for, and what the access log may say."""

from datetime import date, timedelta
from itertools import zip_longest
from typing import Literal

from coop.lib.phrases import has_seven_words, unknown_places, word_count
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
    "list_flags": N_("looked at messages flagged in rooms"),
    "change_room": N_("opened, closed or changed a room"),
    "list_seats": N_("looked at the list of seats with a role"),
    "give_role": N_("gave a member a role"),
    "take_role": N_("took a role away"),
    "read_joining": N_("read messages of people who ask to join"),
    "decide_joining": N_("decided on a request to join"),
    "reset_factor": N_("reset somebody's second factor"),
}


class LinkIsSpent(Refusal):
    """The link was used, has expired, or never was: told apart for nobody."""

    status = 410
    sentence = N_(
        "This link no longer opens anything: it was used, or its days are over. "
        "Ask whoever gave it to you for a new one."
    )


class NotAPhrase(Refusal):
    """No phrase of ours reads like this: told without looking for a seat."""

    status = 401
    sentence = N_("No seat answers to this phrase. It has seven words; you typed %(count)s.")


class UnknownWords(NotAPhrase):
    """Words that stand in none of our lists: told by their places, never repeated."""

    sentence = N_(
        "No seat answers to this phrase. The words at these places are in none of our lists: "
        "%(places)s. Check their spelling; capitals and accents do not matter."
    )


class NoSuchPhrase(Refusal):
    """No seat answers to this phrase."""

    status = 401
    sentence = N_(
        "No seat answers to this phrase. Check each word and their order; "
        "capitals and accents do not matter."
    )


class TooManySignIn(Refusal):
    """More try at once without the sum against floods than can be looked at."""

    status = 503
    sentence = N_(
        "Many sign in at this moment without the small sum that keeps floods away. Try again in a "
        "minute, or with a browser that runs JavaScript: it need not wait."
    )


def invitation_expiry(today: date) -> date:
    """The last day on which an invitation opens the door."""
    return today + INVITATION_LASTS


def invitation_made_on(expires_on: date) -> date:
    """The day on which an invitation was made, which it need not store."""
    return expires_on - INVITATION_LASTS


def sign_in_link_expiry(today: date) -> date:
    """The last day on which a one-time sign-in link works."""
    return today + SIGN_IN_LINK_LASTS


def session_expiry(today: date) -> date:
    """The last day of a session."""
    return today + SESSION_LASTS


def session_began(expires_on: date) -> date:
    """The day on which a session was opened, which it need not store."""
    return expires_on - SESSION_LASTS


def differing_words(typed: str, shown: str) -> list[int]:
    """The numbers, from 1, of the words that are not the ones shown; both as normalised."""
    pairs = zip_longest(typed.split(), shown.split())
    return [number for number, (one, other) in enumerate(pairs, start=1) if one != other]


def check_words(phrase: str) -> None:
    """Raise NotAPhrase for what cannot be a phrase of ours: it costs no Argon2 to say so."""
    if not has_seven_words(phrase):
        raise NotAPhrase(count=word_count(phrase))
    if places := unknown_places(phrase):
        raise UnknownWords(places=", ".join(map(str, places)))
