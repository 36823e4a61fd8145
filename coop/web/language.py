"""Which language a page speaks: the reader's choice, else what the browser asks for."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from babel import Locale, negotiate_locale
from flask import Blueprint, Flask, Response, abort, request, url_for
from flask_babel import Babel, get_locale

from coop.web.audiences import anyone
from coop.web.settings import config

bp = Blueprint("language", __name__)
COOKIE = "language"
A_YEAR = 31_536_000
ALIASES = {"tl": "fil"}


@dataclass(frozen=True, slots=True)
class Language:
    """A language as a page needs it: its code, its direction, its own name."""

    code: str
    dir: str
    name: str


def init_app(app: Flask) -> None:
    """Speak French and English, by Babel's own negotiation."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=_preferred)
    app.register_blueprint(bp)


def spoken(code: str) -> Language:
    """A language by its code."""
    locale = Locale.parse(code)
    name = locale.get_display_name(locale) or code
    return Language(code, locale.text_direction, name[:1].upper() + name[1:])


def current() -> Language:
    """The language of this answer."""
    return spoken(str(get_locale() or "en"))


def _preferred() -> str:
    offered = config().languages
    chosen = request.cookies.get(COOKIE)
    if chosen in offered:
        return chosen
    wanted = [code.replace("-", "_") for code in request.accept_languages.values()]
    return negotiate_locale(wanted, offered, aliases=ALIASES) or offered[0]


@bp.get("/language/<code>")
@anyone
def choose(code: str) -> Response:
    """Keep the reader's language in a cookie that says nothing else, and go back."""
    if code not in config().languages:
        abort(404)
    response = Response(status=303, headers={"Location": own_path(request.args.get("next", "/"))})
    response.set_cookie(
        COOKIE, code, max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Strict"
    )
    return response


def own_path(address: str) -> str:
    """The path if it is one of this house, else the front door: never another host."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return "/"
    if (
        address.startswith("//")
        or parts.path.startswith("//")
        or "\\" in address
        or any(ord(c) < 33 for c in address)
    ):
        return "/"
    return address


def language_url(code: str) -> str:
    """The address that switches the language and comes back to this page."""
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return url_for("language.choose", code=code, next=back)
