"""Scopes as pages, the wallet and other features read them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from coop.db import db
from coop.tokens.models import Scope, ScopeKey, SpentToken
from coop.tokens.rules import KINDS, NoSuchScope, PublicScope

# What another transaction closed meanwhile must not be read from this session's memory.
FRESH = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class IssuingScope:
    """A scope whose tokens can still be drawn, with its private key as it is stored."""

    code: str
    kind: str
    public_key: bytes
    sealed_key: bytes
    closes_on: date
    eligible_since: date | None
    is_box_open: bool

    @property
    def slots(self) -> int:
        """How many tokens a member may draw."""
        return KINDS[self.kind].slots


def scope(code: str) -> PublicScope:
    """The scope of this code; raises NoSuchScope."""
    found = find_scope(code)
    if found is None:
        raise NoSuchScope
    return found


def find_scope(code: str) -> PublicScope | None:
    """The scope of this code, or None."""
    return next(iter(_read(select(Scope).where(Scope.code == code))), None)


def scopes_of(codes: Iterable[str]) -> dict[str, PublicScope]:
    """The scopes of these codes, in one query."""
    return {row.code: row for row in _read(select(Scope).where(Scope.code.in_(set(codes))))}


def open_scopes(*, today: date) -> list[PublicScope]:
    """All scopes whose tokens can be drawn today, by code; those of the next period included."""
    return _read(_issuing(today).order_by(Scope.code))


def issuing_scopes(*, today: date) -> dict[str, IssuingScope]:
    """The same with their private keys as stored: for the wallet alone."""
    keyed = _issuing(today).join(ScopeKey, ScopeKey.scope_code == Scope.code)
    rows = db.session.execute(keyed.add_columns(ScopeKey.sealed_key), execution_options=FRESH)
    return {
        row.code: IssuingScope(
            code=row.code,
            kind=row.kind,
            public_key=row.public_key,
            sealed_key=sealed_key,
            closes_on=row.closes_on,
            eligible_since=row.eligible_since,
            is_box_open=row.is_box_open,
        )
        for row, sealed_key in rows
    }


def due_scopes(*, today: date) -> list[PublicScope]:
    """Scopes whose last day is over and which are not closed yet."""
    due = select(Scope).where(Scope.is_closed.is_(False), Scope.closes_on < today)
    return _read(due.order_by(Scope.code))


def titles(codes: Iterable[str]) -> dict[str, str]:
    """What these scopes call what they are about, where their descriptors say so."""
    rows = db.session.execute(
        select(Scope.code, Scope.descriptor).where(Scope.code.in_(list(codes)))
    )
    told = {row.code: json.loads(row.descriptor).get("title") for row in rows}
    return {code: title for code, title in told.items() if title}


def spent_count(code: str) -> int:
    """How many tokens of a scope were spent."""
    count = select(func.count()).select_from(SpentToken).where(SpentToken.scope_code == code)
    return db.session.scalar(count) or 0


def public(row: Scope) -> PublicScope:
    """A scope without its private key."""
    return PublicScope(
        code=row.code,
        kind=row.kind,
        subject=row.subject,
        descriptor=row.descriptor,
        key=row.public_key,
        leaf=row.leaf,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        is_closed=row.is_closed,
        is_box_open=row.is_box_open,
        roll_size=row.roll_size,
        eligible_since=row.eligible_since,
        issued_count=row.issued_count,
    )


def _read(query: Select[Scope]) -> list[PublicScope]:
    return [public(row) for row in db.session.scalars(query, execution_options=FRESH)]


def _issuing(today: date) -> Select[Scope]:
    return select(Scope).where(Scope.is_closed.is_(False), Scope.closes_on >= today)
