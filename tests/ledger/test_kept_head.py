"""What only a head kept elsewhere finds: a past that the operator rewrote and signed anew."""

import json
from pathlib import Path

import pytest
from flask import Flask

from coop.db import engine
from coop.ledger import queries
from coop.ledger.rules import signed_head
from tests.ledger.forging import forge, rehash, resign, sql
from tests.ledger.leaves import TODAY, TOMORROW, append, scope, verify
from tests.shell import run

pytestmark = pytest.mark.usefixtures("twenty")


def saved(path: Path) -> str:
    """The newest head, kept in a file elsewhere."""
    head = queries.head()
    assert head is not None
    path.write_text(json.dumps(head.as_json()))
    return str(path)


def test_an_old_head_still_fits_a_longer_ledger(app: Flask, tmp_path: Path) -> None:
    kept = saved(tmp_path / "head.json")
    append(*map(scope, range(14, 40)), today=TOMORROW)
    assert verify(app, "--head", kept) == (0, [])


def test_an_old_head_finds_a_past_that_the_operator_signed_anew(app: Flask, tmp_path: Path) -> None:
    kept = saved(tmp_path / "head.json")
    with engine("voice").begin() as connection:
        forge(11, deeds=(rehash, resign))(connection)
    assert verify(app) == (0, [])
    assert verify(app, "--head", kept) == (
        1,
        ["the kept head of 20 leaves: the leaves before it were rewritten"],
    )


def test_an_old_head_finds_a_ledger_that_was_cut_off(app: Flask, tmp_path: Path) -> None:
    kept = saved(tmp_path / "head.json")
    with engine("voice").begin() as connection:
        sql(
            "DELETE FROM ledger_leaves WHERE position >= 15",
            "DELETE FROM ledger_heads WHERE size > 15",
        )(connection)
        rehash(connection)
    assert verify(app) == (0, [])
    assert verify(app, "--head", kept)[0] == 1


def test_a_head_that_was_not_ours_is_refused(app: Flask, tmp_path: Path) -> None:
    head = signed_head(20, bytes(32), day=TODAY, signer=b"e" * 32)
    path = tmp_path / "head.json"
    path.write_text(json.dumps(head.as_json()))
    code, lines = verify(app, "--head", str(path))
    assert (code, lines[0]) == (1, "the kept head: altered, or not signed by this house")


def test_a_file_without_a_head_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "head.json"
    path.write_text("{}")
    result = run(app, "ledger", "verify", "--head", str(path))
    assert result.exit_code == 1
    assert "holds no head" in result.stderr


def test_the_head_is_printed_as_it_is_kept(app: Flask) -> None:
    result = run(app, "ledger", "head")
    said = json.loads(result.stdout)
    assert (said["size"], said["day"]) == (20, TOMORROW.isoformat())
    assert set(said) == {"size", "root", "day", "signature", "key"}
