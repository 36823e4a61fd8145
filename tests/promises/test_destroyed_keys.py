"""Once issuing ended and upkeep ran, a scope's private key stands in no file of the house."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from coop.db import Database, engine
from coop.lib.rsakeys import PrivateKey
from coop.tokens import queries as tokens
from coop.tokens.rules import PublicScope
from coop.tokens.sealing import keys_of, unseal
from coop.web.clock import today
from coop.web.settings import config
from tests.conftest import Clock
from tests.shell import run
from tests.wallet.players import open_scope, player

# A page may end within a key: any part of this length is a find.
PART = 32


@dataclass(frozen=True)
class Secret:
    """A scope's private key, in every form in which it could lie somewhere."""

    sealed: bytes
    key: PrivateKey

    @property
    def forms(self) -> dict[str, bytes]:
        """The key itself, and what it is stored as."""
        numbers = {name: getattr(self.key, name) for name in ("d", "p", "q", "dp", "dq", "qinv")}
        # As they stand one after another in the key's DER, or anywhere else.
        whole = {name: n.to_bytes(n.bit_length() // 8 + 1) for name, n in numbers.items()}
        whole["sealed"] = self.sealed
        return whole | {f"{name} as text": form.hex().encode() for name, form in whole.items()}


@pytest.fixture(params=[0, 4])
def scope(app: Flask, request: pytest.FixtureRequest) -> PublicScope:
    """A debate, alone on its page of the disk, and among other scopes that go on."""
    for number in range(request.param):
        open_scope(app, "room", f"hall{number}-2026-11", lasts=60)
    return open_scope(app, "debate")


@pytest.fixture
def secret(app: Flask, scope: PublicScope) -> Secret:
    """The private key, as only the house can read it while issuing goes on."""
    with app.app_context():
        issuing = tokens.issuing_scopes(today=today())[scope.code]
        sealing = keys_of(config()).sealing
        key = unseal(issuing.sealed_key, scope.code, sealing=sealing)
        assert key.public.spki() == scope.key
        return Secret(issuing.sealed_key, key)


def files(app: Flask, database: Database = "voice") -> list[Path]:
    """Every file in which a database lies: SQLite's with its journal, PostgreSQL's own."""
    with app.app_context():
        bind = engine(database)
        if bind.dialect.name == "sqlite":
            place = Path(str(bind.url.database))
            return sorted(place.parent.glob(place.name + "*"))
        with bind.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            base = connection.scalar(text("SHOW data_directory"))
            folder = connection.scalar(
                text("SELECT oid FROM pg_database WHERE datname = current_database()")
            )
        return sorted(path for path in Path(f"{base}/base/{folder}").iterdir() if path.is_file())


def found(app: Flask, secret: Secret) -> set[str]:
    """The forms in which a key can be read from the files of either database."""
    both = [*files(app, "voice"), *files(app, "members")]
    everything = b"\n".join(path.read_bytes() for path in both)
    return {name for name, form in secret.forms.items() if any(map(everything.count, parts(form)))}


def parts(form: bytes) -> list[bytes]:
    """The whole parts of a form, one after another."""
    return [form[start : start + PART] for start in range(1, len(form) - PART, PART)]


def end_issuing(app: Flask, clock: Clock) -> None:
    clock.time += timedelta(days=8)
    assert run(app, "upkeep").exit_code == 0


def test_while_issuing_goes_on_the_sealed_key_is_on_the_disk_and_nothing_of_it_in_clear(
    app: Flask, secret: Secret
) -> None:
    """The search finds what is there: without this, finding nothing below would prove nothing."""
    player(app).draw()
    assert found(app, secret) == {"sealed"}


def test_after_upkeep_no_form_of_the_key_is_in_any_file(
    app: Flask, clock: Clock, secret: Secret
) -> None:
    player(app).draw()
    end_issuing(app, clock)
    assert found(app, secret) == set()


def test_the_keys_of_scopes_that_go_on_are_still_there(app: Flask, clock: Clock) -> None:
    scope, other = open_scope(app, "debate"), open_scope(app, "room", "hall-2026-11", lasts=60)
    end_issuing(app, clock)
    with app.app_context():
        issuing = tokens.issuing_scopes(today=today())
    assert (scope.code in issuing, other.code in issuing) == (False, True)


def test_the_database_knows_that_it_is_gone(
    app: Flask, clock: Clock, scope: PublicScope, secret: Secret
) -> None:
    end_issuing(app, clock)
    with app.app_context(), engine("voice").connect() as connection:
        query = text("SELECT sealed_key FROM scope_keys WHERE scope_code = :code")
        assert connection.scalar(query, {"code": scope.code}) is None
