"""The first page, and what is kept of whoever comes here."""

from flask import Blueprint, Flask, render_template

from coop.web.audiences import anyone
from coop.web.settings import config

bp = Blueprint("observatory", __name__)


def init_app(app: Flask) -> None:
    """Open the front door."""
    app.register_blueprint(bp)


@bp.get("/")
@anyone
def home() -> str:
    """What this is, and the doors."""
    return render_template("observatory/home.html")


@bp.get("/privacy")
@anyone
def privacy() -> str:
    """What is kept, who can read it, and what is not covered."""
    return render_template("observatory/privacy.html", k=config().k)
