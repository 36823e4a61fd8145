"""Filing from the web: submission key, proof and seal in, receipt out; pages and API alike."""

from dataclasses import asdict
from typing import Any

from coop.config import Config
from coop.reports import seals, service
from coop.reports.credentials import credential
from coop.reports.following_forms import OutcomeForm
from coop.reports.rules import Draft, Filed
from coop.web import submission as submissions
from coop.web.clock import today
from coop.web.settings import config

FORM = "report"


def secrets_of(settings: Config) -> service.Secrets:
    """The keys of receipts and salts."""
    return service.Secrets(
        receipt=settings.key("receipts"),
        receipt_hash=settings.key("receipt hashes"),
        salt=settings.key("report salts"),
    )


def seal_key(settings: Config) -> bytes:
    """The key that seals drafts computed from a history."""
    return settings.key("histories")


def file(
    draft: Draft, submission: str, *, is_proven: bool, sealed: str = "", act: Any = ""
) -> Filed:
    """File a draft under its submission key.

    A seal that holds gives it `from_history`; else a member's right that is spent on it, `member`.
    """
    opened = submissions.opened(FORM, submission)
    given = credential(act, submission=submission, today=today())
    said = asdict(draft) | {"week": draft.week.isoformat()}
    is_from_history = bool(sealed) and seals.holds(
        sealed, said, submission=submission, key=seal_key(config()), today=today()
    )
    return service.file_report(
        draft,
        submission=opened,
        keys=secrets_of(config()),
        # Reading a history cost its sender more than the sum would; a member has ten rights.
        is_proven=is_proven or is_from_history or given is not None,
        strength="from_history" if is_from_history else "member" if given else "declared",
        credential=given,
        today=today(),
    )


def follow_up(form: OutcomeForm, stored_receipt: bytes) -> None:
    """Store what the holder of a receipt says came of the report."""
    service.update_outcome(
        stored_receipt,
        outcome=form.said["outcome"],
        recovered_minor=form.said["recovered"],
    )
    if form.reply.data:
        service.answer_organizers(stored_receipt, form.reply.data, today=today())
