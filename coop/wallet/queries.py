"""What a seat may draw, what was issued in its name, and how many were issued at all."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from coop.accounts.models import Seat
from coop.db import db
from coop.tokens.acts import public_key
from coop.tokens.queries import IssuingScope, open_scopes, titles
from coop.tokens.rules import KINDS
from coop.wallet.models import Issuance, IssuedCount, RollRow
from coop.wallet.rules import Offer, Place, Roll, is_eligible

PAGE = 50
MONTH_LENGTH = len("2026-11")


@dataclass(frozen=True, slots=True)
class Right:
    """A scope that a seat may draw from, and which of its slots were drawn."""

    scope: str
    slots: int
    issued: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """How many tokens of one scope were issued in a seat's name."""

    scope: str
    count: int
    ended_on: date | None
    title: str = ""

    @property
    def kind(self) -> str:
        """What the right is for, as the scope's code says."""
        return self.scope.partition("-")[0]

    @property
    def subject(self) -> str:
        """The petition, platform, room or period of the right."""
        return self.scope.partition("-")[2]

    @property
    def about(self) -> str:
        """The same in words, where the scope has some; a room's right holds for a month."""
        if not self.title:
            return self.subject
        month = self.subject[-MONTH_LENGTH:]
        return f"{self.title}, {month}" if self.kind == "room" else self.title


def drawable(seat_id: uuid.UUID, *, today: date) -> list[Right]:
    """The scopes that give this seat tokens today, by code, with what it drew of them."""
    opened_on = db.session.scalar(select(Seat.opened_on).where(Seat.id == seat_id))
    if opened_on is None:
        return []
    scopes = {scope.code: scope for scope in open_scopes(today=today)}
    rolls = rolls_of(scopes)
    mine: dict[str, list[int]] = {}
    for place in sorted(places_of(seat_id, scopes)):
        mine.setdefault(place.scope, []).append(place.slot)
    return [
        Right(code, scope.slots, tuple(mine.get(code, ())))
        for code, scope in sorted(scopes.items())
        if is_eligible(opened_on, is_frozen=KINDS[scope.kind].is_frozen, roll=rolls.get(code))
    ]


def rights_of(seat_id: uuid.UUID, *, page: int = 1, size: int = PAGE) -> tuple[list[Issued], bool]:
    """What was issued in a seat's name, scopes still giving first; whether more follows."""
    is_over = IssuedCount.ended_on.is_not(None)
    rows = db.session.execute(
        select(Issuance.scope_code, func.count(), IssuedCount.ended_on)
        .join(IssuedCount, IssuedCount.scope_code == Issuance.scope_code)
        .where(Issuance.seat_id == seat_id)
        .group_by(Issuance.scope_code, IssuedCount.ended_on)
        .order_by(is_over, IssuedCount.ended_on.desc(), Issuance.scope_code)
        .offset((page - 1) * size)
        .limit(size + 1)
    ).all()
    names = titles(code for code, _count, _ended_on in rows)
    issued = [Issued(code, count, end, names.get(code, "")) for code, count, end in rows]
    return issued[:size], len(issued) > size


def roll(scope_code: str) -> Roll | None:
    """The frozen roll of a scope."""
    return rolls_of([scope_code]).get(scope_code)


def rolls_of(codes: Collection[str]) -> dict[str, Roll]:
    """The frozen rolls of these scopes."""
    rows = db.session.scalars(select(RollRow).where(RollRow.scope_code.in_(list(codes))))
    return {row.scope_code: Roll(row.eligible_since, row.size) for row in rows}


def issued_count(scope_code: str) -> int:
    """How many tokens of a scope were issued."""
    return issued_counts([scope_code]).get(scope_code, 0)


def issued_counts(codes: Collection[str]) -> dict[str, int]:
    """How many tokens of each of these scopes were issued, where any was."""
    counted = select(IssuedCount.scope_code, IssuedCount.count.label("issued"))
    rows = db.session.execute(counted.where(IssuedCount.scope_code.in_(list(codes))))
    return {row.scope_code: row.issued for row in rows}


def places_of(seat_id: uuid.UUID, codes: Collection[str]) -> dict[Place, bytes | None]:
    """The places that a seat took in these scopes, and for which blinded message."""
    rows = db.session.execute(
        select(Issuance.scope_code, Issuance.slot, Issuance.blinded_digest).where(
            Issuance.seat_id == seat_id, Issuance.scope_code.in_(list(codes))
        )
    )
    return {Place(code, slot): digest for code, slot, digest in rows}


def offer_of(scope: IssuingScope) -> Offer:
    """A scope as the rules of drawing see it."""
    key = public_key(scope.public_key)
    return Offer(
        code=scope.code,
        slots=scope.slots,
        is_frozen=KINDS[scope.kind].is_frozen,
        below=key.n,
        length=key.length,
    )
