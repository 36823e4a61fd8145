"""What changes for those who wait to join: asked, confirmed by members, decided, taken back."""

from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from coop.accounts.brought import count_one
from coop.accounts.digests import Keys
from coop.accounts.joining_rules import (
    DECLINE_REASONS,
    REQUESTS_MOST,
    UNPROVEN_MOST,
    VOUCHES_A_MONTH,
    VOUCHES_NEEDED,
    NoSuchNewcomer,
    NoSuchRequest,
    NoVouchLeft,
    SeatIsYoung,
    TooManyWait,
    declined_expiry,
    invitation_month,
    may_bring,
    request_expiry,
    vouching_expiry,
)
from coop.accounts.models import Invitation
from coop.accounts.newcomer_models import Newcomer, Vouch
from coop.accounts.newcomer_queries import message_count
from coop.accounts.queries import Member
from coop.accounts.rules import invitation_expiry
from coop.db import insert_into, writing


def ask_for_vouches(waiting: str, shown: str, *, keys: Keys, today: date) -> None:
    """Let a newcomer wait for two members; `shown` is the code that they confirm."""
    values = {"code_digest": keys.link(shown), "expires_on": vouching_expiry(today)}
    _wait(keys.link(waiting), **values)


def ask_organizers(waiting: str, message: str, *, is_proven: bool, keys: Keys, today: date) -> None:
    """Let a newcomer wait for an organizer's word; raises TooManyWait."""
    most = REQUESTS_MOST if is_proven else UNPROVEN_MOST
    if message_count(today=today, most=most) >= most:
        raise TooManyWait
    _wait(keys.link(waiting), message=message, expires_on=request_expiry(today))


def take_back(waiting: str, *, keys: Keys) -> None:
    """Forget a newcomer who no longer wants to join, and who confirmed them."""
    with writing("members") as session:
        session.execute(delete(Newcomer).where(Newcomer.link_digest == keys.link(waiting)))


def vouch(member: Member, typed: str, *, keys: Keys, today: date) -> int:
    """Confirm a newcomer; return how many members have. The second opens the door.

    Confirming twice counts once. With the second, who confirmed is gone.
    """
    if not may_bring(member.opened_on, today=today):
        raise SeatIsYoung
    with writing("members") as session:
        # Held until the end: of two members at once, the second must see the first.
        found = select(Newcomer.link_digest).where(
            Newcomer.code_digest == keys.link(typed), Newcomer.expires_on >= today
        )
        link_digest = session.scalar(found.with_for_update())
        if link_digest is None:
            raise NoSuchNewcomer
        _vouch_once(session, link_digest, member, today=today)
        of_this = select(func.count()).select_from(Vouch).where(Vouch.link_digest == link_digest)
        count = session.scalar(of_this) or 0
        if count >= VOUCHES_NEEDED:
            session.execute(delete(Newcomer).where(Newcomer.link_digest == link_digest))
            _open_door(session, link_digest, today=today)
    return count


def _vouch_once(session: Session, link_digest: bytes, member: Member, *, today: date) -> None:
    insert = insert_into(session, Vouch).values(link_digest=link_digest, seat_id=member.seat_id)
    is_new = session.scalar(insert.on_conflict_do_nothing().returning(Vouch.seat_id)) is not None
    month = invitation_month(today)
    if is_new and not count_one(session, member.seat_id, month=month, most=VOUCHES_A_MONTH):
        raise NoVouchLeft


def approve(handle: str, *, today: date) -> None:
    """Open the door for a newcomer whose message an organizer read; the message is gone."""
    with writing("members") as session:
        link_digest = session.scalar(
            delete(Newcomer)
            .where(Newcomer.link_digest == _digest(handle), Newcomer.message.is_not(None))
            .returning(Newcomer.link_digest)
        )
        if link_digest is None:
            raise NoSuchRequest
        _open_door(session, link_digest, today=today)


def decline(handle: str, reason: str, *, today: date) -> None:
    """Wipe a newcomer's message and keep the reason for a while, for them to read."""
    if reason not in DECLINE_REASONS:
        raise NoSuchRequest
    with writing("members") as session:
        declined = session.scalar(
            update(Newcomer)
            .where(Newcomer.link_digest == _digest(handle), Newcomer.message.is_not(None))
            .values(message=None, reason=reason, expires_on=declined_expiry(today))
            .returning(Newcomer.link_digest)
        )
        if declined is None:
            raise NoSuchRequest


def _wait(link_digest: bytes, **values: object) -> None:
    with writing("members") as session:
        insert = insert_into(session, Newcomer).values(link_digest=link_digest, **values)
        # The same sending twice, or a door that opened meanwhile, changes nothing.
        session.execute(insert.on_conflict_do_nothing())


def _open_door(session: Session, link_digest: bytes, *, today: date) -> None:
    """From now on the newcomer's own code is an invitation like any other."""
    session.add(
        Invitation(link_digest=link_digest, role="member", expires_on=invitation_expiry(today))
    )


def _digest(handle: str) -> bytes:
    try:
        return bytes.fromhex(handle)
    except ValueError as error:
        raise NoSuchRequest from error
