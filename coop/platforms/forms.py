"""What a browser may ask of the catalogue."""

from flask_babel import lazy_gettext as _l
from wtforms import SearchField

from coop.platforms.rules import NAME_MAX
from coop.web.forms import Form


class SearchForm(Form):
    """A name, or a part of one, under any spelling."""

    q = SearchField(
        _l("Find a platform"),
        description=_l("By any of its names, such as “mturk”."),
        filters=[lambda typed: (typed or "").strip()[:NAME_MAX]],
        render_kw={"autocomplete": "off", "maxlength": NAME_MAX},
    )
