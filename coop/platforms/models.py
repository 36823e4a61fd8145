"""The catalogue as it is stored. Not stored: who typed or added a name."""

import uuid

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from coop.db import UNORDERED, VoiceModel
from coop.platforms.rules import KINDS_OF_WORK, NAME_MAX

KIND_LIST = ", ".join(f"'{kind}'" for kind in KINDS_OF_WORK)


class Platform(VoiceModel):
    """A platform that gives work by the click."""

    __tablename__ = "platforms"
    __table_args__ = (CheckConstraint(f"kind_of_work IN ({KIND_LIST})", name="kind"), UNORDERED)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    kind_of_work: Mapped[str] = mapped_column(String(24))
    countries: Mapped[list[str]] = mapped_column(JSON, default=list)


class PlatformAlias(VoiceModel):
    """A name under which a platform is found; its own name and slug are among them."""

    __tablename__ = "platform_aliases"
    __table_args__ = (UNORDERED,)

    key: Mapped[str] = mapped_column(String(NAME_MAX), primary_key=True)
    platform_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("platforms.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(NAME_MAX))
