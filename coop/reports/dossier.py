"""One's own dossier, for one's own lawyer: a PDF by typst, or plain text."""

import json
from datetime import date
from typing import Any

import typst

from coop.config import ROOT
from coop.lib.refusals import Refusal
from coop.lib.words import N_

_UNDRAWN = dict.fromkeys((*range(32), *range(127, 160)), " ") | dict.fromkeys(
    (0x0A, 0x2028, 0x2029), "\n"
)
SOURCE = ROOT / "templates" / "reports" / "dossier.typ"


class LettersMissing(Refusal):
    """No font of this house has all the letters of the report."""

    status = 422
    sentence = N_(
        "The PDF cannot show some of the letters in this report. "
        "Go back and download it as text: there nothing is missing."
    )


def as_pdf(said: dict[str, Any]) -> bytes:
    """The dossier as PDF/UA; what a worker wrote goes in as data, never as typst source."""
    inputs = {"dossier": json.dumps(_drawn(said))}
    try:
        made = typst.compile(str(SOURCE), format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    except typst.TypstError as error:
        # PDF/UA refuses letters that no font here can draw; boxes would tell a lawyer nothing.
        raise LettersMissing from error
    return bytes(made)


def _drawn(value: Any) -> Any:
    """The same words without control signs, for which no font need have a letter."""
    if isinstance(value, str):
        return value.translate(_UNDRAWN)
    if isinstance(value, dict):
        return {name: _drawn(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawn(each) for each in value]
    return value


def as_text(said: dict[str, Any]) -> str:
    """The dossier as plain text, readable anywhere."""
    parts = [said["title"], "=" * len(said["title"]), ""]
    parts += [f"{label}: {value}" for label, value in said["facts"]]
    for heading, lines in said["sections"]:
        parts += ["", heading, "-" * len(heading), *lines]
    return "\n".join([*parts, ""])


def file_name(day: date, ending: str) -> str:
    """A file name that says as little as can be on a phone that others look at."""
    return f"notes-{day:%Y-%m}.{ending}"
