"""A report in words: for the page that checks it, its author's dossier, the console, the API."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from coop.lib import money
from coop.lib.weeks import week_text
from coop.reports.everyone import COMMON
from coop.reports.facts import Choice, Choices, Fact, Flag, Money, Whole
from coop.reports.law import LAWYER
from coop.reports.queries import Dossier, draft_of
from coop.reports.rules import STANDINGS, Draft
from coop.reports.taxonomy import TAXONOMY
from coop.web import formats

Line = tuple[str, str]

# Said elsewhere on the page, or only a setting of how the rest is kept.
NOT_LISTED = {"kind", "currency", "testimony", "is_rounded", "client_never_told"}


def lines(draft: Draft) -> list[Line]:
    """What a report says, question by question, leaving out what was not answered."""
    said = _answers(draft)
    kind = TAXONOMY.kind(draft.kind)
    told = [(_("What happened"), _(kind.name))]
    for fact in (*COMMON, *kind.facts):
        if fact.code in NOT_LISTED or said.get(fact.code) in (None, "", [], False):
            continue
        told.append((_(fact.question), answer(fact, said[fact.code], draft.currency)))
    return told


def answer(fact: Fact, value: Any, currency: str | None) -> str:
    """One answer in the reader's language."""
    if fact.code == "week":
        return formats.week(value)
    if fact.code == "country":
        return formats.country(value)
    if isinstance(fact, Choices):
        return ", ".join(_(fact.label_of(code)) for code in value)
    if isinstance(fact, Choice):
        return _(fact.label_of(value))
    if isinstance(fact, Money):
        return formats.money(value, currency)
    if isinstance(fact, Whole):
        unit = _(fact.unit) if fact.unit else ""
        return f"{formats.number(value)} {unit}".strip()
    if isinstance(fact, Flag):
        return _("Yes") if value else _("No")
    return str(value)


def _answers(draft: Draft) -> dict[str, Any]:
    return dict(draft.facts) | {
        "platform": draft.platform,
        "client": _("I was never told") if draft.client_never_told else draft.client,
        "week": draft.week,
        "country": draft.country,
        "task_type": draft.task_type,
        "task_count": draft.task_count,
        "minutes": draft.minutes,
        "amount": draft.amount_minor,
        "tried": draft.tried,
        "outcome": draft.outcome,
        "recovered": draft.recovered_minor,
        "may_quote": draft.may_quote,
    }


def report_as_json(dossier: Dossier) -> dict[str, Any]:
    """What the API tells the holder of a receipt: all that is kept of the report."""
    report, draft = dossier.report, draft_of(dossier.report)
    return {
        "standing": report.standing,
        "strength": report.strength,
        "filed_on": report.filed_on.isoformat(),
        "commitment": report.commitment.hex(),
        "kind": draft.kind,
        "platform": draft.platform,
        "client": draft.client,
        "client_never_told": draft.client_never_told,
        "week": week_text(draft.week),
        "country": draft.country,
        "task_type": draft.task_type,
        "task_count": draft.task_count,
        "minutes": draft.minutes,
        "amount": _decimal(draft.amount_minor, draft.currency),
        "currency": draft.currency,
        "tried": draft.tried,
        "facts": dict(draft.facts),
        "outcome": draft.outcome,
        "recovered": _decimal(draft.recovered_minor, draft.currency),
        "lost": _decimal(report.lost_minor, draft.currency),
        "testimony": dossier.testimony,
        "may_quote": draft.may_quote,
        "replies": [
            {"by": line.by, "on": line.on.isoformat(), "text": line.text} for line in dossier.lines
        ],
    }


def _decimal(minor: int | None, currency: str | None) -> str | None:
    return None if minor is None or currency is None else money.as_text(minor, currency)


def as_dossier(dossier: Dossier) -> dict[str, Any]:
    """A report as its author hands it to a lawyer: everything that is kept, in words."""
    report = dossier.report
    draft = draft_of(report)
    law = [
        _("%(instrument)s, article %(article)s: %(subject)s. %(link)s", **_basis(basis))
        for basis in TAXONOMY.kind(draft.kind).law
    ]
    sections = [
        (_("In your own words"), dossier.testimony.split("\n") if dossier.testimony else []),
        (
            _("Between you and the organizers"),
            [
                f"{formats.day(line.on)}, {_who(line.by)}: {part}"
                for line in dossier.lines
                for part in line.text.split("\n")
            ],
        ),
        (_("The law that this kind of grievance can rest on"), [*law, _(LAWYER)]),
    ]
    return {
        "title": _("Report of a grievance"),
        "lead": _(
            "This is all that is kept of this report, as its author wrote it. "
            "It shows what was declared, when it was filed, and its commitment; "
            "it does not show that it is true."
        ),
        "language": str(get_locale() or "en"),
        "columns": [_("Question"), _("Answer")],
        "facts": [
            *lines(draft),
            (_("Filed on"), formats.day(report.filed_on)),
            (_("Standing"), _(STANDINGS[report.standing])),
            (_("Commitment (SHA-256)"), report.commitment.hex()),
        ],
        "sections": [(title, body) for title, body in sections if body],
    }


def _basis(basis: Any) -> dict[str, str]:
    told: dict[str, str] = basis.as_json(_)
    return told


def _who(by: str) -> str:
    return _("the organizers") if by == "organizers" else _("you")
