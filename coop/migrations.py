"""Brings both databases to the newest schema, by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig

from coop.config import ROOT
from coop.db import BASES, DATABASES, Database, engine


def alembic_config(database: Database) -> AlembicConfig:
    """Alembic's settings for one of the two databases."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("version_locations", str(ROOT / "migrations" / database))
    config.set_main_option("path_separator", "os")
    config.attributes["metadata"] = BASES[database].metadata
    return config


def migrate(revision: str = "head") -> None:
    """Bring both databases up, each in one transaction."""
    for database in DATABASES:
        bind = engine(database)
        if bind.dialect.name == "sqlite" and bind.url.database:
            Path(bind.url.database).parent.mkdir(parents=True, exist_ok=True)
        with bind.begin() as connection:
            config = alembic_config(database)
            config.attributes["connection"] = connection
            command.upgrade(config, revision)


def unmigrate(database: Database, revision: str = "base") -> None:
    """Take one database down again; tests use it to show that every step has a way back."""
    with engine(database).begin() as connection:
        config = alembic_config(database)
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
