"""The debate of a petition: reading it, speaking in it, proposing another wording."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from coop.lib.pseudonyms import Pseudonym, place_secret, pseudonym
from coop.lib.refusals import Refusal
from coop.petitions import debating, queries
from coop.petitions.diffs import changes
from coop.petitions.forms import CommentForm
from coop.petitions.models import Amendment, Comment, Petition
from coop.petitions.pages import act_of, keys_of, refuse, standing, traces, with_key
from coop.petitions.places import place
from coop.petitions.rules import NoSuchPetition
from coop.petitions.texts import COMMENT_MAX, seq_of
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.limits import carries_act, limited
from coop.web.settings import config

bp = Blueprint("debate", __name__, url_prefix="/<code>")


@bp.get("/debate")
@anyone
def read(code: str) -> str:
    """The contributions by day, page by page; the amendments; and the field to speak in."""
    form = CommentForm(data={"reply_to": request.args.get("reply_to", "")})
    return _page(_debated(code), with_key(form))


@bp.post("/debate")
@anyone
@limited("120 per minute", what="debate", spares=carries_act)
def say(code: str) -> Any:
    """One address for three buttons: check what is to be said, change it, or say it."""
    found = _debated(code)
    form: CommentForm = with_key(CommentForm(request.form))
    step = request.form.get("step")
    if step == "edit":
        return _page(found, form)
    if not form.validate():
        return _page(found, form), 422
    if step == "send":
        return _say(found, form)
    return _check(found, form)


@bp.get("/amendments/<amendment_code>")
@anyone
def amendment(code: str, amendment_code: str) -> str:
    """One proposed wording, beside the version that it changes."""
    found = _debated(code)
    shown = queries.amendment(code, amendment_code)
    before = queries.version(code, shown.version).said.fields
    return render_template(
        "petitions/amendment.html",
        amendment=shown,
        name=namer(found)(shown),
        text=queries.proposed(shown),
        changes=changes(before, shown.said),
        **keys_of(found),
    )


def _say(found: Petition, form: CommentForm) -> Any:
    try:
        said = debating.comment(
            found.code,
            act_of(form),
            text=form.fields_said()["text"],
            reply_to=form.fields_said()["reply_to"],
            today=today(),
        )
    except Refusal as refusal:
        status = refuse(form, refusal)
        return _check(found, form), status
    address = url_for("petitions.debate.read", code=found.code, at=said.code, done="said")
    return redirect(f"{address}#{said.code}", 303)


def _page(found: Petition, form: CommentForm) -> str:
    answered = queries.comment(found.code, form.reply_to.data or "")
    form.reply_to.data = answered.code if answered else ""
    proposed, more = queries.amendments(found.code, after=place(request.args.get("amendments", "")))
    return render_template(
        "petitions/debate.html",
        form=form,
        answered=answered,
        amendments=proposed,
        more_amendments=more,
        name_of=namer(found),
        comments=queries.comment_count(found.code),
        done=request.args.get("done", ""),
        most=COMMENT_MAX,
        **_contributions(found.code),
        **standing(found),
    )


def _contributions(code: str) -> dict[str, Any]:
    """A page of threads with their first answers; with `?at=`, one thread with all of its own."""
    after = place(request.args.get("after", ""))
    at = queries.comment(code, request.args.get("at", ""))
    if at is None:
        roots, following = queries.threads(code, after=after)
        below, shown_of_each = queries.first_answers(code, roots), queries.FIRST_ANSWERS
    else:
        roots = queries.comments(code, [at.root])
        below_root, following = queries.answers(code, at.root, after=after, at=at)
        below, shown_of_each = {at.root: below_root}, queries.ANSWERS
    shown = {each.code: each for each in (*roots, *(a for some in below.values() for a in some))}
    lacking = {each.reply_to for each in shown.values() if each.reply_to} - set(shown)
    return {
        "roots": roots,
        "replies": below,
        "shown_of_each": shown_of_each,
        "by_code": shown | {each.code: each for each in queries.comments(code, lacking)},
        "following": following,
        "thread": at.root if at else "",
        "is_first": after is None and at is None,
    }


def _check(found: Petition, form: CommentForm) -> str:
    said = form.fields_said()
    return render_template(
        "petitions/check_comment.html",
        form=form,
        said=said,
        seq=seq_of(said),
        answered=queries.comment(found.code, said["reply_to"]) if said["reply_to"] else None,
        **keys_of(found),
        **traces({"text": said["text"]}),
    )


def _debated(code: str) -> Petition:
    found = queries.petition(code)
    if found.state in ("draft", "seconding", "withdrawn"):
        raise NoSuchPetition
    return found


def namer(found: Petition) -> Any:
    """Gives the name of whoever said something here; the author has none, but a mark."""
    secret = place_secret(config().key("pseudonyms"), found.code)

    def name_of(said: Comment | Amendment | queries.Proposed) -> Pseudonym | None:
        return None if said.nonce == found.nonce else pseudonym(secret, said.nonce)

    return name_of
