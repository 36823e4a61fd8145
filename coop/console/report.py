"""One report, and what an organizer does about it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coop.console.forms import ButtonForm, ReplyForm
from coop.console.platform_forms import MapForm
from coop.console.reports import OFFERED
from coop.console.words import value_name
from coop.lib.refusals import Refusal
from coop.platforms import queries as platforms
from coop.platforms.models import Platform
from coop.platforms.rules import NewPlatform
from coop.platforms.service import add_platform
from coop.reports import service
from coop.reports.listing import count_of_name
from coop.reports.models import Report
from coop.reports.presenting import lines
from coop.reports.queries import dossier, draft_of, report_of_code
from coop.reports.rules import NoSuchReport
from coop.web.audiences import organizers
from coop.web.clock import today
from coop.web.refusals import said
from coop.web.submission import StaleForm

bp = Blueprint("report", __name__, url_prefix="/reports/<code>")


@bp.get("")
@organizers(records="read_report")
def read(code: str) -> Any:
    """All that is kept of a report: its answers, its author's words, the conversation."""
    report = _report(code)
    offered = platforms.best_known(OFFERED)
    named = {platform.id: platform.name for platform in offered}
    return render_template(
        "console/report.html",
        report=report,
        dossier=dossier(report),
        lines=lines(draft_of(report)),
        platform=named.get(report.platform_id) if report.platform_id else None,
        alike=count_of_name(report.platform_key),
        reply_form=ReplyForm(),
        map_form=MapForm(platforms=offered, data={"name": report.platform_typed}),
        button_form=ButtonForm(),
        word=value_name,
    )


@bp.post("/reply")
@organizers
def reply(code: str) -> Any:
    """Answer the report's author, who reads it with the receipt."""
    form = ReplyForm(request.form)
    if not form.validate():
        return render_template("console/reply.html", form=form, code=code), 422
    service.reply(code, form.text.data, today=today())
    flash(_("Your reply waits for whoever holds the receipt."))
    return _back(code)


@bp.post("/platform")
@organizers
def platform(code: str) -> Any:
    """Say which platform the typed name means; every report that typed it counts there."""
    report = _report(code)
    form = MapForm(request.form, platforms=platforms.best_known(OFFERED))
    done = map_name(form, report)
    if done is None:
        alike = count_of_name(report.platform_key)
        page = render_template(
            "console/map.html",
            form=form,
            typed=report.platform_typed,
            reports=alike,
            action=url_for("console.report.platform", code=code),
            back=url_for("console.report.read", code=code),
        )
        return page, 422
    flash(done)
    return _back(code)


@bp.post("/count")
@organizers
def count(code: str) -> Any:
    """Let a report that waited, or that was set aside, count."""
    _require_button()
    service.count_report(code)
    flash(_("The report counts from now on."))
    return _back(code)


@bp.post("/set-aside")
@organizers
def set_aside(code: str) -> Any:
    """Take a report out of the figures; counting it undoes this."""
    _require_button()
    service.set_aside(code)
    flash(_("The report is set aside and in no figure. “Count it” undoes this."))
    return _back(code)


def map_name(form: MapForm, report: Report) -> str | None:
    """Tie a report's typed name to the platform that a form names; what to tell, or None."""
    if not form.validate():
        return None
    try:
        meant = _meant(form, report)
        mapped = service.map_platform(report.code, meant)
    except Refusal as refusal:
        form.platform.errors = [said(refusal)]
        return None
    return ngettext(
        "%(num)s report counts under %(platform)s now.",
        "%(num)s reports count under %(platform)s now.",
        mapped,
        platform=meant.name,
    )


def _meant(form: MapForm, report: Report) -> Platform:
    chosen = platforms.platform(form.platform.data) if form.platform.data else None
    if chosen is not None:
        return chosen
    typed = report.platform_typed or ""
    return add_platform(NewPlatform(form.name.data, form.kind_of_work.data, aliases=(typed,)))


def _report(code: str) -> Report:
    report = report_of_code(code)
    if report is None:
        raise NoSuchReport
    return report


def _require_button() -> None:
    if not ButtonForm(request.form).validate():
        raise StaleForm


def _back(code: str) -> Any:
    return redirect(url_for("console.report.read", code=code), 303)
