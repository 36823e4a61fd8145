"""The shell's view of the ledger: its head, to be kept elsewhere, and a check of every row."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from coop.features import parts
from coop.ledger import queries
from coop.ledger.rows import RowCheck
from coop.ledger.rules import SIGNER, Head, NothingYet, head_key
from coop.ledger.verifying import MOST_TOLD, Verification, snapshot
from coop.lib.base64url import decode, encode
from coop.web.settings import config

ledger = AppGroup("ledger", help="The tamper-evident log.")


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(ledger)


@ledger.command("head")
def show_head() -> None:
    """Print the newest signed head as JSON: keep it somewhere else, for `verify --head`."""
    head = queries.head()
    if head is None:
        raise click.ClickException(NothingYet.sentence)
    click.echo(json.dumps(head.as_json() | {"key": encode(_key())}))


@ledger.command("verify")
@click.option(
    "--head",
    "kept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A head that was saved before: whether the ledger still begins with it.",
)
def verify(kept: Path | None) -> None:
    """Read the whole ledger and all that it proves; name every row that was altered or deleted."""
    head = None if kept is None else _kept_head(kept)
    with snapshot() as connection:
        verification = Verification(connection, key=_key(), kept=head)
        with click.progressbar(length=verification.size, label="Verifying") as bar:
            for count in verification.blocks():
                bar.update(count)
    leaves: list[Any] = list(parts("leaves"))
    rows = RowCheck(leaves)
    with click.progressbar(rows.blocks(), label="Comparing rows") as blocks:
        for _count in blocks:
            pass
    _tell(verification.told)
    _tell(rows.told)
    if verification.told:
        raise click.ClickException("The ledger is not as it was appended.")
    if rows.told:
        raise click.ClickException("The ledger is as it was appended; what it proves is not.")
    click.echo(f"{verification.size} leaves, all as they were appended.")
    click.echo(f"{rows.count} rows that rest on them, all as they were committed.")


def _tell(told: list[str]) -> None:
    for sentence in told[:MOST_TOLD]:
        click.echo(sentence, err=True)
    if len(told) > MOST_TOLD:
        click.echo(f"... and {len(told) - MOST_TOLD} more", err=True)


def _key() -> bytes:
    return head_key(config().key(SIGNER))


def _kept_head(path: Path) -> Head:
    """A head as `flask ledger head` and the API write it."""
    try:
        said = json.loads(path.read_text())
        return Head(
            int(said["size"]),
            bytes.fromhex(said["root"]),
            date.fromisoformat(said["day"]),
            decode(said["signature"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"{path} holds no head of a ledger.") from error
