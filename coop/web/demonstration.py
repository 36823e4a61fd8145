"""Whether what stands here is made up: a mark in the data, said on every page."""

from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from coop.db import VoiceModel, db
from coop.web import clock

EXTENSION = "coop.is_demonstration"


class Demonstration(VoiceModel):
    """The mark that `flask demo` leaves beside the made-up rows."""

    __tablename__ = "demonstrations"

    loaded_on: Mapped[date] = mapped_column(primary_key=True)


def is_demonstration() -> bool:
    """Whether this house holds made-up rows: yes is final, no is looked at again each minute."""
    minute = int(clock.now().timestamp()) // 60
    found, looked_at = current_app.extensions.get(EXTENSION, (False, -1))
    if not found and looked_at != minute:
        try:
            found = db.session.scalar(select(Demonstration.loaded_on).limit(1)) is not None
        except SQLAlchemyError:
            # The page that says what broke is drawn with this too.
            return False
        current_app.extensions[EXTENSION] = (found, minute)
    return bool(found)


def mark(session: Session, today: date) -> None:
    """Say in the data that it is made up, in the caller's transaction."""
    session.add(Demonstration(loaded_on=today))
    current_app.extensions.pop(EXTENSION, None)
