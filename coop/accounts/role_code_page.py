"""The page on which a member makes a code that asks an organizer for a role."""

import secrets
from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from coop.accounts.forms import ButtonForm
from coop.accounts.role_codes import PURPOSE, new_role_code
from coop.web.audiences import members
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.settings import config
from coop.web.submission import StaleForm

bp = Blueprint("role_code", __name__, url_prefix="/role-code")


@bp.get("")
@members
def asked() -> str:
    """What such a code is for, and the button that makes one."""
    return render_template("accounts/role_code.html", form=ButtonForm(), code=None)


@bp.post("")
@members
@limited("10 per minute", what="role code")
def make() -> Any:
    """Show a fresh code once; the one before no longer counts."""
    form = ButtonForm(request.form)
    if not form.validate():
        raise StaleForm
    code = new_role_code(
        current_user.seat_id,
        key=config().key(PURPOSE),
        randbelow=secrets.randbelow,
        today=today(),
    )
    return render_template("accounts/role_code.html", form=form, code=code)
