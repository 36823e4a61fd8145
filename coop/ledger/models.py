"""The ledger as it is stored.

A leaf's position is a serial number, on purpose: it is what makes the past provable. What workers
cause therefore waits without any order and gets its position in a batch of a whole day, sorted by
digest. Not stored: the text of a leaf that a worker caused, nor whether it was a report, a
withdrawal or anything else.
"""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from coop.db import UNORDERED, VoiceModel


class StoredLeaf(VoiceModel):
    """One leaf; `kind` and `text` stand for public ones only."""

    __tablename__ = "ledger_leaves"
    __table_args__ = (
        CheckConstraint("(kind IS NULL) = (text IS NULL)", name="public"),
        # The public ones, which the page lists newest first.
        Index(
            "ix_ledger_leaves_public",
            "position",
            postgresql_where=text("kind IS NOT NULL"),
            sqlite_where=text("kind IS NOT NULL"),
        ),
        UNORDERED,
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    kind: Mapped[str | None] = mapped_column(String(24))
    text: Mapped[str | None] = mapped_column(Text)


class StoredNode(VoiceModel):
    """The hash of a perfect subtree, leaves' own hashes (level 0) included."""

    __tablename__ = "ledger_nodes"
    __table_args__ = (UNORDERED,)

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class StoredHead(VoiceModel):
    """A signed head, one a batch: its leaves are all public, or all caused by workers.

    `previous` is the size before, so that no head and no text can be taken away unseen.
    """

    __tablename__ = "ledger_heads"
    __table_args__ = (UNORDERED,)

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    previous: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    day: Mapped[date]
    is_public: Mapped[bool]
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class Waiting(VoiceModel):
    """A digest that a worker caused, until the day after it was sent."""

    __tablename__ = "ledger_waiting"
    __table_args__ = (UNORDERED,)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    sent_on: Mapped[date]
