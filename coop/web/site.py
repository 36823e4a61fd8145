"""What every template may use, and the few addresses that belong to no feature."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, get_flashed_messages, request
from flask_babel import gettext as _
from whitenoise import WhiteNoise

from coop.config import ROOT, Config
from coop.lib.words import N_
from coop.web import formats
from coop.web.assets import asset
from coop.web.audiences import anyone
from coop.web.demonstration import is_demonstration
from coop.web.headers import HEADERS
from coop.web.language import current, language_url, spoken
from coop.web.settings import config

bp = Blueprint("site", __name__)

# What the house opens on now: address, name, key of the blueprint that it belongs to.
NAVIGATION = (
    ("/reports/new", N_("Report"), "new"),
    ("/reports/receipt", N_("Receipt"), "receipt"),
    ("/reports/import", N_("History"), "import"),
    ("/petitions", N_("Petitions"), "petitions"),
    ("/rooms", N_("Rooms"), "rooms"),
    ("/platforms", N_("Platforms"), "platforms"),
)


def init_app(app: Flask) -> None:
    """Register the context of templates and the static files, compressed ahead of time."""
    app.register_blueprint(bp)
    app.context_processor(_context)
    app.jinja_env.filters.update(formats.FILTERS)
    app.jinja_env.globals.update(asset=asset, language_url=language_url)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def serve_static(app: Flask) -> None:
    """Serve what the build made: hashed names for ever, compressed forms beside them."""
    dist = Path(ROOT / "static" / "dist")
    dist.mkdir(parents=True, exist_ok=True)
    noise = WhiteNoise(
        app.wsgi_app, immutable_file_test=_has_hash, max_age=3600, add_headers_function=_dress
    )
    noise.add_files(str(dist), prefix="static/dist/")
    app.wsgi_app = noise  # type: ignore[method-assign]  # WSGI middleware, as Flask documents


def _dress(headers: Any, _path: str, _url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value


def _has_hash(_path: str, url: str) -> bool:
    return "-" in url.rsplit("/", 1)[-1]


def _is_within(url: str) -> bool:
    return request.path == url or request.path.startswith(f"{url}/")


def _is_seated() -> bool:
    """Whether only those who are signed in see this page: their wallet draws beside it."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "audience", "anyone") != "anyone"


def _context() -> dict[str, Any]:
    return {
        "coop_name": config().name,
        "language": current(),
        "languages": [(code, spoken(code).name) for code in config().languages],
        "nav": [(url, _(label), key) for url, label, key in NAVIGATION],
        "notices": get_flashed_messages(with_categories=True),
        "active": next((key for url, _label, key in NAVIGATION if _is_within(url)), ""),
        "demonstration": is_demonstration(),
        "is_seated": _is_seated(),
    }


@bp.get("/favicon.ico")
@anyone
def favicon() -> Response:
    """The megaphone, for browsers that ask without reading the page."""
    picture = Response((ROOT / "static" / "favicon.svg").read_bytes(), mimetype="image/svg+xml")
    picture.headers["Cache-Control"] = "max-age=86400"
    return picture


@bp.route("/healthz", methods=["GET", "HEAD"])
@anyone
def healthz() -> tuple[str, int, dict[str, str]]:
    """The process answers; a waiting form asks it whether the network is back."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


def init_config(app: Flask, settings: Config) -> None:
    """Flask's own settings that follow from ours."""
    app.config.update(
        SECRET_KEY=settings.key("cookies"),
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_PARTS=200,
        TRUSTED_HOSTS=None,
    )
