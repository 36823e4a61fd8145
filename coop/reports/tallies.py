"""Counts each report once into the summary tables that pages add up (docs/decisions/tallies.md)."""

from typing import Any
from typing import cast as cast_type

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    and_,
    cast,
    delete,
    func,
    literal_column,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy import inspect as sa_inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from coop.db import VoiceModel, insert_into, writing
from coop.reports.models import SUMMED, PayTally, Report, Tally

# Small enough that a worker who updates a report meanwhile hardly waits.
BATCH = 5_000
_LOCK = select(func.pg_advisory_xact_lock(7_240_016))

_reports = cast_type(Table, Report.__table__)
_FACTS = [_reports.c[name] for name in ("week", *SUMMED)]

# In the words of the partial index `ix_reports_new`, or no database would use it.
IS_NEW = and_(_reports.c.standing == literal_column("'counted'"), ~_reports.c.is_tallied)


def dimensions(rows: Any) -> dict[str, ColumnElement[str]]:
    """Each dimension's value of a row as text, empty where the report has none.

    A platform's value is its id in 32 hexadecimal digits, on both databases alike.
    """
    hexadecimal = func.replace(cast(rows.platform_id, String(36)), "-", "")
    return {
        "all": literal_column("''", String),
        "platform": func.coalesce(hexadecimal, ""),
        "kind": func.coalesce(rows.kind, ""),
        "country": func.coalesce(rows.country, ""),
        "strength": func.coalesce(rows.strength, ""),
        "outcome": func.coalesce(rows.outcome, ""),
    }


def sums(rows: Any) -> dict[str, ColumnElement[int]]:
    """What is added up over rows, by the names that `Tally` gives it."""
    return {
        "reports": func.count(),
        "amount_minor": _total(rows.amount_minor),
        "lost_minor": _total(rows.lost_minor),
        "lost_reports": func.count(rows.lost_minor),
        "recovered_minor": _total(rows.recovered_minor),
        "minutes": _total(rows.minutes),
        "unpaid_minutes": _total(rows.unpaid_minutes),
        "unpaid_reports": func.count(rows.unpaid_minutes),
        "asked_reason": func.count(rows.has_no_reason),
        "no_reason": func.count().filter(rows.has_no_reason),
        "asked_channel": func.count(rows.has_no_channel),
        "no_channel": func.count().filter(rows.has_no_channel),
        "asked_recovered": func.count(rows.is_recovered),
        "recovered": func.count().filter(rows.is_recovered),
    }


def tally_new() -> int:
    """Count what is new into the tallies, each report once; return how many there were.

    Two runs at once share the work: each takes a batch that the other does not hold.
    """
    counted = 0
    while taken := _tally_batch():
        counted += taken
    with writing("voice") as session:
        _wait_for_turn(session)
        for model in (Tally, PayTally):
            # An empty row would tell that something stood here and was withdrawn.
            session.execute(delete(model).where(model.reports == 0))
    return counted


def untally(session: Session, report: Report) -> None:
    """Take a report's part out of the tallies, in the caller's transaction."""
    untally_where(session, Report.id == report.id)
    set_committed_value(report, "is_tallied", False)


def untally_where(session: Session, condition: ColumnElement[bool]) -> int:
    """Take the part of all such reports out of the tallies; return how many had one."""
    session.flush()
    # Rows first and the tallies' lock after them, always: two writers never wait crosswise.
    held = select(_reports.c.id).where(condition).order_by(_reports.c.id).with_for_update()
    if not session.scalar(select(func.count()).select_from(held.subquery())):
        return 0
    _wait_for_turn(session)
    return _move(session, condition, is_counted_in=False)


def _tally_batch() -> int:
    with writing("voice") as session:
        _wait_for_turn(session)
        batch = (
            select(_reports.c.id)
            .where(IS_NEW)
            .order_by(_reports.c.week, _reports.c.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        return _move(session, _reports.c.id.in_(batch), is_counted_in=True)


def _wait_for_turn(session: Session) -> None:
    """One writer of the tallies at a time; SQLite has only one writer anyway."""
    voice = _voice(session)
    if voice.dialect.name == "postgresql":
        voice.execute(_LOCK)


def _move(session: Session, condition: ColumnElement[bool], *, is_counted_in: bool) -> int:
    """Mark reports and add or subtract them, so that nothing can come in between."""
    voice = _voice(session)
    which = and_(condition, _reports.c.is_tallied.is_(not is_counted_in))
    marking = update(_reports).where(which).values(is_tallied=is_counted_in)
    if voice.dialect.name == "postgresql":
        taken = marking.returning(*_FACTS).cte("taken")
        done = select(func.count()).select_from(taken)
        for model in (Tally, PayTally):
            adding = _adding(session, model, taken, is_counted_in)
            done = done.add_cte(adding.cte(f"added_{model.__tablename__}"))
        return int(voice.scalar(done) or 0)
    rows = select(*_FACTS).where(which).cte("taken").prefix_with("MATERIALIZED")
    for model in (Tally, PayTally):
        voice.execute(_adding(session, model, rows, is_counted_in))
    return voice.execute(marking).rowcount


def _adding(session: Session, model: type[VoiceModel], rows: Any, is_counted_in: bool) -> Any:
    """Add the sums over rows to a table of tallies, or subtract them."""
    keys = [column.name for column in sa_inspect(model).primary_key]
    by_value = _by_dimension if model is Tally else _pay_by_dimension
    parts = [by_value(rows.c, name, value) for name, value in dimensions(rows.c).items()]
    summed = union_all(*parts).subquery("summed")
    names = [column.name for column in summed.c if column.name not in keys]
    signed = [summed.c[name] if is_counted_in else -summed.c[name] for name in names]
    insert = insert_into(session, model).from_select(
        [*keys, *names],
        # SQLite reads ON CONFLICT as part of a join unless a WHERE stands before it.
        select(*(summed.c[key] for key in keys), *signed).where(text("1 = 1")),
    )
    return insert.on_conflict_do_update(
        index_elements=keys,
        set_={name: getattr(model, name) + insert.excluded[name] for name in names},
    )


def _by_dimension(rows: Any, name: str, value: ColumnElement[str]) -> Select[Any]:
    currency = func.coalesce(rows.currency, "")
    key = {"value": value, "week": rows.week, "currency": currency}
    return select(
        literal_column(f"'{name}'", String).label("dimension"),
        *(column.label(label) for label, column in (key | sums(rows)).items()),
    ).group_by(*_but_constants(key.values()))


def _pay_by_dimension(rows: Any, name: str, value: ColumnElement[str]) -> Select[Any]:
    return (
        select(
            literal_column(f"'{name}'", String).label("dimension"),
            value.label("value"),
            rows.currency.label("currency"),
            rows.hourly_minor.label("hourly_minor"),
            func.count().label("reports"),
        )
        .where(rows.hourly_minor.is_not(None), rows.currency.is_not(None))
        .group_by(*_but_constants((value, rows.currency, rows.hourly_minor)))
    )


def _but_constants(columns: Any) -> list[Any]:
    # PostgreSQL refuses to group by a constant.
    return [column for column in columns if not getattr(column, "is_literal", False)]


def _total(column: ColumnElement[int | None]) -> ColumnElement[int]:
    return func.coalesce(func.sum(column), 0)


def _voice(session: Session) -> Connection:
    return session.connection(bind_arguments={"mapper": Report})
