"""The one place that turns a refusal into a page, or into a problem (RFC 9457) for a script."""

import re
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.web import log
from coop.web.refusals import said

# What Flask itself refuses, in words that say what to do next.
SENTENCES = {
    400: N_("The request was not complete or not well formed. Go back, reload and try again."),
    401: N_("This needs a receipt or a seat that was not given, or is not known here."),
    403: N_("This is not open to you."),
    404: N_("There is nothing at this address. It may have been mistyped, or taken down."),
    405: N_("This address does not take that kind of request."),
    408: N_("The network was too slow. Try again: what you wrote is still in the page before."),
    413: N_("What was sent is larger than is accepted here."),
    415: N_("This kind of content is not accepted here."),
    429: N_("That was too often in too short a time. Wait a minute and try again."),
    500: N_("Something broke on our side. Nothing of what you wrote was published. Try again."),
    503: N_("The house is busy. Try again in a minute."),
}

# The forms of which a phone keeps a draft (static/js/_drafts.js).
DRAFTED = re.compile(r"/(reports|petitions)/new|/petitions/[^/]+/(debate|amend)")
# What anybody may send again: those forms carry a key of one sending, or a right's signature.
SENT_ONCE = ("/reports/", "/petitions/", "/rooms/")


def init_app(app: Flask) -> None:
    """Answer every failure in the reader's language, and let none show its inside."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def problem(status: int, sentence: str, **members: Any) -> Response:
    """An RFC 9457 problem; `members` are extension members, such as `errors` by field."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    response = jsonify(body | {"detail": sentence} | members)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def wants_problem() -> bool:
    """Whether the asker is a script: an API address, or JSON asked for rather than a page."""
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def _answer(status: int, sentence: str) -> Response:
    if wants_problem():
        return problem(status, sentence)
    page = render_template(
        "error.html", status=status, title=_title(status), sentence=sentence, **_sending(status)
    )
    return Response(page, status, content_type="text/html; charset=utf-8")


def _sending(status: int) -> dict[str, bool]:
    """What was under way: a page that was only asked for has no draft, and nothing to repeat."""
    is_sent = request.method == "POST"
    is_passing = status in (408, 429) or status >= 500
    return {
        "wrote": is_sent and DRAFTED.fullmatch(request.path) is not None,
        "may_repeat": is_sent and is_passing and request.path.startswith(SENT_ONCE),
        "is_report": request.path.startswith("/reports"),
    }


def _title(status: int) -> str:
    if status == 404:
        return _("Nothing here")
    if status >= 500:
        return _("Our fault")
    return _("Not possible")


def _refusal(refusal: Refusal) -> Response:
    response = _answer(refusal.status, said(refusal))
    if refusal.status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def _http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    response = _answer(status, _(SENTENCES.get(status, SENTENCES[400])))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _fault(error: Exception) -> Response:
    log.fault(error)
    return _answer(500, _(SENTENCES[500]))
