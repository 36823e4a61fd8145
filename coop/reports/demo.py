"""Three thousand made-up reports, some with words, and a few conversations about them."""

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import insert, select

from coop.db import db, writing
from coop.ledger import service as ledger
from coop.lib.codes import new_code
from coop.platforms.models import Platform, PlatformAlias
from coop.platforms.rules import key
from coop.reports.demo_drafts import KnownPlatform, filing_day, happens, made_up
from coop.reports.demo_testimonies import FRENCH_SPEAKING, TESTIMONIES, Told
from coop.reports.models import Reply, Report, Testimony
from coop.reports.rules import Draft, commitment, consequences, rounded

COUNT = 3_000
WAITING, SET_ASIDE, FROM_HISTORY = 0.012, 0.003, 0.4
# What became of it, of a hundred; only where money was owed.
OUTCOMES = {"unpaid": 74, "partly_paid": 8, "paid_in_full": 5, "account_restored": 1, "other": 2}
# The platforms that most workers know, by slug; all others weigh one.
WEIGHTS = {
    "amazon-mechanical-turk": 24, "clickworker": 9, "appen": 9, "toloka": 7, "prolific": 5,
    "microworkers": 8, "remotasks": 7, "oneforma": 4, "taskus": 4, "uber": 6, "deliveroo": 4,
    "outlier": 6, "telus-international": 4, "teleperformance": 4, "dataannotation": 3,
    "facebook-moderation-through-contractors": 4, "google-raters-through-contractors": 3,
}  # fmt: skip


@dataclass(slots=True)
class Rows:
    """What is laid into the tables in one go."""

    reports: list[dict[str, Any]] = field(default_factory=list)
    testimonies: list[dict[str, Any]] = field(default_factory=list)
    replies: list[dict[str, Any]] = field(default_factory=list)


def has_rows() -> bool:
    """Whether any report stands here, a withdrawn one included."""
    return db.session.execute(select(Report.id).limit(1)).first() is not None


def demo(*, source: random.Random, today: date) -> None:
    """Lay the made-up reports into the catalogue's platforms; upkeep counts them afterwards."""
    known, ids = _known_platforms()
    drafts = [made_up(source, known, today) for _ in range(COUNT)]
    told = _told(source, drafts)
    rows = Rows()
    for number, draft in enumerate(drafts):
        _lay(rows, draft, told.get(number), source=source, ids=ids, today=today)
    with writing("voice") as session:
        session.execute(insert(Report), rows.reports)
        session.execute(insert(Testimony), rows.testimonies)
        session.execute(insert(Reply), rows.replies)
        for day, reports in groupby(sorted(rows.reports, key=_filed_on), key=_filed_on):
            ledger.wait(session, [report["commitment"] for report in reports], today=day)


def _filed_on(report: Mapping[str, Any]) -> date:
    day: date = report["filed_on"]
    return day


def _known_platforms() -> tuple[list[KnownPlatform], dict[str, uuid.UUID]]:
    """The catalogue as drafts are made up for it, and the platform of each name."""
    names: dict[uuid.UUID, list[str]] = {}
    ids: dict[str, uuid.UUID] = {}
    for alias in db.session.scalars(select(PlatformAlias).order_by(PlatformAlias.key)):
        names.setdefault(alias.platform_id, []).append(alias.name)
        ids[alias.key] = alias.platform_id
    platforms = db.session.scalars(select(Platform).order_by(Platform.slug))
    known = [
        KnownPlatform(
            names=tuple(dict.fromkeys((one.name, *names[one.id]))),
            kind_of_work=one.kind_of_work,
            countries=tuple(one.countries),
            weight=WEIGHTS.get(one.slug, 1),
        )
        for one in platforms
    ]
    return known, ids


def _told(source: random.Random, drafts: Sequence[Draft]) -> dict[int, Told]:
    """Which draft says which testimony: one of its kind, from where its language is spoken."""
    found: dict[int, Told] = {}
    for told in TESTIMONIES:
        fitting = [
            number
            for number, draft in enumerate(drafts)
            if draft.kind == told.kind
            and (draft.country in FRENCH_SPEAKING) == (told.language == "fr")
            and number not in found
        ]
        if fitting:
            found[source.choice(fitting)] = told
    return found


def _lay(
    rows: Rows,
    draft: Draft,
    told: Told | None,
    *,
    source: random.Random,
    ids: Mapping[str, uuid.UUID],
    today: date,
) -> None:
    draft = _with_outcome(source, draft)
    if told:
        draft = replace(draft, testimony=told.text, may_quote=happens(source, 0.5))
    report = _row(draft, source=source, ids=ids, today=today)
    rows.reports.append(report)
    if told is None:
        return
    rows.testimonies.append({"report_id": report["id"], "text": told.text})
    for number, line in enumerate(told.lines, start=1):
        written_on = min(report["filed_on"] + timedelta(days=2 * number), today)
        by = "organizers" if number % 2 else "worker"
        rows.replies.append(
            {
                "report_id": report["id"],
                "number": number,
                "written_by": by,
                "written_on": written_on,
                "text": line,
            }
        )


def _with_outcome(source: random.Random, draft: Draft) -> Draft:
    """The draft with what became of it, where money is owed and its author came back to say."""
    owed = consequences(draft, outcome=None, recovered=0).lost_minor
    if not owed or happens(source, 0.25):
        return draft
    outcome = source.choices(list(OUTCOMES), weights=list(OUTCOMES.values()))[0]
    if outcome != "partly_paid":
        return replace(draft, outcome=outcome)
    back = round(owed * source.uniform(0.1, 0.6))
    return rounded(replace(draft, outcome=outcome, recovered_minor=back))


def _row(
    draft: Draft, *, source: random.Random, ids: Mapping[str, uuid.UUID], today: date
) -> dict[str, Any]:
    """The report's row, with random secrets: no receipt opens it."""
    salt, platform_key = source.randbytes(16), key(draft.platform)
    said = asdict(draft)
    for elsewhere in ("platform", "testimony"):
        del said[elsewhere]
    follows = consequences(draft, outcome=draft.outcome, recovered=draft.recovered_minor)
    return (
        {
            "id": uuid.UUID(bytes=source.randbytes(16), version=4),
            "code": new_code(source.randrange),
            "receipt_hash": source.randbytes(32),
            "commitment": commitment(draft, salt),
            "salt": salt,
            "standing": _standing(source),
            "strength": _strength(source, draft),
            "filed_on": filing_day(source, draft.week, today),
            "platform_typed": draft.platform,
            "platform_key": platform_key,
            "platform_id": ids.get(platform_key),
            "client_key": key(draft.client) if draft.client else None,
        }
        | said
        | asdict(follows)
    )


def _standing(source: random.Random) -> str:
    drawn = source.random()
    if drawn < WAITING:
        return "waiting"
    return "set_aside" if drawn < WAITING + SET_ASIDE else "counted"


def _strength(source: random.Random, draft: Draft) -> str:
    """Only work that a platform's own file lists can come from a history."""
    is_in_histories = draft.kind == "unpaid_rejection" and draft.client is not None
    return "from_history" if is_in_histories and happens(source, FROM_HISTORY) else "declared"
