"""The catalogue as pages and other features read it."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from coop.db import db
from coop.platforms.models import Platform, PlatformAlias
from coop.platforms.rules import key

PAGE = 50


def platform(slug: str) -> Platform | None:
    """The platform of this slug."""
    return db.session.scalar(select(Platform).where(Platform.slug == slug))


def platform_named(name: str) -> Platform | None:
    """The platform that goes by this name, under whatever spelling is known."""
    return db.session.scalar(
        select(Platform)
        .join(PlatformAlias, PlatformAlias.platform_id == Platform.id)
        .where(PlatformAlias.key == key(name))
    )


def slug_of(platform_id: uuid.UUID) -> str | None:
    """The slug of the platform with this id."""
    return db.session.scalar(select(Platform.slug).where(Platform.id == platform_id))


def names(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these platforms, in one query."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = db.session.execute(select(Platform.id, Platform.name).where(Platform.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def other_names(platforms: Iterable[Platform]) -> dict[uuid.UUID, list[str]]:
    """What else these platforms are called, in one query."""
    by_id = {platform.id: platform for platform in platforms}
    if not by_id:
        return {}
    found: dict[uuid.UUID, list[str]] = {}
    for alias in db.session.scalars(
        select(PlatformAlias)
        .where(PlatformAlias.platform_id.in_(by_id))
        .order_by(PlatformAlias.key)
    ):
        if alias.key != key(by_id[alias.platform_id].name):
            found.setdefault(alias.platform_id, []).append(alias.name)
    return found


def catalogue(*, search: str = "", page: int = 1, size: int = PAGE) -> tuple[list[Platform], bool]:
    """One page of the catalogue by name, and whether another follows."""
    # By slug, which has neither capitals nor accents: both databases order it alike.
    query = select(Platform).order_by(Platform.slug)
    sought = key(search)
    if search.strip() and not sought:
        return [], False
    if sought:
        known = select(PlatformAlias.platform_id).where(
            PlatformAlias.key.contains(sought, autoescape=True)
        )
        query = query.where(Platform.id.in_(known))
    rows = list(db.session.scalars(query.offset((page - 1) * size).limit(size + 1)))
    return rows[:size], len(rows) > size


def best_known(limit: int = 300) -> list[Platform]:
    """Names to offer while a worker types one."""
    return list(db.session.scalars(select(Platform).order_by(Platform.name).limit(limit)))
