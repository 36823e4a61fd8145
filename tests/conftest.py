"""The house as tests use it: the real app on real databases, each test in an empty one.

Every test that takes `app` runs twice, on SQLite and on PostgreSQL (where TEST_POSTGRES_URL
says where one is). `.ci/run` names in TEST_MUST_USE what a run has to have reached.
"""

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from psycopg import sql

from coop import create_app
from coop.config import Config
from coop.db import BASES, db, engine
from coop.lib import blindrsa
from coop.lib.blindrsa import PrivateKey
from coop.migrations import migrate
from coop.web import clock as clocks
from coop.web import demonstration, limits, settings

POSTGRES = os.environ.get("TEST_POSTGRES_URL")
REDIS = os.environ.get("TEST_REDIS_URL")
ENGINES = ("sqlite", "postgresql") if POSTGRES else ("sqlite",)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

_used: set[str] = set()


class Compiled(BytecodeCache):
    """Templates compiled once a process, and not once a test."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


_compiled = Compiled()
# One app for each engine and process.
_houses: dict[str, Flask] = {}
_keys: dict[int, list[PrivateKey]] = {}


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@dataclass
class Databases:
    """Where the two databases of a test run lie."""

    engine: str
    members: str
    voice: str


def used(what: str) -> None:
    """Note that a test has really reached what it says it tests."""
    _used.add(what)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if hasattr(session.config, "workerinput"):
        session.config.workeroutput["used"] = sorted(_used)
        return
    missing = set(os.environ.get("TEST_MUST_USE", "").split()) - _used
    if missing and session.testscollected and not session.config.option.keyword:
        print(f"\nNo test reached {', '.join(sorted(missing))}: this run does not count.")
        session.exitstatus = 1


def pytest_testnodedown(node: object, error: object) -> None:
    _used.update(getattr(node, "workeroutput", {}).get("used", ()))


def make_config(databases: Databases, **changes: object) -> Config:
    """Settings for a test: everything as in earnest, with a secret of its own."""
    said: dict[str, object] = {
        "secret_key": "a secret for the tests, long enough to be one",
        "members_database_url": databases.members,
        "voice_database_url": databases.voice,
        "redis_url": None,
        "name": "Porte-Voix",
        "joining": "invitation",
        "languages": ("fr", "en"),
        "k": 5,
        "max_upload": 100 * 1024 * 1024,
        "proxies": 0,
        "seconds": 5,
        "debate_days": 7,
        "vote_days": 7,
        "quorum": 20,
        "majority": "simple",
    }
    return Config(**(said | changes))  # type: ignore[arg-type]  # names come from the test


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Databases]]:
    """Both engines' databases, migrated once a process."""
    made: dict[str, Databases] = {}
    folder = tmp_path_factory.mktemp("databases")
    made["sqlite"] = Databases(
        "sqlite", f"sqlite:///{folder}/members.db", f"sqlite:///{folder}/voice.db"
    )
    names: list[str] = []
    if POSTGRES:
        names = [f"coop_{name}_{uuid.uuid4().hex[:12]}" for name in ("members", "voice")]
        made["postgresql"] = Databases("postgresql", *(create_postgres(name) for name in names))
    for databases in made.values():
        app = create_app(make_config(databases))
        with app.app_context():
            migrate()
            dispose(app)
    yield made
    for app in _houses.values():
        with app.app_context():
            dispose(app)
    for name in names:
        drop_postgres(name)


def create_postgres(name: str) -> str:
    """Make an empty PostgreSQL database; return its address."""
    assert POSTGRES
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        # No test pulls the plug of the machine: to wait for its disk would be most of a run.
        quick = sql.SQL("ALTER DATABASE {} SET synchronous_commit = off")
        connection.execute(quick.format(sql.Identifier(name)))
    return f"postgresql+psycopg://{POSTGRES.split('://', 1)[1].rsplit('/', 1)[0]}/{name}"


def drop_postgres(name: str) -> None:
    """Take a PostgreSQL database away again."""
    assert POSTGRES
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        query = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(query.format(sql.Identifier(name)))


def dispose(app: Flask) -> None:
    """Close every connection of an app."""
    db.session.remove()
    for bind in db.engines.values():
        bind.dispose()


@pytest.fixture(params=ENGINES)
def databases(request: pytest.FixtureRequest, house: dict[str, Databases]) -> Databases:
    """The empty databases of one engine; a test that asks for them runs on each."""
    used(request.param)
    return house[request.param]


@pytest.fixture
def clock() -> Clock:
    """A clock at noon of 23 November 2026, until the test moves it."""
    return Clock()


@pytest.fixture
def app(databases: Databases, clock: Clock) -> Iterator[Flask]:
    """The house, with both databases empty."""
    if databases.engine not in _houses:
        _houses[databases.engine] = new_house(databases)
    app = _houses[databases.engine]
    renew(app, make_config(databases), clock)
    with app.app_context():
        empty(app)
    yield app
    with app.app_context():
        forget(app, databases)


@pytest.fixture
def app_of_its_own(databases: Databases, clock: Clock) -> Iterator[Flask]:
    """The same, built for this test alone: for one that changes the app itself."""
    app = new_house(databases)
    renew(app, make_config(databases), clock)
    with app.app_context():
        empty(app)
    yield app
    with app.app_context():
        dispose(app)


def forget(app: Flask, databases: Databases) -> None:
    """End what a test began. SQLite's connections close: whoever reads the bytes of its file, as
    attacks do, takes their locks away, and another process may then take their journal away.
    """
    db.session.remove()
    if databases.engine == "sqlite":
        dispose(app)


def new_house(databases: Databases) -> Flask:
    """The real app on these databases."""
    app = create_app(make_config(databases))
    app.jinja_env.bytecode_cache = _compiled
    return app


def renew(app: Flask, config: Config, clock: Clock) -> None:
    """Let an app forget what a test before has set or counted: to build one anew takes longer."""
    app.extensions[settings.EXTENSION] = config
    app.extensions[clocks.EXTENSION] = clock
    app.extensions.pop(demonstration.EXTENSION, None)
    limits.init_app(app, config)


def empty(app: Flask) -> None:
    """Delete every row of both databases, children first, in one word to each."""
    for name, base in BASES.items():
        tables = reversed(base.metadata.sorted_tables)
        words = " ".join(f'DELETE FROM "{table.name}";' for table in tables)
        with engine(name).begin() as connection:
            if connection.dialect.name == "sqlite":
                raw = connection.connection.driver_connection
                assert raw is not None
                # Ends the transaction that was begun for it.
                raw.executescript(f"BEGIN IMMEDIATE; {words}")
            else:
                connection.exec_driver_sql(words)


@pytest.fixture(autouse=True)
def made_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of scopes are made once a process, and each test is given them in the same order.

    A house opens a dozen at its first upkeep: within a test no two are the same, which is all that
    a test can see of it.
    """
    given: dict[int, int] = {}

    def generate(bits: int) -> PrivateKey:
        made = _keys.setdefault(bits, [])
        number = given[bits] = given.get(bits, 0) + 1
        while len(made) < number:
            made.append(blindrsa.generate(bits))
        return made[number - 1]

    monkeypatch.setattr("coop.tokens.sealing.generate", generate)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Ana's browser: no account, English first."""
    return browser(app)


def browser(app: Flask, language: str = "en") -> FlaskClient:
    """A browser of its own, with its own cookies."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    return client


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run a file's tests in one worker, SQLite's before PostgreSQL's: databases are shared."""
    items.sort(key=lambda item: (str(item.path), "postgresql" in item.nodeid))
