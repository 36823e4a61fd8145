"""The organizers' first page, and the doors behind it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, render_template

from coop.console import joining, petitions, platforms, report, reports, rooms, seats
from coop.lib.weeks import last_weeks
from coop.reports.figures import count_counted
from coop.reports.listing import MANY, count_waiting
from coop.reports.selection import NOTHING, Selection
from coop.web.audiences import organizers
from coop.web.clock import today

bp = Blueprint("console", __name__, url_prefix="/me/console")
for behind in (reports, report, platforms, petitions, rooms, joining, seats):
    bp.register_blueprint(behind.bp)

RECENT_WEEKS = 4


def init_app(app: Flask) -> None:
    """Open the console with all its doors."""
    app.register_blueprint(bp)


@bp.get("/")
@organizers
def index() -> Any:
    """What is new: reports that wait, names that no platform answers to."""
    since = last_weeks(today(), RECENT_WEEKS)[-1]
    return render_template(
        "console/index.html",
        counted=count_counted(Selection()),
        recent=count_counted(Selection(week_from=since)),
        since=since,
        until=since + timedelta(weeks=RECENT_WEEKS),
        waiting=count_waiting(),
        many=MANY,
        unmapped=count_counted(Selection(platform=NOTHING)),
    )
