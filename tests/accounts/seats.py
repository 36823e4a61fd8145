"""How Bea, Moe and Olu come to their seats in a test: by the doors that anyone uses."""

import re
import secrets

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from coop.accounts import invitation_service, service
from coop.accounts.freshness import NAME
from coop.accounts.keys import digest_of, keys_of
from coop.accounts.models import Seat
from coop.accounts.rules import Role
from coop.db import db, writing
from coop.lib.phrases import new_phrase
from coop.web.clock import now, today
from coop.web.settings import config
from tests.accounts.factors import set_up_codes
from tests.conftest import browser
from tests.pages import Page

# The seven words of seats, and their digests.
_words: list[tuple[str, bytes]] = []


def invitation(app: Flask, role: Role = "member") -> str:
    """The address of a fresh invitation."""
    with app.app_context():
        return "/me/join/" + invitation_service.invite(role, keys=keys_of(config()), today=today())


def shown_phrase(client: FlaskClient, link: str) -> tuple[str, Page]:
    """Press "make my seven words": the phrase that is shown, and its page."""
    form = Page(client.get(link).text).form(link)
    answer = client.post(link, data=form.fields)
    assert answer.status_code == 200
    page = Page(answer.text)
    return page.form(link).fields["shown"], page


def join(client: FlaskClient, link: str) -> str:
    """Join by an invitation; return the phrase."""
    phrase, page = shown_phrase(client, link)
    answer = client.post(link, data=page.form(link).fields | {"phrase": phrase})
    assert answer.status_code == 303, answer.text
    return phrase


def sign_in(client: FlaskClient, phrase: str, **fields: str) -> TestResponse:
    """Type a phrase into the sign-in form and send it."""
    form = Page(client.get("/me/sign-in").text).form("/me/sign-in")
    return client.post("/me/sign-in", data=form.fields | {"phrase": phrase} | fields)


def seated(app: Flask, role: Role = "member") -> FlaskClient:
    """A browser signed in to a fresh seat of this role, with the second factor that it needs.

    Joining by the pages has tests of its own: here it would cost each test a run of Argon2.
    """
    client = browser(app)
    _sit(app, client, role, secrets.token_bytes(32))
    if role != "member":
        set_up_codes(app, client)
    return client


def seated_with_words(app: Flask, client: FlaskClient, role: Role = "member") -> str:
    """Sign a browser in to a fresh seat, without a second factor; return the seat's seven words.

    Their digests are made once a process, as the house makes them.
    """
    with app.app_context():
        number = db.session.scalar(select(func.count()).select_from(Seat)) or 0
        while len(_words) <= number:
            phrase = new_phrase("en", secrets.randbelow)
            _words.append((phrase, digest_of(phrase, config())))
    phrase, digest = _words[number]
    _sit(app, client, role, digest)
    return phrase


def _sit(app: Flask, client: FlaskClient, role: Role, digest: bytes) -> None:
    with app.app_context():
        with writing("members") as session:
            seat = Seat(role=role, phrase_digest=digest, opened_on=today())
            session.add(seat)
            session.flush()
        key = service.open_session(seat.id, keys=keys_of(config()), today=today())
        shown = ["phrase", int(now().timestamp())]
    with client.session_transaction("/me/") as cookie:
        cookie |= {"_user_id": key, "_fresh": True, NAME: shown}


def is_signed_in(client: FlaskClient) -> bool:
    """Whether this browser's seat opens."""
    return client.get("/me/").status_code == 200


def set_cookies(answer: TestResponse) -> list[str]:
    """The cookies that an answer sets."""
    return answer.headers.getlist("Set-Cookie")


def without_tokens(html: str) -> str:
    """A page without what differs at every showing."""
    return re.sub(r'value="[^"]*"', "", html)
