"""Why something may not be done in a room, as facts with a sentence each."""

from coop.lib.refusals import Refusal
from coop.lib.words import N_


class NoSuchRoom(Refusal):
    """No room has this slug."""

    status = 404
    sentence = N_("There is no room at this address. It may have been mistyped.")


class NoSuchLine(Refusal):
    """The room has no such line, or it is gone."""

    status = 404
    sentence = N_("This message is no longer there.")


class RoomClosed(Refusal):
    """The room can be read and not spoken in."""

    status = 409
    sentence = N_("This room is closed. It can be read for as long as its messages are kept.")


class RoomStands(Refusal):
    """Another room has this slug."""

    status = 409
    sentence = N_("A room with this address stands already.")


class AddressKept(Refusal):
    """A page of the house, or a room that opens by itself, has this address."""

    status = 409
    sentence = N_("This address leads to something else. Choose another title.")


class Muted(Refusal):
    """The seat may read and not speak."""

    status = 403
    sentence = N_("A moderator has muted your seat in this room until %(day)s. You can still read.")


class TooSoon(Refusal):
    """The room's slow mode asks for more time between two lines."""

    status = 429
    sentence = N_("This room is in slow mode. You can write again in %(seconds)s seconds.")

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.retry_after = seconds


class MonthOver(Refusal):
    """The seat was taken in a month that is over."""

    status = 409
    sentence = N_("A new month has begun, with new names. Reload the page to take your seat.")


class NoSuchSeat(Refusal):
    """No seat of a month that is over was taken with this token, or none is left of it."""

    status = 404
    sentence = N_("None of your messages of that month is left in this room.")


class NotYours(Refusal):
    """The line was said by another seat."""

    status = 403
    sentence = N_("Only the seat that wrote this message can change it or take it back.")


class TooLateToEdit(Refusal):
    """A line can be changed for five minutes."""

    status = 409
    sentence = N_("A message can be changed for %(minutes)s minutes. You can still take it back.")


class NothingSaid(Refusal):
    """A line without words."""

    status = 422
    sentence = N_("Write something first.")


class TooLong(Refusal):
    """A line of more signs than a line may have."""

    status = 422
    sentence = N_("A message has %(most)s signs at most; this one has %(count)s.")


class TooHeavy(Refusal):
    """A line of more bytes than fit into what one client may send at once."""

    status = 422
    sentence = N_(
        "A message weighs %(most)s bytes at most; this one weighs %(count)s. Emoji weigh the most."
    )


class NotALine(Refusal):
    """What was sent has not the form of a line."""

    status = 422
    sentence = N_("This message arrived damaged. Reload the page and send it again.")


class SeatsGone(Refusal):
    """No two words are left for one more seat: a room of many thousands."""

    status = 503
    sentence = N_("This room is full this month. Other rooms have place.")
