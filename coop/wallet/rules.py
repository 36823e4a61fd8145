"""Who may draw which token, and why one is refused.

A member draws each slot of a scope once. The roll of a vote and of a seconding freezes when it
opens, with seats of 30 days and more; the other scopes admit new seats.
"""

import hashlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta

from coop.lib.refusals import Refusal
from coop.lib.words import N_

# How long a seat has been open before it counts in a frozen roll.
ROLL_AGE = timedelta(days=30)
# A member of 40 rooms, 40 platforms and 5 votes draws some 100 tokens at once.
MOST_AT_ONCE = 200
# How long a member can read what was issued in their name, after issuing ended.
ISSUANCES_LAST = timedelta(days=30)


class StaleToken(Refusal):
    """The header that shows the page to be ours is missing, damaged or too old."""

    status = 400
    sentence = N_("This page lay open too long. Reload it: your wallet goes on where it was.")


class NotAnItem(Refusal):
    """One entry of the list cannot be read."""

    status = 400
    sentence = N_("This entry was not complete or not well formed: nothing was drawn for it.")


class NotIssued(Refusal):
    """No scope of this code gives tokens today."""

    status = 404
    sentence = N_("This right is not given today: its time is over, or it never was.")


class NoSuchSlot(Refusal):
    """A member has fewer tokens of this scope."""

    status = 404
    sentence = N_("A member has fewer of these rights: there is none of this number.")


class NotOnTheRoll(Refusal):
    """The roll froze before this seat was 30 days old."""

    status = 403
    sentence = N_(
        "This one is for seats that were at least 30 days old when it opened. Yours is younger: "
        "you can take part in what opens later."
    )


class DrawnOtherwise(Refusal):
    """The slot was drawn before, for another blinded message."""

    status = 409
    sentence = N_(
        "This right was drawn before, from another wallet. Bring that wallet back with its saved "
        "code: a right is given once."
    )


class NotBlinded(Refusal):
    """The number is of the wrong size for the scope's key."""

    status = 422
    sentence = N_("What was sent does not fit the key of this right. Reload the page.")


class NotSigned(Refusal):
    """The machine erred while it signed: what came out was dropped."""

    status = 503
    sentence = N_("This right could not be signed just now. Your wallet asks for it again.")


class SeatClosed(Refusal):
    """The seat was closed while its tokens were being drawn."""

    status = 403
    sentence = N_("This seat was closed: nothing can be drawn for it any more.")


@dataclass(frozen=True, slots=True)
class Roll:
    """Who may vote: seats opened by a day, and how many they were when it froze."""

    eligible_since: date
    size: int


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One token's place: its scope and slot."""

    scope: str
    slot: int


@dataclass(frozen=True, slots=True)
class Order:
    """One blinded message to be signed for one place."""

    place: Place
    blinded: bytes

    @property
    def digest(self) -> bytes:
        """What is kept of the blinded message, to know it again."""
        return hashlib.sha256(self.blinded).digest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one order: signed where there is no refusal; new where nobody drew it."""

    order: Order
    refusal: Refusal | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A scope that gives tokens today, as far as drawing asks.

    `length` is its modulus in bytes, `below` the first number that is too large.
    """

    code: str
    slots: int
    is_frozen: bool
    below: int
    length: int


def eligible_since(opens: date) -> date:
    """The last day on which a seat may have opened to stand on a roll that freezes today."""
    return opens - ROLL_AGE


def is_eligible(opened_on: date, *, is_frozen: bool, roll: Roll | None) -> bool:
    """Whether a seat of this day may draw: a scope that freezes needs a roll, and a place on it."""
    if not is_frozen:
        return True
    return roll is not None and opened_on <= roll.eligible_since


def refusal_of(
    order: Order, offer: Offer | None, *, opened_on: date, roll: Roll | None
) -> Refusal | None:
    """Why an order cannot be filled, before looking at what was drawn; None where it can."""
    if offer is None:
        return NotIssued()
    if not 0 <= order.place.slot < offer.slots:
        return NoSuchSlot()
    if not is_eligible(opened_on, is_frozen=offer.is_frozen, roll=roll):
        return NotOnTheRoll()
    # 0, 1 and the largest number are their own signatures: no honest wallet sends them.
    number = int.from_bytes(order.blinded)
    if len(order.blinded) != offer.length or not 1 < number < offer.below - 1:
        return NotBlinded()
    return None


def judge(
    orders: Iterable[Order],
    offers: Mapping[str, Offer],
    *,
    opened_on: date,
    rolls: Mapping[str, Roll],
    taken: Mapping[Place, bytes | None],
) -> list[Verdict]:
    """What becomes of each order of a seat, which took those places for those digests.

    A place twice in one list is judged as if it came twice: the first is drawn, the second must
    be the same.
    """
    known = dict(taken)
    verdicts = []
    for order in orders:
        code = order.place.scope
        refusal = refusal_of(order, offers.get(code), opened_on=opened_on, roll=rolls.get(code))
        is_new = refusal is None and order.place not in known
        if is_new:
            known[order.place] = order.digest
        if refusal is None and known[order.place] != order.digest:
            refusal = DrawnOtherwise()
        verdicts.append(Verdict(order, refusal, is_new))
    return verdicts


def without_ended(verdicts: Iterable[Verdict], ended: Set[str]) -> list[Verdict]:
    """The verdicts, refused where issuing of their scope ended meanwhile."""
    return [
        Verdict(each.order, NotIssued())
        if each.refusal is None and each.order.place.scope in ended
        else each
        for each in verdicts
    ]
