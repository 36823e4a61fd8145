"""A worker's own history: what it says, and reports filled in from it. Nothing is kept."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.datastructures import MultiDict

from coop.lib.money import as_text
from coop.lib.refusals import Refusal
from coop.lib.weeks import week_text
from coop.lib.words import N_
from coop.reports import intake, seals
from coop.reports.forms import ReportForm, report_form
from coop.reports.histories.refusals import UnreadableHistory
from coop.reports.histories.run import analyse
from coop.reports.histories.template import template_csv
from coop.reports.presenting import lines
from coop.reports.receipts import receipts_page
from coop.reports.rules import AlreadyWithdrawn, Filed, rounded
from coop.reports.taxonomy import TAXONOMY
from coop.web.audiences import anyone
from coop.web.clock import today
from coop.web.limits import limited
from coop.web.settings import config
from coop.web.submission import new_key
from coop.web.uploads import read_upload

bp = Blueprint("histories", __name__)
MOST_SENT = 60

STATUS_NAMES = {
    "paid": N_("Paid"),
    "pending": N_("Pending"),
    "rejected": N_("Refused"),
    "returned": N_("Returned"),
    "timed_out": N_("Timed out"),
    "screened_out": N_("Screened out"),
    "unknown": N_("Unknown"),
}
UNKNOWN_NAMES = STATUS_NAMES | {
    "returned": N_("tasks returned"),
    "timed_out": N_("tasks timed out"),
    "screened_out": N_("tasks screened out"),
    "money": N_("what was paid"),
    "seconds": N_("the time worked"),
    "union": N_("the time worked without overlaps"),
    "session": N_("the time with short pauses"),
    "hourly": N_("the pay an hour"),
    "median_hourly": N_("the median pay an hour"),
    "platform_check": N_("the platform's own count"),
}


class WorkerBehindFile(Refusal):
    """The worker's id stands behind a large file, which was already read without it."""

    status = 400
    sentence = N_("Send the field “worker” before the file.")


class NothingChosen(Refusal):
    """No draft was ticked."""

    status = 422
    sentence = N_("No report was chosen. Go back and tick those that you want to send.")


@bp.get("/reports/import")
@anyone
def door() -> str:
    """Choose the file; what can be read, and what happens to it."""
    return _door(None)


@bp.post("/reports/import")
@anyone
@limited("60 per minute", what="history")
def read() -> Any:
    """What the file says, and the reports that it could become."""
    try:
        found = _read()
    except Refusal as refusal:
        if not isinstance(refusal, UnreadableHistory) and refusal.status not in (413, 422):
            raise
        return _door(refusal), refusal.status
    drafts = [_offered(draft) for draft in found.get("drafts", ())]
    return render_template(
        "reports/history.html",
        found=found,
        drafts=drafts,
        most=MOST_SENT,
        statuses=STATUS_NAMES,
        unknowns=UNKNOWN_NAMES,
    )


@bp.post("/api/v1/histories")
@anyone
@limited("60 per minute", what="history")
def read_as_json() -> Response:
    """What the file says, as JSON; `drafts` are the reports that it could become."""
    return jsonify(_read())


@bp.get("/reports/import/template.csv")
@anyone
def template() -> Response:
    """Our own format, for what no platform exports."""
    response = Response(template_csv(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="template.csv"'
    return response


@bp.post("/reports/import/send")
@anyone
@limited("60 per minute", what="report")
def send() -> Any:
    """File every draft that was ticked, as it was computed, each with its own receipt."""
    chosen = list(dict.fromkeys(request.form.getlist("draft")))[:MOST_SENT]
    if not chosen:
        raise NothingChosen
    # All are opened before any is filed: a refusal would lose the receipts of those before it.
    opened = [_opened(seal, is_rounded="is_rounded" in request.form) for seal in chosen]
    return receipts_page(_file_all(opened))


def _opened(seal: str, *, is_rounded: bool) -> ReportForm:
    body = seals.opened(seal, key=intake.seal_key(config()), today=today())
    if body is None:
        raise seals.SealEnded
    form = report_form(TAXONOMY.kind(body["kind"]), _answers(body, is_rounded=is_rounded))
    if not form.validate_on(today()):
        raise seals.SealEnded
    form.submission.data, form.history.data = body["submission"], seal
    return form


def _file_all(forms: list[ReportForm]) -> list[Filed]:
    """File each; one that was withdrawn since is left out, unless none is left."""
    filed: list[Filed] = []
    withdrawn: list[AlreadyWithdrawn] = []
    for form in forms:
        key = form.submission.data or ""
        try:
            filed.append(intake.file(form.draft, key, is_proven=False, sealed=form.sealed))
        except AlreadyWithdrawn as refusal:
            withdrawn.append(refusal)
    if not filed:
        raise withdrawn[0]
    return filed


def _read() -> dict[str, Any]:
    def reader(chunks: Iterator[bytes], fields: dict[str, str]) -> dict[str, Any]:
        asked: list[str | None] = []

        def worker() -> str | None:
            asked.append(fields.get("worker", "").strip() or None)
            return asked[0]

        found = analyse(chunks, worker=worker)
        if (fields.get("worker", "").strip() or None) != asked[0]:
            raise WorkerBehindFile
        return found

    return read_upload("file", reader, most=config().max_upload)


def _door(refusal: Refusal | None) -> str:
    return render_template("reports/import.html", refusal=refusal, most=config().max_upload)


def _offered(draft: dict[str, Any]) -> dict[str, Any]:
    """A draft as the page shows it: sealed, in words, and as hidden fields for editing it."""
    key = new_key(intake.FORM)
    sealed = seals.seal(draft, submission=key, key=intake.seal_key(config()), today=today())
    answers = _answers(draft, is_rounded=True)
    form = report_form(TAXONOMY.kind(draft["kind"]), answers)
    form.submission.data, form.history.data = key, sealed
    is_whole = form.validate_on(today())
    return {
        "seal": sealed,
        "form": form,
        "lines": lines(rounded(form.draft)) if is_whole else [],
        "is_whole": is_whole,
        "platform": draft["platform"],
        "kind": form.of_kind,
    }


def _answers(draft: dict[str, Any], *, is_rounded: bool) -> MultiDict[str, str]:
    """A computed draft as the form's own fields."""
    amount = draft["amount_minor"]
    said = {
        "kind": draft["kind"],
        "platform": draft["platform"],
        "client": draft["client"],
        "week": draft["week"] and week_text(date.fromisoformat(draft["week"])),
        "minutes": draft["minutes"],
        "amount": None if amount is None else as_text(amount, draft["currency"]),
        "currency": draft["currency"],
        "task_count": draft["task_count"],
        "is_rounded": "y" if is_rounded else None,
    }
    return MultiDict({name: str(value) for name, value in said.items() if value is not None})
