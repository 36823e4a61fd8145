"""What changes among scopes and tokens: opening, closing, spending, in others' transactions."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coop.config import Config
from coop.db import insert_into, writing
from coop.ledger.rules import Leaf
from coop.ledger.service import append
from coop.lib import base64url
from coop.lib.blindrsa import PrivateKey
from coop.settling import rewrite
from coop.tokens.models import Scope, ScopeKey, SpentToken
from coop.tokens.periods import PERIODS, Period
from coop.tokens.queries import find_scope, public
from coop.tokens.rules import KINDS, SALT_BYTES, Act, Descriptor, PublicScope, TokenSpent
from coop.tokens.sealing import ScopeKeys, keys_of, new_key, seal

# Kinds that no feature opens for itself: upkeep does, period after period.
PERIODIC = ("draft", "report")
# The next period's tokens are drawn ahead, so that the first days of one tell nothing.
AHEAD = timedelta(days=14)


def open_scope(
    session: Session,
    descriptor: Descriptor,
    key: PrivateKey,
    *,
    keys: ScopeKeys,
    today: date,
    token_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> PublicScope:
    """Open a scope once, its key in the ledger, in the caller's `voice` transaction.

    A second opening under the same code finds the first, whose key and descriptor stand.
    """
    spki = key.public.spki()
    leaf = scope_leaf(descriptor, spki, salt=token_bytes(SALT_BYTES))
    opened = session.execute(
        insert_into(session, Scope)
        .values(
            code=descriptor.code,
            kind=descriptor.kind,
            subject=descriptor.subject,
            descriptor=descriptor.text,
            public_key=spki,
            leaf=leaf.digest,
            opens_on=descriptor.opens_on,
            closes_on=descriptor.closes_on,
            is_closed=False,
            is_box_open=False,
            roll_size=descriptor.roll_size,
            eligible_since=descriptor.eligible_since,
        )
        .on_conflict_do_nothing(index_elements=["code"])
        .returning(Scope.code)
    )
    if opened.first() is not None:
        sealed = seal(key, descriptor.code, sealing=keys.sealing)
        session.add(ScopeKey(scope_code=descriptor.code, sealed_key=sealed))
        append(session, [leaf], signer=keys.signer, today=today)
    return public(session.scalars(select(Scope).where(Scope.code == descriptor.code)).one())


def scope_leaf(descriptor: Descriptor, spki: bytes, *, salt: bytes) -> Leaf:
    """The ledger's leaf of a scope: its descriptor word for word, and its public key."""
    return Leaf("scope", scope_content(descriptor.code, descriptor.text, spki), salt)


def scope_content(code: str, descriptor: str, spki: bytes) -> dict[str, Any]:
    """What that leaf says."""
    return {"scope": code, "descriptor": descriptor, "key": base64url.encode(spki)}


def close_scope(session: Session, code: str, *, issued_count: int) -> None:
    """End issuing and use: the private key is gone, and how many were issued is said."""
    session.execute(
        update(Scope).where(Scope.code == code).values(is_closed=True, issued_count=issued_count)
    )
    session.execute(delete(ScopeKey).where(ScopeKey.scope_code == code))


def shred_keys() -> None:
    """Write what keys there are anew: a deleted one would lie in the file for a while."""
    rewrite(ScopeKey)


def open_box(code: str) -> None:
    """Open the ballot box of a vote, once enough tokens are issued."""
    with writing("voice") as session:
        session.execute(update(Scope).where(Scope.code == code).values(is_box_open=True))


def spend(session: Session, act: Act) -> bool:
    """Use a token up, in the caller's transaction; False where this very act was done before.

    The act is checked by the caller (`acts.check_act`). Raises TokenSpent where the token was
    used for something else.
    """
    return _take(session, act, act.body_digest)


def take_seat(session: Session, act: Act) -> bool:
    """Let a token's key act any number of times in its scope; True the first time."""
    return _take(session, act, bytes(32))


def _take(session: Session, act: Act, digest: bytes) -> bool:
    key = {"scope_code": act.scope, "nonce": act.nonce}
    insert = insert_into(session, SpentToken).values(**key, body_digest=digest)
    taken = insert.on_conflict_do_nothing().returning(SpentToken.nonce)
    if session.scalar(taken) is not None:
        return True
    spent = session.scalar(select(SpentToken.body_digest).filter_by(**key))
    if spent != digest:
        raise TokenSpent
    return False


def open_period(kind: str, period: Period, *, config: Config, today: date) -> None:
    """Open a kind's scope for one period, if it is not open yet."""
    descriptor = Descriptor(kind, period.name, period.first, period.last)
    if find_scope(descriptor.code) is not None:
        return
    key = new_key(descriptor)  # slow: before the transaction
    with writing("voice") as session:
        open_scope(session, descriptor, key, keys=keys_of(config), today=today)


def upkeep(today: date, config: Config) -> None:
    """Open the scopes of this period, and of the next when it is near."""
    for kind in PERIODIC:
        period_of = PERIODS[KINDS[kind].period or ""]
        period = period_of(today)
        open_period(kind, period, config=config, today=today)
        if period.next_day - today <= AHEAD:
            open_period(kind, period_of(period.next_day), config=config, today=today)
