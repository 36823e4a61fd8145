"""The ballot box as it is stored. Not stored: whose a ballot is, when it came, or after which."""

from datetime import date

from sqlalchemy import CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coop.db import UNORDERED, VoiceModel

# As long as a scope's code may be. No foreign key: checking one would lock the scope's row at
# every ballot, and leave a trace of the newest in it on PostgreSQL.
CODE_LENGTH = 120


class StoredBallot(VoiceModel):
    """The ballot of one token that stands: the one with the highest seq."""

    __tablename__ = "ballots"
    __table_args__ = (
        CheckConstraint("choice IN ('yes', 'no', 'abstain')", name="choice"),
        UNORDERED,
    )

    scope_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    prefix: Mapped[bytes] = mapped_column(LargeBinary(32))
    token: Mapped[bytes] = mapped_column(LargeBinary(384))
    choice: Mapped[str] = mapped_column(String(8))
    seq: Mapped[int]
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class Turnout(VoiceModel):
    """How many ballots lay in an open box on a day: a count that moved at once would be a clock."""

    __tablename__ = "turnouts"
    __table_args__ = (UNORDERED,)

    scope_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    ballots: Mapped[int]
    counted_on: Mapped[date]


class StoredResult(VoiceModel):
    """What was counted when a vote closed; it never changes, and no ballot comes after it."""

    __tablename__ = "results"
    __table_args__ = (
        CheckConstraint("outcome IN ('adopted', 'rejected', 'no_quorum', 'void')", name="outcome"),
        UNORDERED,
    )

    scope_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    # The digest of all ballots.
    board: Mapped[bytes] = mapped_column(LargeBinary(32))
    yes: Mapped[int]
    no: Mapped[int]
    abstain: Mapped[int]
    invalid: Mapped[int]
    issued: Mapped[int]
    roll: Mapped[int]
    quorum: Mapped[int]
    majority: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[str] = mapped_column(String(12))
    # The board's own first part, as it is published: leaves with their proofs, and the head.
    preamble: Mapped[str] = mapped_column(Text)
