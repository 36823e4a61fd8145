"""Whether what stands here is made up: a mark in the data, said on every page."""

from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from coop.db import VoiceModel, db

EXTENSION = "coop.is_demonstration"


class Demonstration(VoiceModel):
    """The mark that `flask demo` leaves beside the made-up rows."""

    __tablename__ = "demonstrations"

    loaded_on: Mapped[date] = mapped_column(primary_key=True)


def is_demonstration() -> bool:
    """Whether this house holds made-up rows; read once, since real data never becomes made up."""
    known: bool | None = current_app.extensions.get(EXTENSION)
    if known is None:
        found = db.session.scalar(select(Demonstration.loaded_on).limit(1))
        known = current_app.extensions[EXTENSION] = found is not None
    return known


def mark(session: Session, today: date) -> None:
    """Say in the data that it is made up, in the caller's transaction."""
    session.add(Demonstration(loaded_on=today))
    current_app.extensions[EXTENSION] = True
