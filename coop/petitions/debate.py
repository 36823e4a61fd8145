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
from coop.web.limits import limited
from coop.web.settings import config

bp = Blueprint("debate", __name__, url_prefix="/<code>")


@bp.get("/debate")
@anyone
def read(code: str) -> str:
    """The contributions by day, page by page; the amendments; and the field to speak in."""
    return _page(_debated(code), with_key(CommentForm(request.args)))


@bp.post("/debate")
@anyone
@limited("120 per minute", what="debate")
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
    at = queries.comment(found.code, request.args.get("at", ""))
    after = place(request.args.get("after", ""))
    roots, following = queries.threads(found.code, after=after, at=at)
    answered = queries.comment(found.code, form.reply_to.data or "")
    form.reply_to.data = answered.code if answered else ""
    threads = queries.replies(found.code, roots)
    shown = {each.code: each for each in (*roots, *(r for some in threads.values() for r in some))}
    return render_template(
        "petitions/debate.html",
        form=form,
        roots=roots,
        replies=threads,
        by_code=shown,
        following=following,
        is_first=after is None and at is None,
        answered=answered,
        amendments=queries.amendments(found.code),
        name_of=namer(found),
        comments=queries.comment_count(found.code),
        done=request.args.get("done", ""),
        most=COMMENT_MAX,
        **standing(found),
    )


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

    def name_of(said: Comment | Amendment) -> Pseudonym | None:
        return None if said.nonce == found.nonce else pseudonym(secret, said.nonce)

    return name_of
