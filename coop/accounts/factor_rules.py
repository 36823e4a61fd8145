"""The rules of second factors: who needs one, how long it counts, what is refused and why."""

from datetime import date, timedelta

from coop.lib.refusals import Refusal
from coop.lib.words import N_

# Until when a passed factor opens the console on one browser: never an hour, always a day.
FACTOR_LASTS = timedelta(days=1)
# Six figures and three half-minutes that count: twenty tries a day find one in 45 years.
TRIES_A_DAY = 20
LABEL_MAX = 40
PASSKEYS_MAX = 10


class NotThisCode(Refusal):
    """The six figures are not those of this half-minute."""

    status = 422
    sentence = N_(
        "Not the code that the app shows now. Type the six figures while they are shown; if it "
        "happens again, the clock of your phone may be wrong."
    )


class CodeIsUsed(Refusal):
    """The code was right, and opened something already."""

    status = 422
    sentence = N_("This code was used already. Wait until the app shows the next one.")


class TooManyCodes(Refusal):
    """So many wrong codes came for this seat today that none is looked at any more."""

    status = 429
    sentence = N_(
        "Too many wrong codes came for this seat today; codes are looked at again tomorrow. If "
        "it was not you, somebody knows your seven words: tell another organizer. A passkey "
        "opens the console meanwhile."
    )


class NotThisPhrase(Refusal):
    """The words are not those of the seat that is signed in."""

    status = 422
    sentence = N_("These are not the words of this seat. Check each word and their order.")


class HasFactor(Refusal):
    """There are codes already: two apps with different secrets would be one too many."""

    status = 409
    sentence = N_("This seat has one-time codes already. Remove them before you set up others.")


class NotThisPasskey(Refusal):
    """The answer of a passkey does not hold; why is told to nobody."""

    status = 422
    sentence = N_(
        "The passkey's answer did not hold: it came too late, was used already, or is not known "
        "here. Try once more, or use another way."
    )


class NoSuchPasskey(Refusal):
    """The seat has no such passkey, or no longer."""

    status = 404
    sentence = N_("Your seat has no such passkey, or no longer.")


class PasskeyStands(Refusal):
    """The same passkey was added before."""

    status = 409
    sentence = N_("This passkey stands here already.")


class TooManyPasskeys(Refusal):
    """Nobody needs so many."""

    status = 409
    sentence = N_("A seat keeps ten passkeys at most. Remove one first.")


def factor_expiry(today: date) -> date:
    """The last day on which a factor that is passed today opens the console."""
    return today + FACTOR_LASTS
