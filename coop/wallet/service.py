"""What changes when tokens are drawn: rolls freeze, places are taken, issuing ends.

Whatever also touches `voice` is a second transaction that may be repeated; upkeep repeats it.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from coop.accounts.models import Seat
from coop.config import Config
from coop.db import insert_into, writing
from coop.settling import rewrite
from coop.tokens import queries as tokens
from coop.tokens.queries import IssuingScope
from coop.tokens.rules import FEWEST_ISSUED
from coop.tokens.service import close_scope, open_box, shred_keys
from coop.wallet.models import Issuance, IssuedCount, RollRow
from coop.wallet.queries import issued_counts, offer_of, places_of, rolls_of
from coop.wallet.rules import (
    ISSUANCES_LAST,
    Order,
    Roll,
    SeatClosed,
    Verdict,
    eligible_since,
    judge,
    without_ended,
)

# The kind of scope whose box stays shut while a ballot could be guessed from who drew one.
BOXED = "vote"


def freeze_roll(scope_code: str, *, today: date) -> Roll:
    """Count the seats of 30 days and more as a scope's roll; asked again, it finds the first."""
    since = eligible_since(today)
    with writing("members") as session:
        seats = select(func.count()).select_from(Seat).where(Seat.opened_on <= since)
        size = session.scalar(seats) or 0
        session.execute(
            insert_into(session, RollRow)
            .values(scope_code=scope_code, eligible_since=since, size=size)
            .on_conflict_do_nothing()
        )
        return rolls_of([scope_code])[scope_code]


def draw(
    seat_id: uuid.UUID, orders: Sequence[Order], scopes: Mapping[str, IssuingScope]
) -> list[Verdict]:
    """Take the places that a seat orders, in one transaction, and say which may be signed.

    `scopes` are those that issue today. The same blinded message is allowed again, another one
    for the same place is refused. Nothing is signed here: that is slow, and can be repeated.
    """
    with writing("members") as session:
        opened_on = _locked(session, seat_id)
        if opened_on is None:
            return [Verdict(order, SeatClosed()) for order in orders]
        codes = {order.place.scope for order in orders} & scopes.keys()
        verdicts = judge(
            orders,
            {code: offer_of(scopes[code]) for code in codes},
            opened_on=opened_on,
            rolls=rolls_of(codes),
            taken=places_of(seat_id, codes),
        )
        wanted = Counter(each.order.place.scope for each in verdicts if each.is_new)
        counts = _count(session, wanted)
        verdicts = without_ended(verdicts, wanted.keys() - counts.keys())
        _keep(session, seat_id, (each.order for each in verdicts if each.is_new))
    _open_boxes(scopes, counts)
    return verdicts


def end_issuing(scope_code: str, *, today: date) -> int:
    """Issue no more tokens of a scope; return how many were issued. Again, it says the same.

    From then on a blinded message need not be known again: its digest is wiped.
    """
    with writing("members") as session:
        counted = insert_into(session, IssuedCount).values(
            scope_code=scope_code, count=0, ended_on=today
        )
        count = session.scalar(
            counted.on_conflict_do_update(
                index_elements=["scope_code"],
                set_={"ended_on": func.coalesce(IssuedCount.ended_on, today)},
            ).returning(IssuedCount.count)
        )
        session.execute(
            update(Issuance)
            .where(Issuance.scope_code == scope_code, Issuance.blinded_digest.is_not(None))
            .values(blinded_digest=None)
        )
    return count or 0


def upkeep(today: date, config: Config) -> None:
    """End what is over, open boxes that a crash left shut, forget what is long past.

    Last, keys and issuances are written anew: what is gone leaves the disk, and with it the order
    in which members drew.
    """
    del config
    for scope in tokens.due_scopes(today=today):
        count = end_issuing(scope.code, today=today)
        with writing("voice") as session:
            close_scope(session, scope.code, issued_count=count)
    scopes = tokens.issuing_scopes(today=today)
    _open_boxes(scopes, issued_counts(scopes))
    with writing("members") as session:
        past = select(IssuedCount.scope_code).where(IssuedCount.ended_on < today - ISSUANCES_LAST)
        session.execute(delete(Issuance).where(Issuance.scope_code.in_(past)))
    shred_keys()
    rewrite(Issuance)


def _locked(session: Session, seat_id: uuid.UUID) -> date | None:
    """The day a seat opened, locked: one seat's drawings come one after another."""
    seat = select(Seat.opened_on).where(Seat.id == seat_id)
    return session.scalar(seat.with_for_update(key_share=True))


def _count(session: Session, wanted: Mapping[str, int]) -> dict[str, int]:
    """Count tokens as issued, scope by scope in one order; scopes that ended are left out."""
    if not wanted:
        return {}
    rows = [{"scope_code": code, "count": wanted[code]} for code in sorted(wanted)]
    counted = insert_into(session, IssuedCount).values(rows)
    done = session.execute(
        counted.on_conflict_do_update(
            index_elements=["scope_code"],
            set_={"count": IssuedCount.count + counted.excluded.count},
            where=IssuedCount.ended_on.is_(None),
        ).returning(IssuedCount.scope_code, IssuedCount.count.label("issued"))
    )
    return {row.scope_code: row.issued for row in done}


def _keep(session: Session, seat_id: uuid.UUID, orders: Iterable[Order]) -> None:
    """Note the places as taken, in their own order and not in that of the request."""
    rows = [
        {
            "seat_id": seat_id,
            "scope_code": order.place.scope,
            "slot": order.place.slot,
            "blinded_digest": order.digest,
        }
        for order in sorted(orders, key=lambda order: order.place)
    ]
    if rows:
        session.execute(insert(Issuance), rows)


def _open_boxes(scopes: Mapping[str, IssuingScope], counts: Mapping[str, int]) -> None:
    for code, count in counts.items():
        scope = scopes[code]
        if scope.kind == BOXED and not scope.is_box_open and count >= FEWEST_ISSUED:
            open_box(code)
