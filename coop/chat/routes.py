"""The rooms as anyone finds them: the list, what a room is, proposals; talking is elsewhere."""

from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for

from coop.chat import proposals, proposing, queries, room_page
from coop.chat.forms import FORM, WishForm
from coop.chat.helplines import helplines
from coop.chat.rules import KINDS, welcome_slug
from coop.lib.countries import COUNTRIES
from coop.lib.identity import NOT_FOUND_HERE, warnings
from coop.lib.refusals import Refusal
from coop.platforms import queries as platforms
from coop.tokens.forms import ActForm, act_of, refuse, with_key
from coop.tokens.periods import month
from coop.tokens.rules import scope_code
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.language import current, spoken
from coop.web.limits import carries_act, limited
from coop.web.paging import page_asked
from coop.web.settings import config
from coop.web.submission import new_key

bp = Blueprint("rooms", __name__, url_prefix="/rooms")
FEW = 5


def init_app(app: Flask) -> None:
    """Open the addresses."""
    for blueprint in (bp, room_page.bp):
        app.register_blueprint(blueprint)


@bp.get("")
@anyone
def listed() -> str:
    """The open rooms by kind, by language and country; what a room is; what is proposed."""
    language, country = _wanted()
    page = page_asked()
    shown, more = queries.rooms(language=language, country=country, page=page)
    # Those in the reader's own language first, within each kind.
    shown.sort(key=lambda room: room.language != current().code)
    waiting, more_waiting = proposals.proposals(size=FEW if page == 1 else 0)
    return render_template(
        "rooms/listed.html",
        kinds=KINDS,
        rooms=shown,
        page=page,
        more=more,
        wanted={"language": language, "country": country},
        offered=[(code, spoken(code).name) for code in config().languages],
        countries=queries.countries(),
        proposals=waiting,
        more_proposals=more_waiting,
        **_signing(),
    )


@bp.get("/proposals")
@anyone
def proposed() -> str:
    """Every proposal that waits, page by page."""
    page = page_asked()
    waiting, more = proposals.proposals(page=page)
    return render_template(
        "rooms/proposals.html",
        proposals=waiting,
        decided=proposals.decided() if page == 1 else [],
        page=page,
        more=more,
        **_signing(),
    )


@bp.get("/help")
@anyone
def help_lines() -> str:
    """Where to call when work has shown too much, country by country, with sources."""
    return render_template("rooms/help.html", lines=helplines())


@bp.post("/proposals/<code>/back")
@anyone
@limited("60 per minute", what="room", spares=carries_act)
def back(code: str) -> Any:
    """Say that one would come too, by a seat of the welcome room."""
    act = act_of(ActForm(request.form), FORM)
    proposing.back_proposal(code, act, today=today(), config=config())
    return redirect(url_for("rooms.proposed", done="backed"), 303)


@bp.get("/propose")
@anyone
def blank() -> str:
    """The questions of a proposal."""
    form = WishForm(languages=config().languages)
    form.language.data = current().code
    return _questions(with_key(form, FORM))


@bp.post("/propose")
@anyone
@limited("60 per minute", what="room", spares=carries_act)
def propose() -> Any:
    """One address for three buttons: check the proposal, change it, or send it."""
    form: WishForm = with_key(WishForm(request.form, languages=config().languages), FORM)
    step = request.form.get("step")
    if step == "edit":
        return _questions(form)
    if not form.validate():
        return _questions(form), 422
    if step == "send":
        return _send(form)
    return _check(form)


def _send(form: WishForm) -> Any:
    try:
        proposing.propose(form.wish(), act_of(form, FORM), today=today(), config=config())
    except Refusal as refusal:
        status = refuse(form, refusal, FORM)
        return _check(form), status
    return redirect(url_for("rooms.proposed", done="proposed"), 303)


def _questions(form: WishForm) -> str:
    return render_template(
        "rooms/propose.html",
        form=form,
        is_filled=request.method == "POST",
        platforms=platforms.best_known(),
        welcome=_signing()["welcome"],
    )


def _check(form: WishForm) -> str:
    wish = form.wish()
    return render_template(
        "rooms/check.html",
        form=form,
        wish=wish,
        fields=proposing.FIELDS,
        warnings=warnings({"name": wish.name, "why": wish.why}),
        cannot_find=NOT_FOUND_HERE,
        **_signing(),
    )


def _signing() -> dict[str, Any]:
    """What forms that a seat of the welcome room signs need."""
    period = month(today()).name
    scopes = {
        code: scope_code("room", f"{welcome_slug(code)}-{period}") for code in config().languages
    }
    return {"welcome": scopes, "submission": new_key(FORM), "done": request.args.get("done", "")}


def _wanted() -> tuple[str | None, str | None]:
    """The language and country of the filter, where they are ones that rooms can have."""
    language, country = request.args.get("language", ""), request.args.get("country", "").upper()
    return (
        language if language in config().languages else None,
        country if country in COUNTRIES else None,
    )
