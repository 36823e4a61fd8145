"""Filing a grievance: choose what happened, answer, check, send, keep the receipt."""

from typing import Any

from flask import Blueprint, Flask, render_template, request

from coop.lib.identity import NOT_FOUND_HERE, Figures, warnings
from coop.lib.refusals import Refusal
from coop.platforms.queries import best_known, platform
from coop.reports import following, importing, intake
from coop.reports.credentials import KIND, UNUSABLE, sending_digest
from coop.reports.fields import EARLIER
from coop.reports.forms import ReportForm, report_form
from coop.reports.presenting import lines
from coop.reports.receipts import receipts_page
from coop.reports.rules import Draft, rounded
from coop.reports.taxonomy import TAXONOMY
from coop.tokens.periods import month
from coop.tokens.rules import scope_code
from coop.web import proof
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.refusals import said
from coop.web.submission import StaleForm, new_key, opened

bp = Blueprint("reports", __name__, url_prefix="/reports")


def init_app(app: Flask) -> None:
    """Open the addresses."""
    for blueprint in (bp, following.bp, importing.bp):
        app.register_blueprint(blueprint)


@bp.get("/new")
@anyone
def new() -> str:
    """Choose what happened; with `?kind=`, that kind's own questions."""
    code = request.args.get("kind", "")
    slug = request.args.get("platform")
    known = platform(slug) if slug else None
    if not TAXONOMY.has(code):
        return render_template(
            "reports/kinds.html", shelves=TAXONOMY.by_heading(), platform=known, unknown=bool(code)
        )
    form = report_form(TAXONOMY.kind(code), None)
    form.submission.data = new_key(intake.FORM)
    if known:
        form.platform.data = known.name
    return _questions(form)


@bp.post("/new")
@anyone
@limited("240 per minute", what="report page")
def answered() -> Any:
    """One address for three buttons: check the answers, change them, or send them."""
    form = report_form(TAXONOMY.kind(request.form.get("kind", "")), request.form)
    _give_key(form)
    step = request.form.get("step")
    if step == "edit":
        return _questions(form)
    if not form.validate_on(today()):
        return _questions(form), 422
    if step == "send":
        return _send(form)
    return _check(form)


def _give_key(form: ReportForm) -> None:
    """Keep the form's own key; one that was damaged gets a fresh one and loses no answer."""
    try:
        opened(intake.FORM, form.submission.data or "")
    except StaleForm:
        form.submission.data, form.altcha.data = new_key(intake.FORM), ""


def _questions(form: ReportForm) -> str:
    return render_template(
        "reports/new.html",
        form=form,
        kind=form.of_kind,
        groups=TAXONOMY.groups(form.of_kind),
        platforms=best_known(),
        earlier=EARLIER,
        is_filled=request.method == "POST",
    )


def _check(form: ReportForm, *, unusable: Refusal | None = None) -> str:
    draft = rounded(form.draft)
    told = {"testimony": draft.testimony, "client": draft.client or "", "platform": draft.platform}
    told |= {k: v for k, v in draft.facts.items() if isinstance(v, str)}
    return render_template(
        "reports/check.html",
        form=form,
        draft=draft,
        kind=form.of_kind,
        lines=lines(draft),
        warnings=warnings(told, _figures(draft)),
        scope=scope_code(KIND, month(today()).name),
        sending=sending_digest(form.submission.data or ""),
        unusable=said(unusable) if unusable else "",
        cannot_find=NOT_FOUND_HERE,
    )


def _figures(draft: Draft) -> Figures:
    return Figures(
        amount_minor=draft.amount_minor,
        currency=draft.currency,
        minutes=draft.minutes,
        task_count=draft.task_count,
        country=draft.country,
    )


@limited("60 per minute", what="report")
def _send(form: ReportForm) -> Any:
    key = form.submission.data or ""
    is_proven = proof.is_solved(form.altcha.data or "", key)
    act = form.act.data or ""
    try:
        filed = intake.file(form.draft, key, is_proven=is_proven, sealed=form.sealed, act=act)
    except UNUSABLE as refusal:
        # The report itself is sound: it can be sent again, with another right or without.
        return _check(form, unusable=refusal), refusal.status
    return receipts_page([filed])
