"""The wallet's doors: its page, what may be drawn, and drawing."""

import hashlib
import hmac
import uuid
from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from coop.features import parts
from coop.lib.refusals import Refusal
from coop.tokens.queries import issuing_scopes
from coop.tokens.rules import KINDS
from coop.tokens.sealing import keys_of
from coop.wallet import queries, service
from coop.wallet.bodies import answers, entry
from coop.wallet.rules import MOST_AT_ONCE, StaleToken
from coop.wallet.signing import signatures
from coop.web.audiences import members
from coop.web.background import off_the_loop
from coop.web.clock import today
from coop.web.forms import SignedInForm
from coop.web.jsonbody import json_list
from coop.web.limits import limited
from coop.web.paging import page_asked
from coop.web.refusals import said
from coop.web.settings import config

bp = Blueprint("wallet", __name__, url_prefix="/me/wallet")


def init_app(app: Flask) -> None:
    """Open the addresses."""
    app.register_blueprint(bp)
    app.context_processor(_context)


def _context() -> dict[str, str]:
    """The mark of the seat for pages that only its holder sees: others may not ask who that is."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "audience", "anyone") == "anyone":
        return {"wallet_mark": ""}
    try:
        is_seated = current_user.is_authenticated
    except SQLAlchemyError:
        # The page that says what broke is drawn with this too.
        is_seated = False
    return {"wallet_mark": _mark(current_user.seat_id) if is_seated else ""}


def _seat() -> str:
    """Drawing is counted by seat: a village that shares one address draws as a whole."""
    return f"seat {current_user.seat_id.hex}"


@bp.get("")
@members
def wallet() -> str:
    """The wallet on this phone, and which rights were issued in this seat's name."""
    page = page_asked()
    issued, more = queries.rights_of(current_user.seat_id, page=page)
    return render_template(
        "wallet/wallet.html", issued=_named(issued), kinds=KINDS, page=page, more=more
    )


@bp.get("/rights")
@members
def rights() -> Response:
    """What this seat may draw today, what it drew, and the token that drawing asks for."""
    found = queries.drawable(current_user.seat_id, today=today())
    scopes = [
        {"scope": each.scope, "slots": each.slots, "issued": list(each.issued)} for each in found
    ]
    token = SignedInForm().csrf_token.current_token
    return jsonify({"csrf": token, "mark": _mark(current_user.seat_id), "scopes": scopes})


@bp.post("")
@members
@limited("30 per minute", "300 per hour", what="draw tokens", by=_seat)
def draw() -> Any:
    """Sign the blinded messages that this seat may have signed, each judged by itself."""
    _require_token(request.headers.get("X-CSRF-Token", ""))
    entries = [entry(sent) for sent in json_list(most=MOST_AT_ONCE)]
    scopes = issuing_scopes(today=today())
    orders = [each.order for each in entries if each.order]
    verdicts = service.draw(current_user.seat_id, orders, scopes)
    sealing = keys_of(config()).sealing
    signed = off_the_loop(signatures, verdicts, scopes, sealing=sealing)
    return jsonify(answers(entries, verdicts, signed, _said))


def _named(issued: list[queries.Issued]) -> list[queries.Issued]:
    """The rights with what features above this one call them, beside their codes."""
    scopes = [each.scope for each in issued if not each.title]
    names: dict[str, str] = {}
    for naming in parts("naming"):
        names |= naming.titles(scopes)
    return [
        replace(each, title=f"{names[each.scope]} ({each.subject})")
        if each.scope in names
        else each
        for each in issued
    ]


def _mark(seat_id: uuid.UUID) -> str:
    """What a wallet knows its seat by, on a phone that several members use."""
    key = config().key("wallet mark")
    return hmac.new(key, seat_id.bytes, hashlib.sha256).hexdigest()[:32]


def _require_token(token: str) -> None:
    """Only a page of ours can read the token of its session and send it in a header."""
    if not SignedInForm(MultiDict({"csrf_token": token})).validate():
        raise StaleToken


def _said(refusal: Refusal) -> str:
    return said(refusal)
