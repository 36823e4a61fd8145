"""How many people a seat brought this month: a number, never whom."""

import uuid
from datetime import date

from sqlalchemy import ColumnElement, case, or_
from sqlalchemy.orm import Session

from coop.accounts.newcomer_models import InvitationCount
from coop.db import insert_into


def count_one(session: Session, seat_id: uuid.UUID, *, month: date, most: int) -> bool:
    """Count one more of a month, in one statement; False where none is left."""
    is_this_month: ColumnElement[bool] = InvitationCount.month == month
    insert = insert_into(session, InvitationCount).values(seat_id=seat_id, month=month, given=1)
    more = case((is_this_month, InvitationCount.given + 1), else_=1)
    counted = session.scalar(
        insert.on_conflict_do_update(
            index_elements=["seat_id"],
            set_={"month": month, "given": more},
            where=or_(~is_this_month, InvitationCount.given < most),
        ).returning(InvitationCount.given)
    )
    return counted is not None
