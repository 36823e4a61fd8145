"""The submission key: a signed, random name for one sending of one form.

It makes a double click, a retry and a reload count once, and shows that the form is ours. It
carries no time and names nobody.
"""

import secrets

from itsdangerous import BadSignature, URLSafeSerializer

from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.web.settings import config

LENGTH = 16


class StaleForm(Refusal):
    """The key was not made by this house, or was damaged on the way."""

    status = 400
    sentence = N_(
        "This form was not made here, or was damaged on the way. "
        "Reload the page and send it again: what you wrote is kept on your phone."
    )


def new_key(form: str) -> str:
    """A fresh key for one form, to put in a hidden field."""
    return _serializer(form).dumps(secrets.token_urlsafe(LENGTH))


def opened(form: str, key: str) -> bytes:
    """The random bytes inside a key; raises StaleForm for any other text."""
    try:
        value = _serializer(form).loads(key)
    except BadSignature as error:
        raise StaleForm from error
    return str(value).encode()


def _serializer(form: str) -> URLSafeSerializer:
    return URLSafeSerializer(config().key("submission"), salt=form)
