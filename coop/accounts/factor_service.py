"""What changes with second factors: codes and passkeys added, shown, removed."""

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import case, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from coop.accounts import totp
from coop.accounts.ceremonies import NewPasskey
from coop.accounts.digests import Keys
from coop.accounts.factor_models import Passkey, TotpFactor
from coop.accounts.factor_rules import (
    PASSKEYS_MAX,
    TRIES_A_DAY,
    CodeIsUsed,
    HasFactor,
    NotThisCode,
    NotThisPasskey,
    PasskeyStands,
    TooManyCodes,
    TooManyPasskeys,
    factor_expiry,
)
from coop.accounts.models import SeatSession
from coop.db import insert_into, writing

IsFirst = Callable[[bytes], bool]


def add_codes(seat_id: uuid.UUID, sealed_secret: bytes, *, now: datetime) -> None:
    """Keep the secret of one-time codes, once a code has shown that the app keeps it too."""
    row = {"seat_id": seat_id, "sealed_secret": sealed_secret, "tries": 0, "tried_on": now.date()}
    with writing("members") as session:
        insert = insert_into(session, TotpFactor).values(**row)
        kept = insert.on_conflict_do_nothing().returning(TotpFactor.seat_id)
        if session.scalar(kept) is None:
            raise HasFactor


def check_code(
    seat_id: uuid.UUID, typed: str, *, key: bytes, now: datetime, is_first: IsFirst
) -> None:
    """Let a code count, once; raises NotThisCode, CodeIsUsed or TooManyCodes."""
    secret = totp.unseal(_counted_try(seat_id, now), seat_id.bytes, key=key)
    spend_code(typed, secret, now=now, is_first=is_first)
    with writing("members") as session:
        session.execute(update(TotpFactor).where(TotpFactor.seat_id == seat_id).values(tries=0))


def spend_code(typed: str, secret: bytes, *, now: datetime, is_first: IsFirst) -> None:
    """Check a code against a secret and spend it; raises NotThisCode or CodeIsUsed."""
    step = totp.step_of(typed, secret, now=now)
    if step is None:
        raise NotThisCode
    if not is_first(secret + step.to_bytes(8)):
        raise CodeIsUsed


def _counted_try(seat_id: uuid.UUID, now: datetime) -> bytes:
    """Count a try before it is looked at: many at once are all counted."""
    today = now.date()
    is_new_day = TotpFactor.tried_on != today
    try_one = (
        update(TotpFactor)
        .where(TotpFactor.seat_id == seat_id, or_(is_new_day, TotpFactor.tries < TRIES_A_DAY))
        .values(tries=case((is_new_day, 1), else_=TotpFactor.tries + 1), tried_on=today)
        .returning(TotpFactor.sealed_secret)
    )
    with writing("members") as session:
        sealed = session.scalar(try_one)
        if sealed is None:
            has_codes = session.scalar(select(TotpFactor).where(TotpFactor.seat_id == seat_id))
            raise TooManyCodes if has_codes else NotThisCode
    return bytes(sealed)


def remove_codes(seat_id: uuid.UUID) -> None:
    """Forget the secret of a seat's one-time codes."""
    with writing("members") as session:
        session.execute(delete(TotpFactor).where(TotpFactor.seat_id == seat_id))
        _close_without_factor(session, seat_id)


def add_passkey(seat_id: uuid.UUID, new: NewPasskey, *, handle: bytes, label: str) -> None:
    """Keep a passkey of a seat; raises PasskeyStands or TooManyPasskeys."""
    row = {
        "credential_id": new.credential_id,
        "seat_id": seat_id,
        "handle": handle,
        "public_key": new.public_key,
        "sign_count": new.sign_count,
        "label": label,
    }
    with writing("members") as session:
        count = select(func.count()).select_from(Passkey).where(Passkey.seat_id == seat_id)
        if (session.scalar(count) or 0) >= PASSKEYS_MAX:
            raise TooManyPasskeys
        insert = insert_into(session, Passkey).values(**row)
        kept = insert.on_conflict_do_nothing().returning(Passkey.seat_id)
        if session.scalar(kept) is None:
            raise PasskeyStands


def count_use(credential_id: bytes, *, was: int, becomes: int) -> None:
    """Note the passkey's own count; raises NotThisPasskey where another use came between."""
    with writing("members") as session:
        counted = session.scalar(
            update(Passkey)
            .where(Passkey.credential_id == credential_id, Passkey.sign_count == was)
            .values(sign_count=becomes)
            .returning(Passkey.seat_id)
        )
    if counted is None:
        raise NotThisPasskey


def remove_passkey(seat_id: uuid.UUID, credential_id: bytes) -> None:
    """Forget one passkey of a seat."""
    with writing("members") as session:
        session.execute(
            delete(Passkey).where(
                Passkey.credential_id == credential_id, Passkey.seat_id == seat_id
            )
        )
        _close_without_factor(session, seat_id)


def pass_factor(session_key: str, *, keys: Keys, now: datetime) -> str:
    """Let a session count as proven, under a new key: the old one may be in other hands."""
    secret = keys.new_secret()
    with writing("members") as session:
        session.execute(
            update(SeatSession)
            .where(SeatSession.key_digest == keys.session(session_key))
            .values(key_digest=keys.session(secret), factor_until=factor_expiry(now.date()))
        )
    return secret


def _close_without_factor(session: Session, seat_id: uuid.UUID) -> None:
    """With the last factor goes what it opened, in every browser."""
    has_any = or_(
        exists().where(TotpFactor.seat_id == seat_id),
        exists().where(Passkey.seat_id == seat_id),
    )
    unproven = update(SeatSession).where(SeatSession.seat_id == seat_id, ~has_any)
    session.execute(unproven.values(factor_until=None))
