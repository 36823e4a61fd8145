"""The shell's recount: of a vote of this house, or of a board that was downloaded."""

import json
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from coop.lib import verifier
from coop.tokens.queries import find_scope
from coop.votes import board, queries
from coop.votes.rules import scope_of

votes = AppGroup("votes", help="Count a closed vote again.")


def init_app(app: Flask) -> None:
    """Add the command to `flask`."""
    app.cli.add_command(votes)


@votes.command("recount")
@click.argument("petition_or_file")
def recount(petition_or_file: str) -> None:
    """Check and count the board of PETITION (its code), or of a downloaded FILE."""
    published = _published(petition_or_file)
    listed = published.get("ballots") if isinstance(published, dict) else None
    length = len(listed) if isinstance(listed, list) else 0
    with click.progressbar(length=length, label="Checking ballots") as bar:
        verdict = verifier.verify(published, progress=bar.update)
    for sentence in verifier.sentences(verdict):
        click.echo(sentence)
    if not verdict.holds:
        raise click.exceptions.Exit(1)


def _published(petition_or_file: str) -> Any:
    """The board as anyone downloads it."""
    try:
        path = Path(petition_or_file)
        if path.is_file():
            return json.loads(path.read_bytes())
        scope = find_scope(scope_of(petition_or_file))
        published = queries.find_published(scope.code) if scope else None
        if scope is None or published is None:
            raise click.ClickException("There is no counted vote with this code, nor such a file.")
        return json.loads(b"".join(board.as_json(scope.code, published.preamble)))
    except (OSError, ValueError, RecursionError) as error:
        raise click.ClickException(f"This file is no board: {error}") from error
