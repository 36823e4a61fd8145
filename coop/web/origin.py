"""No other site may send a form here in a visitor's name.

Our pages say `Referrer-Policy: no-referrer`, so browsers send `Origin: null` with our own
forms too. Sec-Fetch-Site tells them apart; where it is missing (old browsers, scripts), an
Origin that names another host is refused, and `null` is left to the signed submission key.
"""

from urllib.parse import urlsplit

from flask import Flask, request

from coop.lib.refusals import Refusal
from coop.lib.words import N_

SAFE = ("GET", "HEAD", "OPTIONS")


class SentFromElsewhere(Refusal):
    """Another site sent this form."""

    status = 403
    sentence = N_("This form was sent from another site. Open the page here and send it again.")


def init_app(app: Flask) -> None:
    """Check where each form comes from, before any view."""
    app.before_request(_refuse_other_sites)


def _refuse_other_sites() -> None:
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise SentFromElsewhere
        return
    origin = request.headers.get("Origin")
    if origin is None or origin == "null":
        return
    if urlsplit(origin).netloc != request.host:
        raise SentFromElsewhere
