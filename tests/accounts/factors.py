"""How Olu and Moe come to a second factor in a test: an app that reads the page as a phone does."""

import re
from datetime import timedelta
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coop.web.clock import now
from tests.accounts.authenticator import Authenticator
from tests.pages import Page

CODES = "/me/factors/codes"
CHECK = "/me/factors/check"
SIGN_IN = "/me/sign-in"
NEW_PASSKEY = "/me/passkeys/new"
PASSKEY_SIGN_IN = "/me/passkeys/sign-in"
PASSKEY_CHECK = "/me/passkeys/check"


def code_now(app: Flask, secret: str, *, seconds: int = 0) -> str:
    """What the app shows now, or some seconds from now."""
    with app.app_context():
        return pyotp.TOTP(secret).at(now() + timedelta(seconds=seconds))


def shown_secret(html: str) -> str:
    """The secret that a page shows as text."""
    found = re.search(r'data-secret="(\w+)"', html)
    assert found is not None, html
    return found[1]


def set_up_codes(app: Flask, client: FlaskClient) -> str:
    """Set up one-time codes by the pages; return the secret that the app keeps."""
    html = client.get(CODES).text
    secret = shown_secret(html)
    fields = Page(html).form(CODES).fields | {"code": code_now(app, secret)}
    answer = client.post(CODES, data=fields)
    assert answer.status_code == 303, answer.text
    return secret


def send_code(client: FlaskClient, code: str, *, next: str = "") -> TestResponse:
    """Type a code on the page that asks for it."""
    page = client.get(CHECK, query_string={"next": next} if next else None)
    return client.post(CHECK, data=Page(page.text).form(CHECK).fields | {"code": code})


def options(client: FlaskClient, address: str) -> dict[str, Any]:
    """What the page's script gets to hand to the browser."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def send_passkey(client: FlaskClient, page: str, action: str, answer: str) -> TestResponse:
    """Send a passkey's answer with the form of a page."""
    fields = Page(client.get(page).text).form(action).fields | {"credential": answer}
    return client.post(action, data=fields)


def add_passkey(client: FlaskClient, key: Authenticator, *, label: str = "") -> TestResponse:
    """Add a passkey to the seat of this browser."""
    made = key.create(options(client, f"{NEW_PASSKEY}/options"))
    fields = Page(client.get(NEW_PASSKEY).text).form(NEW_PASSKEY).fields
    return client.post(NEW_PASSKEY, data=fields | {"credential": made, "label": label})


def sign_in_by_passkey(client: FlaskClient, key: Authenticator) -> TestResponse:
    """Sign in by a passkey alone."""
    client.get(SIGN_IN)
    answer = key.get(options(client, f"{PASSKEY_SIGN_IN}/options"))
    return send_passkey(client, SIGN_IN, PASSKEY_SIGN_IN, answer)


def show_passkey(client: FlaskClient, key: Authenticator) -> TestResponse:
    """Show a passkey as the second factor."""
    answer = key.get(options(client, f"{PASSKEY_CHECK}/options"))
    return send_passkey(client, CHECK, PASSKEY_CHECK, answer)
