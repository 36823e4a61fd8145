"""What a browser may send over the socket: no field is trusted, none is unknown."""

from collections.abc import Mapping
from typing import Any

from coop.chat.rules import CLIENT_ID_BYTES
from coop.lib import base64url
from coop.lib.refusals import Refusal
from coop.lib.words import N_

# The fields of each event: those that must be there, and those that may.
FIELDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "say": (
        frozenset({"client_id", "text"}),
        frozenset({"quote", "lang", "sure", "warning"}),
    ),
    "edit": (frozenset({"id", "text"}), frozenset({"sure"})),
    "remove": (frozenset({"id"}), frozenset()),
    "since": (frozenset({"id"}), frozenset()),
    "before": (frozenset({"id"}), frozenset()),
    "search": (frozenset({"words"}), frozenset({"before"})),
    "flag": (frozenset({"id", "reason"}), frozenset()),
    "typing": (frozenset(), frozenset()),
}
CLIENT_ID_SIGNS = 22
WORDS_MAX = 200


class NotUnderstood(Refusal):
    """What was sent is no event of the rooms, or has other fields."""

    status = 422
    sentence = N_("The room did not understand this. Reload the page and try again.")


class TooFast(Refusal):
    """More than one seat, or one room, may do in so short a time."""

    status = 429
    sentence = N_("Slower, please: try again in %(seconds)s s.")

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.retry_after = seconds


class TooManyConnections(Refusal):
    """The seat is connected from several places already."""

    status = 429
    sentence = N_("Your seat is open in too many places. Close one of them and try again.")


class NotStored(Refusal):
    """What was sent is not known to be stored; sending it again does no harm."""

    status = 503
    sentence = N_("This was not sent. Try again: it is never shown twice.")
    retry_after = 2


class OneHandshake(Refusal):
    """A connection that was refused, or that left its room, is not asked again."""

    status = 409
    sentence = N_("This connection was used already. Reload the page to take your seat.")


def asked(event: object, sent: tuple[Any, ...]) -> dict[str, Any]:
    """The fields of an event; raises NotUnderstood unless they are those that it has."""
    if not isinstance(event, str) or event not in FIELDS or len(sent) > 1:
        raise NotUnderstood
    fields = sent[0] if sent else {}
    if not isinstance(fields, dict):
        raise NotUnderstood
    needed, possible = FIELDS[event]
    if not needed <= set(fields) <= needed | possible:
        raise NotUnderstood
    return fields


def client_id(sent: object) -> bytes:
    """The number that a browser gave a line; only one way of writing it is taken."""
    if not isinstance(sent, str) or len(sent) != CLIENT_ID_SIGNS:
        raise NotUnderstood
    try:
        value = base64url.decode(sent)
    except ValueError as error:
        raise NotUnderstood from error
    if len(value) != CLIENT_ID_BYTES:
        raise NotUnderstood
    return value


def is_sure(fields: Mapping[str, Any]) -> bool:
    """Whether the author has seen what may identify them; anything but true or false is refused."""
    sure = fields.get("sure", False)
    if not isinstance(sure, bool):
        raise NotUnderstood
    return sure


def words(sent: object) -> str:
    """The words to search for."""
    if not isinstance(sent, str) or len(sent) > WORDS_MAX:
        raise NotUnderstood
    return sent
