"""The settings, read once from the environment; a missing or unsound one stops the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from coop.lib.keys import derive

Joining = Literal["invitation", "vouching", "approval"]
Majority = Literal["simple", "absolute", "two_thirds"]
Rooms = Literal["fast", "stock"]
ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")


class UnsoundSetting(Exception):
    """A setting that the co-operative must mend before the house opens."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the operator decides; docs/operations.md documents each name."""

    secret_key: str
    members_database_url: str
    voice_database_url: str
    redis_url: str | None
    name: str
    joining: Joining
    languages: tuple[str, ...]
    k: int
    max_upload: int
    proxies: int
    seconds: int
    debate_days: int
    vote_days: int
    quorum: int
    majority: Majority
    rooms: Rooms = "fast"
    rooms_polling: bool = False

    def key(self, purpose: str) -> bytes:
        """32 secret bytes for one purpose, the same in every process."""
        return derive(self.secret_key, purpose)


SETTINGS = (
    "SECRET_KEY",
    "MEMBERS_DATABASE_URL",
    "VOICE_DATABASE_URL",
    "REDIS_URL",
    "COOP_NAME",
    "COOP_JOINING",
    "COOP_LANGUAGES",
    "COOP_K",
    "COOP_MAX_UPLOAD",
    "COOP_PROXIES",
    "COOP_SECONDS",
    "COOP_DEBATE_DAYS",
    "COOP_VOTE_DAYS",
    "COOP_QUORUM",
    "COOP_MAJORITY",
    "COOP_ROOMS",
    "COOP_ROOMS_POLLING",
    "COOP_DEMO",
)


def from_environment(environ: Mapping[str, str] = os.environ, root: Path = ROOT) -> Config:
    """Read the settings; raise UnsoundSetting naming the first that cannot be used."""
    instance = root / "instance"
    config = Config(
        secret_key=_secret(environ, instance),
        members_database_url=_database(environ, "MEMBERS_DATABASE_URL", instance / "members.db"),
        voice_database_url=_database(environ, "VOICE_DATABASE_URL", instance / "voice.db"),
        redis_url=environ.get("REDIS_URL") or None,
        name=environ.get("COOP_NAME") or "Porte-Voix",
        joining=_one_of(environ, "COOP_JOINING", get_args(Joining)),
        languages=_languages(environ.get("COOP_LANGUAGES") or ",".join(LANGUAGES)),
        k=_whole(environ, "COOP_K", default=5, least=5),
        max_upload=_whole(environ, "COOP_MAX_UPLOAD", default=100 * 1024 * 1024, least=1),
        proxies=_whole(environ, "COOP_PROXIES", default=0, least=0),
        seconds=_whole(environ, "COOP_SECONDS", default=5, least=2),
        debate_days=_whole(environ, "COOP_DEBATE_DAYS", default=7, least=1),
        vote_days=_whole(environ, "COOP_VOTE_DAYS", default=7, least=1),
        quorum=_whole(environ, "COOP_QUORUM", default=20, least=0),
        majority=_one_of(environ, "COOP_MAJORITY", get_args(Majority)),
        rooms=_one_of(environ, "COOP_ROOMS", get_args(Rooms)),
        rooms_polling=_one_of(environ, "COOP_ROOMS_POLLING", ("0", "1")) == "1",
    )
    if config.quorum > 100:
        raise UnsoundSetting("COOP_QUORUM is a percentage of the roll: at most 100.")
    if config.members_database_url == config.voice_database_url:
        raise UnsoundSetting(
            "MEMBERS_DATABASE_URL and VOICE_DATABASE_URL name one database: who members are and "
            "what is said must never share one."
        )
    return config


def _secret(environ: Mapping[str, str], instance: Path) -> str:
    secret = environ.get("SECRET_KEY", "")
    if not secret and environ.get("COOP_DEMO") == "1":
        return _demonstration_secret(instance / "secret-key")
    if len(secret) < 32:
        raise UnsoundSetting(
            "SECRET_KEY is missing or shorter than 32 characters. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return secret


def _demonstration_secret(path: Path) -> str:
    """A demonstration keeps a random secret of its own beside its databases."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def _database(environ: Mapping[str, str], name: str, embedded: Path) -> str:
    url = environ.get(name) or f"sqlite:///{embedded}"
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise UnsoundSetting(f"{name} must be a sqlite:/// or postgresql:// address.")
    return url


def _one_of(environ: Mapping[str, str], name: str, choices: tuple[Any, ...]) -> Any:
    """One of the choices, of which the first is the default."""
    value = environ.get(name) or choices[0]
    if value not in choices:
        raise UnsoundSetting(f"{name} must be {', '.join(choices[:-1])} or {choices[-1]}.")
    return value


def _languages(value: str) -> tuple[str, ...]:
    codes = tuple(code.strip() for code in value.split(",") if code.strip())
    unknown = [code for code in codes if code not in LANGUAGES]
    if unknown or not codes:
        raise UnsoundSetting(f"COOP_LANGUAGES may hold {', '.join(LANGUAGES)}; it holds: {value}")
    return codes


def _whole(environ: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < least:
        raise UnsoundSetting(f"{name} must be a whole number of at least {least}.")
    return int(value)
