"""What changes in the catalogue."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.db import writing
from coop.platforms.models import Platform, PlatformAlias
from coop.platforms.rules import NameTaken, NewPlatform, key, slug


def add_platform(new: NewPlatform) -> Platform:
    """Add a platform with its other names; raises NameTaken where one of them stands already."""
    with writing("voice") as session:
        platform = Platform(
            slug=slug(new.name),
            name=new.name.strip(),
            kind_of_work=new.kind_of_work,
            countries=list(new.countries),
        )
        taken = session.scalar(select(Platform.name).where(Platform.slug == platform.slug))
        if taken:
            raise NameTaken(name=taken)
        session.add(platform)
        session.flush()
        for name in dict.fromkeys((new.name, *new.aliases)):
            add_alias(session, platform, name)
    return platform


def add_alias(session: Session, platform: Platform, name: str) -> None:
    """Let a platform be found by one more name, in the caller's transaction."""
    alias = session.get(PlatformAlias, key(name))
    if alias is not None:
        if alias.platform_id != platform.id:
            raise NameTaken(name=name)
        return
    session.add(PlatformAlias(key=key(name), platform_id=platform.id, name=name.strip()))
    session.flush()
