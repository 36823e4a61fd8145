"""The list of reports with what they add up to, and its export."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from coop.console.export import About, as_csv
from coop.console.forms import FilterForm
from coop.console.words import value_name
from coop.platforms import queries as platforms
from coop.reports import listing
from coop.reports.figures import figures, slices
from coop.reports.selection import ClientNamedTooSeldom, Selection, require_client
from coop.reports.taxonomy import TAXONOMY
from coop.reports.totals import Figures
from coop.web.audiences import organizers
from coop.web.clock import today
from coop.web.refusals import said
from coop.web.settings import config

bp = Blueprint("reports", __name__)
# More platforms than any catalogue of this trade has; a longer one is searched by its own page.
OFFERED = 1_000


@bp.get("/reports")
@organizers(records="list_reports")
def listed() -> Any:
    """The counted reports of a selection: figures first, then the list, newest week first."""
    form = _filters()
    status = _refused(form)
    if status != 200:
        return _page(form, status=status)
    selection, standing = form.selection(), form.standing.data
    # What waits or was set aside is listed, and is in no figure.
    added_up = figures(selection) if standing == "counted" else None
    after = listing.place(request.args.get("after", ""))
    rows, following = listing.reports(selection, standing=standing, after=after)
    return _page(form, added_up=added_up, rows=rows, following=following, is_first=after is None)


@bp.get("/reports.csv")
@organizers(records="export_reports")
def export() -> Any:
    """The figures by each dimension as CSV, with small cells withheld, for inside only."""
    form = _filters()
    status = _refused(form)
    if status != 200:
        return _page(form, status=status)
    found = slices(form.selection())
    named = {platform.id.hex: platform.name for platform in platforms.best_known(OFFERED)}
    about = About(filters=form.told(), day=today(), least=config().k)
    text = as_csv(found, about, name_of=partial(value_name, platforms=named))
    name = f"reports-internal-{today().isoformat()}.csv"
    return Response(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _filters() -> FilterForm:
    return FilterForm(request.args, platforms=platforms.best_known(OFFERED), today=today())


def _refused(form: FilterForm) -> int:
    """The status that the filters ask for; a refused client stands as an error by its field."""
    if not form.validate():
        return 422
    try:
        require_client(form.selection(), least=config().k)
    except ClientNamedTooSeldom as refusal:
        form.client.errors = [said(refusal)]
        return refusal.status
    return 200


def _page(
    form: FilterForm,
    *,
    status: int = 200,
    added_up: Figures | None = None,
    rows: list[listing.Row] | None = None,
    following: listing.Place | None = None,
    is_first: bool = True,
) -> Response:
    kept = {name: text for name, text in request.args.items() if text and name in form}
    page = render_template(
        "console/reports.html",
        form=form,
        figures=added_up,
        rows=rows or [],
        following=following,
        is_first=is_first,
        kept=kept,
        is_filtered=form.selection() != Selection() if status == 200 else True,
        kinds={kind.code: kind.name for kind in TAXONOMY.kinds},
        word=value_name,
    )
    return make_response(page, status)
