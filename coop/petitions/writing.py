"""Writing a petition: the draft, the page before sending, publishing with a draft token."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from coop.lib.refusals import Refusal
from coop.petitions import service
from coop.petitions.figures import cited
from coop.petitions.forms import DraftForm
from coop.petitions.pages import act_of, refuse, traces, with_key
from coop.petitions.presenting import told
from coop.petitions.texts import FIELDS
from coop.platforms import queries as platforms
from coop.platforms.rules import SLUG
from coop.tokens.periods import quarter
from coop.tokens.rules import KINDS, scope_code
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.language import current, spoken
from coop.web.limits import carries_act, limited
from coop.web.settings import config

bp = Blueprint("new", __name__, url_prefix="/new")


@bp.get("")
@anyone
def blank() -> str:
    """The questions of a draft, which stays on the phone until it is sent."""
    form = _form(None)
    form.language.data = current().code
    slug = request.args.get("platform", "")
    known = platforms.platform(slug) if SLUG.fullmatch(slug) else None
    if known:
        form.platform.data = known.name
    return _questions(form)


@bp.post("")
@anyone
@limited("60 per minute", what="petition", spares=carries_act)
def answered() -> Any:
    """One address for three buttons: check the draft, change it, or publish it."""
    form = _form(request.form)
    step = request.form.get("step")
    if step == "edit":
        return _questions(form)
    if not form.validate():
        return _questions(form), 422
    if step == "send":
        return _publish(form)
    return _check(form)


def _publish(form: DraftForm) -> Any:
    try:
        code = service.publish(form.draft(), act_of(form), today=today(), config=config())
    except Refusal as refusal:
        status = refuse(form, refusal)
        return _check(form), status
    return redirect(url_for("petitions.petition", code=code, done="published"), 303)


def _form(sent: Any) -> DraftForm:
    form: DraftForm = with_key(DraftForm(sent, languages=config().languages))
    return form


def _questions(form: DraftForm) -> str:
    return render_template(
        "petitions/new.html",
        form=form,
        is_filled=request.method == "POST",
        platforms=platforms.best_known(),
        slots=KINDS["draft"].slots,
        scope=_scope(),
    )


def _check(form: DraftForm) -> str:
    text = form.draft()
    free = {name: text.fields[name] for name in ("title", "demand", "text", "client")}
    return render_template(
        "petitions/check.html",
        form=form,
        text=text,
        cited=told(cited(text.cited)),
        language_name=spoken(text.language).name,
        fields=FIELDS,
        slots=KINDS["draft"].slots,
        scope=_scope(),
        **traces(free),
    )


def _scope() -> str:
    return scope_code("draft", quarter(today()).name)
