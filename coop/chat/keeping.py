"""What upkeep forgets: the hour of lines of days past, lines past their days, empty seats."""

from datetime import date, timedelta

from sqlalchemy import and_, delete, exists, select, update
from sqlalchemy.orm import Session

from coop.chat.models import StoredFlag, StoredLine, StoredRoom, StoredSeat
from coop.db import db, writing
from coop.tokens.models import Scope


def forget(today: date) -> None:
    """Forget in one transaction whatever is kept no longer; rooms stay."""
    keeps = select(StoredRoom.slug, StoredRoom.keeps_days)
    rooms = db.session.execute(keeps).all()
    with writing("voice") as session:
        is_past = and_(StoredLine.day < today, StoredLine.minute.is_not(None))
        session.execute(update(StoredLine).where(is_past).values(minute=None))
        for slug, days in rooms:
            # A line of the first day is gone once as many days have passed: never kept longer.
            last = today - timedelta(days=days)
            old = delete(StoredLine).where(StoredLine.room_slug == slug, StoredLine.day <= last)
            session.execute(old)
        _forget_flags(session)
        _forget_seats(session, today)


def _forget_flags(session: Session) -> None:
    stands = exists().where(
        StoredLine.room_slug == StoredFlag.room_slug, StoredLine.number == StoredFlag.number
    )
    session.execute(delete(StoredFlag).where(~stands))


def _forget_seats(session: Session, today: date) -> None:
    """Seats whose month is over and of whom no line is left."""
    over = select(Scope.code).where(Scope.kind == "room", Scope.closes_on < today)
    has_lines = exists().where(StoredLine.speaker_key == StoredSeat.key)
    seats = delete(StoredSeat).where(StoredSeat.scope_code.in_(over), ~has_lines)
    session.execute(seats.execution_options(synchronize_session=False))
