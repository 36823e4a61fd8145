"""Votes and deadlines without e-mail: a feed (Atom) and a calendar (iCalendar).

Their entries have names that stay, and days; nothing in them tells of a person or an hour.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from icalendar import Calendar, Event

from coop.lib.words import N_
from coop.petitions import listing
from coop.petitions.models import Petition
from coop.petitions.presenting import next_step
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.settings import config

bp = Blueprint("petition_feeds", __name__)
A_DAY = timedelta(days=1)
# What falls on the last day of each state.
DEADLINES = {
    "seconding": N_("Last day to second: %(title)s"),
    "debated": N_("Last day of debate: %(title)s"),
    "voting": N_("The vote closes: %(title)s"),
    "adopted": N_("To be delivered by today: %(title)s"),
    "delivered": N_("An answer is due: %(title)s"),
    "answered": N_("A promise is due: %(title)s"),
}


@bp.get("/petitions.atom")
@anyone
def atom() -> Response:
    """The petitions by their last step, the newest first."""
    news = listing.news()
    page = render_template(
        "petitions/feed.xml",
        entries=[(each, _name(each.code, each.state), next_step(each, today())) for each in news],
        updated=max((each.since_on for each in news), default=date(2026, 1, 1)),
        name=_name("feed", ""),
        base=request.host_url,
    )
    return Response(page, content_type="application/atom+xml; charset=utf-8")


@bp.get("/petitions.ics")
@anyone
def calendar() -> Response:
    """The days on which votes open and close, and on which something falls due."""
    made = Calendar()
    made.add("prodid", "-//Porte-Voix//Petitions//")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("%(what)s: %(value)s", what=config().name, value=_("Petitions")))
    for petition in listing.with_deadlines():
        for event in _events(petition):
            made.add_component(event)
    return Response(made.to_ical(), content_type="text/calendar; charset=utf-8")


def _events(petition: Petition) -> list[Event]:
    title = {"title": petition.title}
    due = petition.due_on or petition.since_on
    found = [_event(petition, petition.state, due, _(DEADLINES[petition.state], **title))]
    if petition.state in ("debated", "voting"):
        opens = petition.since_on if petition.state == "voting" else due + A_DAY
        found.append(_event(petition, "opens", opens, _("The vote opens: %(title)s", **title)))
    return found


def _event(petition: Petition, what: str, day: date, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{_name(petition.code, what)}@petitions")
    event.add("dtstamp", datetime.combine(petition.since_on, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + A_DAY)
    event.add("summary", summary)
    event.add("url", url_for("petitions.petition", code=petition.code, _external=True))
    event.add("transp", "TRANSPARENT")
    return event


def _name(code: str, what: str) -> str:
    """A name that stays the same as long as the house keeps its address."""
    return str(uuid5(NAMESPACE_URL, f"{request.host_url}petitions/{code}/{what}"))
