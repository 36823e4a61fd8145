"""What a refusal says to the reader: its sentence in their language, its days in their words."""

from datetime import date

from flask_babel import gettext as _

from coop.lib.refusals import Refusal
from coop.web.formats import day


def said(refusal: Refusal) -> str:
    """The sentence of a refusal, filled."""
    params = {
        name: day(value) if isinstance(value, date) else value
        for name, value in refusal.params.items()
    }
    return _(refusal.sentence, **params)
