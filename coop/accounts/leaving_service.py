"""What leaving changes: the seat is gone, and with it everything that points at it."""

import uuid

from sqlalchemy import delete, select, update

from coop.accounts.models import Access, Invitation, Seat
from coop.accounts.newcomer_models import GivenInvitation
from coop.accounts.role_rules import LastOrganizer
from coop.db import writing


def leave(seat_id: uuid.UUID, *, nobody: uuid.UUID) -> None:
    """Close a seat and wipe all about it; raises LastOrganizer.

    What hangs on the seat by a foreign key goes with it: sessions, factors, vouches, counts, and
    what floors above keep. The access log keeps its lines, under `nobody`: they are the members'.
    """
    with writing("members") as session:
        # Held until the end: of two organizers who leave at once, the second must see the first.
        held = select(Seat.id).where(Seat.role == "organizer").order_by(Seat.id).with_for_update()
        if list(session.scalars(held)) == [seat_id]:
            raise LastOrganizer
        given = select(GivenInvitation.link_digest).where(GivenInvitation.seat_id == seat_id)
        session.execute(delete(Invitation).where(Invitation.link_digest.in_(given)))
        session.execute(update(Access).where(Access.seat_id == seat_id).values(seat_id=nobody))
        session.execute(delete(Seat).where(Seat.id == seat_id))
