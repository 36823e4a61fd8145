"""Scopes and spent tokens as they are stored. Not stored: who drew a token, who spent it, when."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coop.db import UNORDERED, VoiceModel
from coop.tokens.rules import LONGEST_CODE


class Scope(VoiceModel):
    """What tokens are for: a descriptor, a key pair, its first and last day."""

    __tablename__ = "scopes"
    __table_args__ = (UNORDERED,)

    code: Mapped[str] = mapped_column(String(LONGEST_CODE), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(100))
    # Canonical JSON, as it is hashed into every token.
    descriptor: Mapped[str] = mapped_column(Text)
    # SubjectPublicKeyInfo (DER).
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))
    opens_on: Mapped[date]
    closes_on: Mapped[date] = mapped_column(index=True)
    is_closed: Mapped[bool] = mapped_column(default=False)
    # A ballot box opens once enough tokens are issued.
    is_box_open: Mapped[bool] = mapped_column(default=False)
    roll_size: Mapped[int | None]
    eligible_since: Mapped[date | None]
    # How many tokens were issued: written when issuing is over.
    issued_count: Mapped[int | None]


class ScopeKey(VoiceModel):
    """A private key, encrypted under a key from the environment; gone once issuing is over.

    A table of its own that no other points at: it can be written anew without what was in it
    (`coop.settling.rewrite`), and left out of a backup.
    """

    __tablename__ = "scope_keys"
    __table_args__ = (UNORDERED,)

    scope_code: Mapped[str] = mapped_column(
        ForeignKey("scopes.code", ondelete="CASCADE"), primary_key=True
    )
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)


class SpentToken(VoiceModel):
    """A token that was used, by its own key; the body's digest tells a repeat from another use."""

    __tablename__ = "spent_tokens"
    __table_args__ = (UNORDERED,)

    scope_code: Mapped[str] = mapped_column(
        ForeignKey("scopes.code", ondelete="CASCADE"), primary_key=True
    )
    nonce: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    body_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
