"""The door of an invitation: the phrase is shown once, typed back, and opens the seat."""

import hmac
import secrets
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from coop.accounts import invitation_service, queries, service
from coop.accounts.entrance import enter
from coop.accounts.forms import ButtonForm, TypeBackForm, require
from coop.accounts.keys import digest_of, keys_of, sealed_phrase
from coop.accounts.rules import ROLE_NAMES, LinkIsSpent, Role, differing_words
from coop.lib.phrases import WORD_COUNT, new_phrase, normalised
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.settings import config
from coop.web.submission import StaleForm

bp = Blueprint("joining", __name__, url_prefix="/join")


@bp.get("/<secret>")
@anyone
def join(secret: str) -> str:
    """What joining means, and the button that makes the phrase."""
    role = _role_offered(secret)
    return render_template(
        "accounts/join.html", form=ButtonForm(), role=ROLE_NAMES[role], secret=secret
    )


@bp.post("/<secret>")
@anyone
@limited("20 per minute", what="join")
def make_phrase(secret: str) -> Any:
    """Show a new phrase once, or take it back typed and open the seat."""
    if "seal" in request.form:
        return _type_back(secret)
    # First: joining in another tab spends the link, and the token of this tab with it.
    _role_offered(secret)
    require(ButtonForm(request.form))
    phrase = new_phrase(str(get_locale() or "en"), secrets.randbelow)
    seal = sealed_phrase(normalised(phrase), secret, config())
    form = TypeBackForm(data={"shown": phrase, "seal": seal})
    return render_template("accounts/phrase.html", form=form, phrase=phrase, secret=secret)


def _type_back(secret: str) -> Any:
    form = TypeBackForm(request.form)
    shown, typed = form.shown.data or "", normalised(form.phrase.data or "")
    # Only a phrase that this house made for this link: one's own choice would be guessed, and a
    # phrase that was seen once must not make the house stretch it for ever.
    seal = sealed_phrase(normalised(shown), secret, config())
    if not hmac.compare_digest(seal, form.seal.data or ""):
        raise StaleForm
    is_sound = form.validate()
    if form.has_no_token:
        _role_offered(secret)
    differing = differing_words(typed, normalised(shown))
    if is_sound and differing:
        form.phrase.errors = [_not_as_shown(differing)]
        is_sound = False
    if not is_sound:
        page = render_template("accounts/phrase.html", form=form, phrase=shown, secret=secret)
        return page, 422
    keys = keys_of(config())
    seat = invitation_service.join(secret, digest_of(typed, config()), keys=keys, today=today())
    return enter(service.open_session(seat.id, keys=keys, today=today()), None)


def _role_offered(secret: str) -> Role:
    """What the invitation offers; raises LinkIsSpent."""
    role = queries.role_offered(keys_of(config()).link(secret), today=today())
    if role is None:
        raise LinkIsSpent
    return role


def _not_as_shown(differing: list[int]) -> str:
    """Which words to look at again; where none is right, a list of numbers would not help."""
    if len(differing) >= WORD_COUNT:
        return _("None of these words stands where it was shown. Copy all seven, in their order.")
    return ngettext(
        "Not the words that were shown: look again at number %(numbers)s.",
        "Not the words that were shown: look again at numbers %(numbers)s.",
        len(differing),
        numbers=", ".join(map(str, differing)),
    )
