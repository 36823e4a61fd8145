"""Reading petitions: the lists, one petition, its versions. Open to anyone, without scripts."""

from flask import Blueprint, Flask, abort, render_template, request

from coop.chat import queries as rooms
from coop.chat.rules import Room, petition_slug
from coop.petitions import amending, debate, feeds, files, listing, queries, seconding, writing
from coop.petitions.diffs import changes
from coop.petitions.figures import as_frozen, cited
from coop.petitions.leaves import is_proven
from coop.petitions.models import Petition
from coop.petitions.pages import standing
from coop.petitions.places import place
from coop.petitions.presenting import SHELVES, next_step, state_name, stillness, told
from coop.petitions.rules import NoSuchPetition
from coop.platforms import queries as platforms
from coop.platforms.models import Platform
from coop.platforms.rules import SLUG
from coop.tokens.rules import scope_code
from coop.votes import queries as votes
from coop.web.audiences import anyone
from coop.web.clock import today

bp = Blueprint("petitions", __name__, url_prefix="/petitions")
for part in (writing, seconding, debate, amending, files):
    bp.register_blueprint(part.bp)


def init_app(app: Flask) -> None:
    """Open the addresses."""
    app.register_blueprint(bp)
    app.register_blueprint(feeds.bp)
    app.jinja_env.filters["petition_state"] = state_name


@bp.get("")
@anyone
def listed() -> str:
    """The petitions by what can be done now; with `?shelf=`, one shelf page by page."""
    about, wanted = _wanted()
    shelf = request.args.get("shelf", "")
    if shelf in listing.SHELVES:
        after = place(request.args.get("after", ""))
        shown = {shelf: listing.shelf(listing.SHELVES[shelf], wanted, after=after)}
    else:
        shown = listing.shelves(wanted)
    of = [petition for petitions, _more in shown.values() for petition in petitions]
    return render_template(
        "petitions/listed.html",
        shown=shown,
        shelf=shelf if shelf in listing.SHELVES else "",
        names=SHELVES,
        platform=about,
        wanted=wanted,
        kept={k: v for k, v in request.args.items() if k in ("platform", "client") and v},
        platform_names=platforms.names(each.platform_id for each in of if each.platform_id),
        next_step=next_step,
        stillness=stillness,
        today=today(),
    )


@bp.get("/<code>")
@anyone
def petition(code: str) -> str:
    """One petition: its text, where it stands, what comes next, what it rests on."""
    found = queries.petition(code)
    version = queries.version(code, found.version)
    records = queries.records(code)
    entered = queries.entered(code)
    was_debated = "debated" in entered
    frozen = queries.evidence(code) if _was_opened(found) else None
    vote = scope_code("vote", code)
    return render_template(
        "petitions/petition.html",
        version=version,
        records=records,
        done=request.args.get("done", ""),
        platform=_platform_of(found),
        evidence=frozen,
        cited=told(as_frozen(frozen.figures) if frozen else cited(version.said.cited)),
        was_debated=was_debated,
        comments=queries.comment_count(code) if was_debated else 0,
        room=_room_of(found) if was_debated else None,
        turnout=votes.turnout(vote) if found.state == "voting" else None,
        result=votes.result(vote) if _was_voted(found) else None,
        **standing(found, records, entered),
    )


@bp.get("/<code>/versions/<int:number>")
@anyone
def version(code: str, number: int) -> str:
    """One version, with what it changed of the one before."""
    found = queries.petition(code)
    if found.state == "withdrawn":
        raise NoSuchPetition
    shown = queries.version(code, number)
    before = queries.version(code, number - 1) if number > 1 else None
    return render_template(
        "petitions/version.html",
        petition=found,
        version=shown,
        before=before,
        is_proven=is_proven(shown),
        changes=changes(before.said.fields, shown.said.fields) if before else {},
        cited=told(cited(shown.said.cited)),
    )


def _wanted() -> tuple[Platform | None, listing.Filter]:
    slug = request.args.get("platform", "")
    about = platforms.platform(slug) if SLUG.fullmatch(slug) else None
    if slug and about is None:
        abort(404)
    client = request.args.get("client", "").strip()
    return about, listing.Filter(platform_id=about.id if about else None, client=client)


def _platform_of(found: Petition) -> str:
    if found.platform_id is None:
        return ""
    return platforms.names([found.platform_id]).get(found.platform_id, "")


def _room_of(found: Petition) -> Room | None:
    """Where it is talked about: open with the debate, then read for as long as words are left."""
    return None if found.state == "withdrawn" else rooms.readable(petition_slug(found.code))


def _was_opened(found: Petition) -> bool:
    """Whether its vote was ever opened, as far as its state tells."""
    return found.state not in ("draft", "seconding", "debated", "withdrawn")


def _was_voted(found: Petition) -> bool:
    return _was_opened(found) and found.state != "voting"
