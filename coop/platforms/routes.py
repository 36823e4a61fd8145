"""The catalogue, open to anyone."""

from flask import Blueprint, Flask, abort, render_template, request

from coop.platforms import queries
from coop.platforms.forms import SearchForm
from coop.platforms.rules import KINDS_OF_WORK, SLUG
from coop.web.audiences import anyone
from coop.web.paging import page_asked
from coop.web.settings import config

bp = Blueprint("platforms", __name__, url_prefix="/platforms")


def init_app(app: Flask) -> None:
    """Open the catalogue's pages."""
    app.register_blueprint(bp)


@bp.get("")
@anyone
def catalogue() -> str:
    """The platforms by name, found under any of their names."""
    form, page = SearchForm(request.args), page_asked()
    platforms, more = queries.catalogue(search=form.q.data, page=page)
    return render_template(
        "platforms/catalogue.html",
        form=form,
        platforms=platforms,
        other_names=queries.other_names(platforms),
        kinds_of_work=KINDS_OF_WORK,
        page=page,
        more=more,
    )


@bp.get("/<slug>")
@anyone
def platform(slug: str) -> str:
    """One platform: its names, its work, where it gives it."""
    found = queries.platform(slug) if SLUG.match(slug) else None
    if found is None:
        abort(404)
    return render_template(
        "platforms/platform.html",
        platform=found,
        other_names=queries.other_names([found]).get(found.id, []),
        kinds_of_work=KINDS_OF_WORK,
        k=config().k,
    )
