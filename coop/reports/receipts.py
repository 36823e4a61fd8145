"""The page that shows a receipt: the answer to the sending itself, never an address."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from coop.ledger.rules import stands_from
from coop.lib import qr
from coop.reports.dossier import file_name
from coop.reports.rules import Filed
from coop.web.clock import today
from coop.web.formats import day


def receipts_page(filed: list[Filed]) -> Any:
    """Show receipts, once, in the answer to the sending itself."""
    shown = [
        {
            "filed": each,
            "groups": each.receipt.split("-"),
            "qr": qr.svg(each.receipt),
            "stands_from": stands_from(each.day),
        }
        for each in filed
    ]
    page = render_template(
        "reports/receipt.html",
        shown=shown,
        text=_receipt_file(filed),
        filename=file_name(today(), "txt"),
    )
    differs = any(not each.is_same for each in filed)
    return page, 409 if differs else 201 if any(each.is_new for each in filed) else 200


def _receipt_file(filed: list[Filed]) -> str:
    parts = [_("Keep this where only you can read it. It is the only way back.")]
    for each in filed:
        parts += ["", each.receipt, _("Commitment: %(value)s", value=each.commitment.hex())]
        parts.append(_("In the public ledger from %(day)s", day=day(stands_from(each.day))))
    parts += ["", _("To come back: %(address)s", address=f"{request.host_url}reports/receipt")]
    parts.append(_("The public ledger: %(address)s", address=f"{request.host_url}ledger"))
    return "\n".join(parts) + "\n"
