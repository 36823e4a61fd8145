"""Petitions as they are stored: texts, days and the keys of tokens.

Not stored: who wrote, who seconded, who spoke, at what hour, in what order. A key is a one-time
key that a phone made; no list says whose.
"""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from coop.db import UNORDERED, VoiceModel
from coop.lib.codes import CODE_LENGTH
from coop.petitions.attachments import FILE_NAME_MAX, Attachment, KindCode
from coop.petitions.rules import STATES, State
from coop.petitions.texts import ADDRESSEE_MAX, NAME_MAX, TITLE_MAX, Text
from coop.platforms.models import Platform
from coop.tokens.rules import LONGEST_CODE

STATE_LIST = ", ".join(f"'{state}'" for state in STATES)
CODE = String(CODE_LENGTH)
A_STATE = String(12)


def _of_petition() -> Mapped[str]:
    return mapped_column(CODE, ForeignKey("petitions.code", ondelete="CASCADE"), primary_key=True)


class Petition(VoiceModel):
    """One petition: where it stands. Withdrawn, it keeps its code and days and loses its words."""

    __tablename__ = "petitions"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATE_LIST})", name="state"),
        Index("ix_petitions_listed", "state", "since_on", "code"),
        Index("ix_petitions_platform", "platform_id", "since_on", "code"),
        Index("ix_petitions_client", "client_key", "since_on", "code"),
        Index("ix_petitions_due", "state", "due_on"),
        UNORDERED,
    )

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    # Whoever holds the key of this token may amend and withdraw: nobody else is the author.
    nonce: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    draft_scope: Mapped[str] = mapped_column(String(LONGEST_CODE))
    state: Mapped[State] = mapped_column(A_STATE)
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    language: Mapped[str] = mapped_column(String(8))
    platform_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Platform.id))
    client_key: Mapped[str] = mapped_column(String(NAME_MAX))
    # The number of the version that stands.
    version: Mapped[int]
    seconds_count: Mapped[int]
    # As pages show it: of the last upkeep, since a count that moves at once would be a clock.
    seconds_shown: Mapped[int]
    seconds_needed: Mapped[int]
    published_on: Mapped[date]
    since_on: Mapped[date]
    due_on: Mapped[date | None]
    moved_on: Mapped[date]


class Step(VoiceModel):
    """The day on which a petition came into a state."""

    __tablename__ = "petition_steps"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATE_LIST})", name="state"),
        UNORDERED,
    )

    petition_code: Mapped[str] = _of_petition()
    state: Mapped[State] = mapped_column(A_STATE, primary_key=True)
    entered_on: Mapped[date]


class Version(VoiceModel):
    """One wording, with the act that made it and its leaf of the ledger."""

    __tablename__ = "petition_versions"
    __table_args__ = (UNORDERED,)

    petition_code: Mapped[str] = _of_petition()
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    demand: Mapped[str] = mapped_column(LongText)
    text: Mapped[str] = mapped_column(LongText)
    addressee: Mapped[str] = mapped_column(String(ADDRESSEE_MAX))
    language: Mapped[str] = mapped_column(String(8))
    platform: Mapped[str] = mapped_column(String(NAME_MAX))
    client: Mapped[str] = mapped_column(String(NAME_MAX))
    evidence: Mapped[str] = mapped_column(LongText)
    digest: Mapped[str] = mapped_column(String(64))
    act: Mapped[dict[str, Any]] = mapped_column(JSON)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))
    published_on: Mapped[date]
    # The amendment that it takes up, if any.
    amendment_code: Mapped[str | None] = mapped_column(CODE)

    @property
    def said(self) -> Text:
        """The wording as a value."""
        return Text(
            title=self.title,
            demand=self.demand,
            text=self.text,
            addressee=self.addressee,
            language=self.language,
            platform=self.platform,
            client=self.client,
            evidence=self.evidence,
        )


class Comment(VoiceModel):
    """One contribution to the debate; codes are random, so that their order says nothing.

    `root` is the code of the comment that begins its thread: its own, where it begins one.
    """

    __tablename__ = "petition_comments"
    __table_args__ = (
        Index("ix_petition_comments_listed", "petition_code", "root", "written_on", "code"),
        UNORDERED,
    )

    petition_code: Mapped[str] = _of_petition()
    nonce: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(CODE, unique=True)
    root: Mapped[str] = mapped_column(CODE)
    reply_to: Mapped[str | None] = mapped_column(CODE)
    version: Mapped[int]
    written_on: Mapped[date]
    text: Mapped[str] = mapped_column(LongText)


class Amendment(VoiceModel):
    """Another wording, proposed in the debate; the author's key may make it a version."""

    __tablename__ = "petition_amendments"
    __table_args__ = (UNORDERED,)

    petition_code: Mapped[str] = _of_petition()
    nonce: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(CODE, unique=True)
    # The version that it changes, and what it becomes once accepted.
    version: Mapped[int]
    accepted_as: Mapped[int | None]
    proposed_on: Mapped[date]
    # The fields of a text, as signed.
    said: Mapped[dict[str, str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(LongText)


class Evidence(VoiceModel):
    """What a petition cited when its vote opened, frozen word for word."""

    __tablename__ = "petition_evidence"
    __table_args__ = (UNORDERED,)

    petition_code: Mapped[str] = _of_petition()
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))
    frozen_on: Mapped[date]


class Record(VoiceModel):
    """What organizers recorded after the vote: the delivery, the answer, what came of it."""

    __tablename__ = "petition_records"
    __table_args__ = (
        CheckConstraint("state IN ('delivered', 'answered', 'kept', 'broken')", name="state"),
        UNORDERED,
    )

    petition_code: Mapped[str] = _of_petition()
    state: Mapped[State] = mapped_column(A_STATE, primary_key=True)
    # To whom it was delivered, or who answered.
    party: Mapped[str] = mapped_column(String(ADDRESSEE_MAX))
    text: Mapped[str] = mapped_column(LongText)
    promise: Mapped[str] = mapped_column(LongText)
    source: Mapped[str] = mapped_column(LongText)
    happened_on: Mapped[date]
    # The last day of the state that it brought: when an answer or a promise falls due.
    due_on: Mapped[date | None]
    recorded_on: Mapped[date]
    # What describes its file, if it has one: pages and lists never read the bytes.
    file_name: Mapped[str | None] = mapped_column(String(FILE_NAME_MAX))
    file_kind: Mapped[KindCode | None] = mapped_column(String(8))
    file_size: Mapped[int | None]
    file_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    # Records made before they stood in the ledger have neither.
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    leaf: Mapped[bytes | None] = mapped_column(LargeBinary(32))

    @property
    def file(self) -> Attachment | None:
        """What describes the file, without its bytes."""
        if not (self.file_name and self.file_kind and self.file_size and self.file_digest):
            return None
        return Attachment(self.file_name, self.file_kind, self.file_size, self.file_digest)


class RecordFile(VoiceModel):
    """The bytes of a record's file.

    No foreign key: tables that are tied are written anew together by upkeep, and files of
    megabytes would hold up all petitions meanwhile. A petition with a record is never deleted.
    """

    __tablename__ = "petition_files"
    __table_args__ = (UNORDERED,)

    petition_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    state: Mapped[State] = mapped_column(A_STATE, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
