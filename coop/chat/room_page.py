"""The page of one room: what holds there, and the talk itself for whoever has a seat."""

from flask import Blueprint, Response, make_response, render_template
from flask_babel import gettext as _

from coop.chat import queries
from coop.chat.helplines import helplines
from coop.chat.rules import room_subject
from coop.moderation.rules import REASONS
from coop.platforms import queries as platforms
from coop.tokens.periods import month
from coop.tokens.rules import scope_code
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.headers import talking
from coop.web.language import spoken
from coop.web.settings import config

bp = Blueprint("room", __name__, url_prefix="/rooms")

# What members write in, for screen readers; letters tell by themselves what was not chosen.
WRITTEN_IN = ("fr", "en", "es", "pt", "ar", "bn", "fil", "hi", "sw", "ur")


@bp.get("/<slug>")
@anyone
def room(slug: str) -> Response:
    """A room; everything that is said in it comes by the wire (docs/decisions/rooms.md)."""
    found = queries.room(slug)
    is_support = found.kind == "support"
    page = render_template(
        "rooms/room.html",
        room=found,
        scope=scope_code("room", room_subject(slug, month(today()).name)),
        transports="websocket polling" if config().rooms_polling else "websocket",
        # A report that is made of a message here is about this platform.
        platform=platforms.slug_of(found.platform_id) if found.platform_id else None,
        reasons=REASONS,
        # Pairs, since the names of an object would be sorted.
        reasons_said=[(code, _(sentence)) for code, sentence in REASONS.items()],
        written_in=[(code, spoken(code).name) for code in WRITTEN_IN],
        lines_of_help=helplines() if is_support else (),
    )
    return make_response(page, {"Content-Security-Policy": talking()})
