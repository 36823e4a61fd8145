"""The reports' part of /api/v1: the taxonomy, filing, coming back with a receipt, histories."""

from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from flask_babel import gettext as _
from limits import parse

from coop.ledger.rules import stands_from
from coop.lib.codes import NotAReceipt, parse_receipt
from coop.lib.refusals import Refusal
from coop.lib.words import N_
from coop.reports import intake, queries, service
from coop.reports.following_forms import OutcomeForm
from coop.reports.forms import report_form
from coop.reports.presenting import report_as_json
from coop.reports.rules import NoSuchReceipt, withdrawal_salt
from coop.reports.taxonomy import TAXONOMY
from coop.web import limits, proof, submission
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.errors import problem
from coop.web.jsonbody import json_body
from coop.web.settings import config

bp = Blueprint("reports_api", __name__, url_prefix="/api/v1")
RECEIPT_RATE = parse("60 per minute")


class ProofMissing(Refusal):
    """A script filed without doing its sum."""

    status = 403
    sentence = N_(
        "A script must solve a challenge first: GET /api/v1/challenge, then send its "
        "`submission` and the solved `altcha` with the report; or send a member's `act`."
    )


def init_app(app: Flask) -> None:
    """Open the addresses."""
    app.register_blueprint(bp)


@bp.get("/grievances")
@anyone
def grievances() -> Response:
    """The taxonomy: every kind, its questions with types and bounds, its law."""
    return jsonify(TAXONOMY.as_json(_))


@bp.get("/challenge")
@anyone
@limits.limited("240 per minute", what="challenge")
def challenge() -> Response:
    """A challenge (ALTCHA) for a submission key: the one given, or a fresh one."""
    given = request.args.get("submission")
    if given is not None:
        submission.opened(intake.FORM, given)
    key = given or submission.new_key(intake.FORM)
    return jsonify({"submission": key} | proof.challenge(key))


@bp.post("/reports")
@anyone
@limits.limited("60 per minute", what="report")
def file_report() -> Any:
    """File a report; the same `submission` sent again answers with the same receipt."""
    body = json_body()
    key = str(body.pop("submission", ""))
    act = body.pop("act", "")
    is_proven = proof.is_solved(str(body.pop("altcha", "")), key)
    if not is_proven and act == "":
        raise ProofMissing
    form = report_form(TAXONOMY.kind(str(body.get("kind", ""))), body)
    if not form.validate_on(today()):
        return problem(422, _("Some answers need another look."), errors=form.errors_as_json())
    filed = intake.file(form.draft, key, is_proven=is_proven, sealed=form.sealed, act=act)
    answer = {
        "receipt": filed.receipt,
        "commitment": filed.commitment.hex(),
        "day": filed.day.isoformat(),
        "stands_in_ledger_from": stands_from(filed.day).isoformat(),
        "standing": filed.standing,
    }
    if not filed.is_same:
        return problem(
            409, _("This form was filed before with other answers, which stand."), **answer
        )
    return jsonify(answer), 201 if filed.is_new else 200


@bp.get("/reports/mine")
@anyone
def read_mine() -> Response:
    """The report that the receipt opens, with the organizers' replies."""
    report = queries.report_of_receipt(_receipt())
    if report is None:
        raise NoSuchReceipt
    return jsonify(report_as_json(queries.dossier(report)))


@bp.patch("/reports/mine")
@anyone
def update_mine() -> Any:
    """Update the outcome, the amount recovered, or answer the organizers."""
    stored = _receipt()
    report = queries.report_of_receipt(stored)
    if report is None:
        raise NoSuchReceipt
    form = OutcomeForm.of(report, json_body())
    if not form.validate():
        return problem(422, _("Some answers need another look."), errors=form.errors_as_json())
    intake.follow_up(form, stored)
    return read_mine()


@bp.delete("/reports/mine")
@anyone
def withdraw_mine() -> tuple[str, int]:
    """Wipe the report; its receipt no longer answers."""
    stored = _receipt()
    service.withdraw(stored, salt=withdrawal_salt(_typed_receipt()), today=today())
    return "", 204


def _receipt() -> bytes:
    """The stored form of the receipt in the Authorization header; counted against guessing."""
    return intake.secrets_of(config()).stored(_typed_receipt())


def _typed_receipt() -> str:
    """The twenty signs of the receipt in the Authorization header."""
    limits.check(RECEIPT_RATE, "receipt")
    scheme, _space, code = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "receipt":
        raise NoSuchReceipt
    try:
        return parse_receipt(code)
    except NotAReceipt as error:
        raise NoSuchReceipt from error
