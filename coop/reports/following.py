"""Coming back with a receipt: read, answer, update, take the dossier, withdraw.

The receipt travels in the body of a form, never in an address, a cookie or a session.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from limits import parse

from coop.ledger.rules import stands_from
from coop.lib.codes import NotAReceipt, grouped, parse_receipt
from coop.reports import intake, queries, service
from coop.reports.dossier import as_pdf, as_text, file_name
from coop.reports.following_forms import OutcomeForm, ReceiptForm, ReplyForm
from coop.reports.models import Report
from coop.reports.presenting import as_dossier, lines
from coop.reports.queries import draft_of
from coop.reports.rules import STANDINGS, NoSuchReceipt, withdrawal_salt
from coop.reports.taxonomy import TAXONOMY
from coop.web import limits
from coop.web.audiences import anyone
from coop.web.background import off_the_loop
from coop.web.clock import today
from coop.web.settings import config

bp = Blueprint("receipt", __name__, url_prefix="/reports")
GUESSES = parse("60 per minute")


@bp.get("/receipt")
@anyone
def door() -> str:
    """The one field that brings a worker back to a report."""
    return render_template("reports/receipt_door.html", form=ReceiptForm())


@bp.post("/receipt")
@anyone
def opened() -> Any:
    """Open the report, or do with it what the pressed button says."""
    limits.check(GUESSES, "receipt")
    form = ReceiptForm(request.form)
    try:
        receipt = parse_receipt(form.receipt.data or "")
        report = queries.report_of_receipt(intake.secrets_of(config()).stored(receipt))
    except NotAReceipt:
        report = None
    if report is None:
        form.receipt.errors = [_(NoSuchReceipt.sentence)]
        return render_template("reports/receipt_door.html", form=form), NoSuchReceipt.status
    act: Callable[..., Any] = ACTS.get(request.form.get("act", ""), _show)
    return act(report, grouped(receipt))


def _show(report: Report, receipt: str, **said: Any) -> str:
    dossier = queries.dossier(report)
    return render_template(
        "reports/mine.html",
        receipt=receipt,
        report=report,
        dossier=dossier,
        kind=TAXONOMY.kind(report.kind or ""),
        lines=lines(draft_of(report)),
        standing=_(STANDINGS[report.standing]),
        stands_from=stands_from(report.filed_on),
        **{"outcome": OutcomeForm.of(report, None), "reply": ReplyForm(), "form": None} | said,
    )


def _update(report: Report, receipt: str) -> Any:
    form = OutcomeForm.of(report, request.form)
    if not form.validate():
        return _show(report, receipt, outcome=form, form=form), 422
    intake.follow_up(form, report.receipt_hash)
    return _again(report, receipt, _("Saved."))


def _answer(report: Report, receipt: str) -> Any:
    form = ReplyForm(request.form)
    if not form.validate():
        return _show(report, receipt, reply=form, form=form), 422
    service.answer_organizers(report.receipt_hash, str(form.text.data), today=today())
    return _again(report, receipt, _("Your answer is with the organizers."))


def _again(report: Report, receipt: str, notice: str) -> str:
    found = queries.report_of_receipt(report.receipt_hash)
    if found is None:
        raise NoSuchReceipt
    return _show(found, receipt, notices=[("message", notice)])


def _ask_withdraw(report: Report, receipt: str) -> str:
    return render_template(
        "reports/withdraw.html", receipt=receipt, kind=TAXONOMY.kind(report.kind or "")
    )


def _withdraw(report: Report, receipt: str) -> str:
    salt = withdrawal_salt(parse_receipt(receipt))
    leaf = service.withdraw(report.receipt_hash, salt=salt, today=today())
    return render_template("reports/withdrawn.html", leaf=leaf, stands_from=stands_from(today()))


def _pdf(report: Report, _receipt: str) -> Response:
    said = as_dossier(queries.dossier(report))
    return _file(off_the_loop(as_pdf, said), "application/pdf", "pdf")


def _text(report: Report, _receipt: str) -> Response:
    said = as_dossier(queries.dossier(report))
    return _file(as_text(said).encode(), "text/plain; charset=utf-8", "txt")


def _file(body: bytes, content_type: str, ending: str) -> Response:
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(today(), ending)}"'
    return response


ACTS = {
    "update": _update,
    "answer": _answer,
    "ask-withdraw": _ask_withdraw,
    "withdraw": _withdraw,
    "pdf": _pdf,
    "text": _text,
}
