"""What a wallet sends to draw, and what it is answered, entry by entry: one bad one spoils none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coop.lib import base64url
from coop.lib.refusals import Refusal
from coop.tokens.rules import LONGEST_CODE
from coop.wallet.rules import NotAnItem, NotSigned, Order, Place, Verdict

# A blinded message of 4096 bits as base64url.
LONGEST_BLINDED = 683
SLOTS_BEYOND_ANY = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list as it was sent, and the order that it makes, if it makes one."""

    scope: str | None
    slot: int | None
    order: Order | None


def entry(sent: Any) -> Entry:
    """Read one entry of the list; what cannot be read keeps the names by which it is answered."""
    if not isinstance(sent, dict):
        return Entry(None, None, None)
    scope, slot = _text(sent.get("scope"), LONGEST_CODE), _number(sent.get("slot"))
    blinded = _bytes(sent.get("blinded"))
    if scope is None or slot is None or blinded is None:
        return Entry(scope, slot, None)
    return Entry(scope, slot, Order(Place(scope, slot), blinded))


def answers(
    entries: Sequence[Entry],
    verdicts: Sequence[Verdict],
    signatures: Mapping[Order, bytes],
    say: Callable[[Refusal], str],
) -> list[dict[str, Any]]:
    """One answer for each entry, in the order sent: a blind signature, or a refusal in words."""
    judged = iter(verdicts)
    answered = []
    for each in entries:
        answer: dict[str, Any] = {"scope": each.scope, "slot": each.slot}
        refusal: Refusal | None = NotAnItem()
        if each.order:
            refusal = next(judged).refusal
            if refusal is None and each.order in signatures:
                answer["blind_signature"] = base64url.encode(signatures[each.order])
            else:
                refusal = refusal or NotSigned()
        if refusal is not None:
            answer |= {"refused": say(refusal), "reason": type(refusal).__name__}
        answered.append(answer)
    return answered


def _text(value: Any, longest: int) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= longest else None


def _number(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value < SLOTS_BEYOND_ANY else None


def _bytes(value: Any) -> bytes | None:
    text = _text(value, LONGEST_BLINDED)
    if text is None:
        return None
    try:
        return base64url.decode(text)
    except ValueError:
        return None
