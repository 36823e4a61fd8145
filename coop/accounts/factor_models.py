"""Second factors, passkeys and role codes. Not stored: devices, makers, hours of use.

A code that was used is remembered for minutes only, and never on a disk (`coop.web.once`): its
place in a table would be the half-minute in which an organizer worked.
"""

import hashlib
import uuid
from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from coop.accounts.factor_rules import LABEL_MAX
from coop.db import UNORDERED, MembersModel

MARK_SIGNS = 8


class TotpFactor(MembersModel):
    """The secret of a seat's one-time codes, sealed, and how many wrong ones came on one day."""

    __tablename__ = "totp_factors"
    __table_args__ = (CheckConstraint("tries >= 0", name="tries"), UNORDERED)

    seat_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True
    )
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary(48))
    tries: Mapped[int] = mapped_column(default=0)
    tried_on: Mapped[date]


class Passkey(MembersModel):
    """One passkey: its public key, its own count, and a word of the member's choice or none."""

    __tablename__ = "passkeys"
    __table_args__ = (CheckConstraint("sign_count >= 0", name="sign_count"), UNORDERED)

    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), primary_key=True)
    seat_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), index=True
    )
    # Random, one for a seat: what the phone keeps beside the key. Never the seat itself.
    handle: Mapped[bytes] = mapped_column(LargeBinary(32))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(2048))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(LABEL_MAX), default="")

    @property
    def mark(self) -> str:
        """What stands for it in an address and beside its label: not the id that finds it."""
        return hashlib.sha256(self.credential_id).hexdigest()[:MARK_SIGNS]


class RoleCode(MembersModel):
    """A short-lived code by which a member asks an organizer for a role, kept as a keyed hash."""

    __tablename__ = "role_codes"
    __table_args__ = (UNORDERED,)

    seat_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True
    )
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_on: Mapped[date] = mapped_column(index=True)
