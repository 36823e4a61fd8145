"""How newcomers ask for a seat in a test, and what a member needs to bring one."""

import re
from dataclasses import replace
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from coop.accounts.models import Seat
from coop.config import Joining
from coop.db import db, writing
from coop.web.clock import today
from coop.web.settings import EXTENSION
from tests.accounts.seats import seated
from tests.pages import Page

MESSAGE = "I label pictures for two platforms, mostly in the evening."


def joining_by(app: Flask, way: Joining) -> None:
    """Let the co-operative take its members by this way."""
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], joining=way)


def age_seats(app: Flask, days: int = 30) -> None:
    """Let every seat have been opened that many days ago."""
    with app.app_context(), writing("members") as session:
        session.execute(update(Seat).values(opened_on=today() - timedelta(days=days)))


def old_member(app: Flask, days: int = 30) -> FlaskClient:
    """A member whose seat has stood long enough to bring others."""
    client = seated(app)
    age_seats(app, days)
    return client


def seat_count(app: Flask) -> int:
    """How many seats there are."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Seat)) or 0


def ask(client: FlaskClient, **said: str) -> TestResponse:
    """Fill in the page /me/join and send it."""
    form = Page(client.get("/me/join").text).form("/me/join")
    return client.post("/me/join", data=form.fields | said)


def waiting_page(client: FlaskClient) -> Page:
    """What the newcomer sees now."""
    return Page(client.get("/me/join/waiting").text)


def codes(client: FlaskClient) -> list[str]:
    """The codes on the newcomer's page: the one to show, and the one to keep."""
    words = waiting_page(client).words
    found = re.findall(r"\b([0-9A-Z]{4})[ -]([0-9A-Z]{4})[ -]([0-9A-Z]{4})\b", words)
    return ["-".join(groups) for groups in found]


def press(client: FlaskClient, page: str, action: str, **said: str) -> TestResponse:
    """Send a form of a page with what it holds and these."""
    form = Page(client.get(page).text).form(action)
    return client.post(action, data=form.fields | said)
