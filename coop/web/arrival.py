"""A step between another site and a member's page, so that the member arrives signed in.

The session's cookie is `SameSite=Strict`: a browser that comes from a link elsewhere does not send
it, and the answer would even replace it. So such a request gets a page of ours that asks for the
same address once more, now from here. It sets no cookie.
"""

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flask import Flask, current_app, render_template, request

from coop.web.session import SIGNED_IN

# Says that this step was taken, so that a browser which says otherwise is not sent in circles.
MARK = "arrived"


def init_app(app: Flask) -> None:
    """Look at each request to a member's page, before its session is used."""
    app.before_request(_step_between)


def _step_between() -> Any:
    if request.method != "GET" or not request.path.startswith(SIGNED_IN):
        return None
    has_session = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    if has_session or MARK in request.args or not _comes_from_elsewhere():
        return None
    return render_template("arrival.html", address=_same_address())


def _comes_from_elsewhere() -> bool:
    """Whether a person follows a link of another site; a script that fetches gets no page."""
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("cross-site", "same-site")
    came_from = urlsplit(request.headers.get("Referer", "")).netloc
    return came_from not in ("", request.host)


def _same_address() -> str:
    """The path and query that were asked for, marked: never another host."""
    query = [*request.args.items(multi=True), (MARK, "yes")]
    return f"{quote(request.path)}?{urlencode(query)}"
