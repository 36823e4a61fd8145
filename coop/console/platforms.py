"""The names that workers typed and no platform answers to, and the catalogue they belong in."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from coop.console.platform_forms import MapForm, PlatformForm
from coop.console.report import map_name
from coop.console.reports import OFFERED
from coop.lib.refusals import Refusal
from coop.platforms import queries as catalogue
from coop.platforms.models import Platform
from coop.platforms.rules import NewPlatform, key
from coop.platforms.service import add_platform
from coop.reports import service
from coop.reports.listing import unmapped_name, unmapped_names
from coop.reports.queries import report_of_code
from coop.reports.rules import NoSuchReport
from coop.web.audiences import organizers
from coop.web.paging import page_asked
from coop.web.refusals import said

bp = Blueprint("platforms", __name__, url_prefix="/platforms")


@bp.get("")
@organizers(records="list_reports")
def listed() -> Any:
    """Typed names by how many reports have them, and a form for a platform that is missing."""
    return _page(PlatformForm())


@bp.post("")
@organizers(records="list_reports")
def add() -> Any:
    """Add a platform; reports that typed one of its names count under it at once."""
    form = PlatformForm(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        new = form.draft()
        added = add_platform(new)
        mapped = _map_all(added, new)
    except Refusal as refusal:
        form.name.errors = [said(refusal)]
        return _page(form), refusal.status
    flash(
        ngettext(
            "%(platform)s stands in the catalogue; %(num)s report that named it counts there now.",
            "%(platform)s stands in the catalogue; %(num)s reports that named it count there now.",
            mapped,
            platform=added.name,
        )
    )
    return redirect(url_for("console.platforms.listed"), 303)


@bp.get("/name")
@organizers(records="list_reports")
def name() -> Any:
    """One typed name: how many reports have it, and which platform it may mean."""
    found, _code = _asked()
    offered = catalogue.best_known(OFFERED)
    form = MapForm(platforms=offered, data={"name": found.typed})
    return _map_page(form, found)


@bp.post("/name")
@organizers
def map_one() -> Any:
    """Say which platform a typed name means."""
    found, code = _asked()
    report = report_of_code(code)
    if report is None:
        raise NoSuchReport
    form = MapForm(request.form, platforms=catalogue.best_known(OFFERED))
    done = map_name(form, report)
    if done is None:
        return _map_page(form, found), 422
    flash(done)
    return redirect(url_for("console.platforms.listed"), 303)


def _asked() -> Any:
    found = unmapped_name(request.args.get("name", ""))
    if found is None:
        raise NoSuchReport
    return found


def _map_page(form: MapForm, found: Any) -> str:
    return render_template(
        "console/map.html",
        form=form,
        typed=found.typed,
        reports=found.reports,
        action=url_for("console.platforms.map_one", name=found.key),
        back=url_for("console.platforms.listed"),
    )


def _map_all(added: Platform, new: NewPlatform) -> int:
    mapped = 0
    for typed in dict.fromkeys(key(each) for each in (new.name, *new.aliases)):
        found = unmapped_name(typed)
        if found is not None:
            mapped += service.map_platform(found[1], added)
    return mapped


def _page(form: PlatformForm) -> str:
    page = page_asked()
    names, more = unmapped_names(page=page)
    return render_template("console/platforms.html", form=form, names=names, page=page, more=more)
