"""What upkeep forgets: the hour of lines of days past, lines past their days, empty seats."""

from datetime import date, timedelta

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from coop.chat.models import StoredFlag, StoredLine, StoredRoom, StoredSeat
from coop.db import db, writing
from coop.tokens.models import Scope


def forget(today: date) -> None:
    """Forget whatever is kept no longer, room by room; rooms stay."""
    keeps = db.session.execute(select(StoredRoom.slug, StoredRoom.keeps_days)).all()
    for slug, days in keeps:
        _forget_in(slug, days, today)
    with writing("voice") as session:
        _forget_flags(session)
        _forget_seats(session, today)


def _forget_in(slug: str, days: int, today: date) -> None:
    """The hours and the lines of one room, with a word for those who remember them."""
    is_here = StoredLine.room_slug == slug
    has_hour = and_(is_here, StoredLine.day < today, StoredLine.minute.is_not(None))
    # A line of the first day is gone once as many days have passed: never kept longer.
    is_old = and_(is_here, StoredLine.day <= today - timedelta(days=days))
    if db.session.scalar(select(StoredLine.number).where(or_(has_hour, is_old)).limit(1)) is None:
        return
    with writing("voice") as session:
        # The room first, as whoever speaks in it does: none waits for the other crosswise.
        count = update(StoredRoom).where(StoredRoom.slug == slug)
        session.execute(count.values(cleared=StoredRoom.cleared + 1))
        session.execute(update(StoredLine).where(has_hour).values(minute=None))
        session.execute(delete(StoredLine).where(is_old))


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
