"""The ledger in plain words: its head, what stands in it, and the look-up of a commitment."""

from typing import Any

from flask import Blueprint, Flask, render_template, request

from coop.ledger import queries
from coop.ledger.forms import LookUpForm
from coop.ledger.rules import SIGNER, NoSuchLeaf, head_key, stands_from
from coop.ledger.words import shown
from coop.lib.base64url import encode
from coop.web.audiences import anyone
from coop.web.limits import limited
from coop.web.settings import config

bp = Blueprint("ledger", __name__)


def init_app(app: Flask) -> None:
    """Open the page."""
    app.register_blueprint(bp)


@bp.get("/ledger")
@anyone
def page() -> Any:
    """The ledger; with `?leaf=`, one leaf and its proof; with `?before=`, older public leaves."""
    form = LookUpForm(request.args)
    if "leaf" in request.args:
        return _looked_up(form)
    asked = request.args.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 16 else None
    return _page(form, before=before)


@bp.post("/ledger")
@anyone
@limited("240 per minute", what="ledger")
def look_up() -> Any:
    """The same look-up in no address: a worker's commitment stays in no list of pages visited."""
    return _looked_up(LookUpForm(request.form))


def _looked_up(form: LookUpForm) -> Any:
    if not form.validate():
        return _page(form), 422
    digest = form.digest if form.position is None else queries.digest_at(form.position)
    try:
        return _page(form, proof=queries.inclusion(digest))
    except NoSuchLeaf:
        since = queries.waiting_since(digest)
        comes_on = stands_from(since) if since else None
        return _page(form, comes_on=comes_on, is_unknown=since is None), 200 if since else 404


def _page(form: LookUpForm, *, before: int | None = None, **found: Any) -> str:
    leaves = queries.public_leaves(before=before, limit=queries.PAGE + 1)
    proof = found.get("proof")
    return render_template(
        "ledger/ledger.html",
        form=form,
        head=queries.head(),
        key=encode(head_key(config().key(SIGNER))),
        leaves=[shown(leaf) for leaf in leaves[: queries.PAGE]],
        before=before,
        older=leaves[queries.PAGE - 1].position if len(leaves) > queries.PAGE else None,
        found=shown(proof) if proof and proof.text else None,
        **found,
    )
