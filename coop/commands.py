"""The shell commands of the whole house: migrate, demo, upkeep."""

import random
from typing import Any

import click
from flask import Flask

from coop.db import DATABASES, writing
from coop.features import parts
from coop.migrations import migrate
from coop.settling import TooBusy, settle
from coop.web import demonstration
from coop.web.clock import today
from coop.web.settings import config

# The demonstration is the same wherever it is made, so that figures can be talked about.
DEMONSTRATION_SEED = 20261116


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in (migrate_both, demo, upkeep):
        app.cli.add_command(command)


@click.command("migrate")
def migrate_both() -> None:
    """Bring both databases to the newest schema."""
    migrate()
    click.echo("Both databases are up to date.")


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing where there are rows, and say so.")
def demo(if_empty: bool) -> None:
    """Fill an empty house with a made-up co-operative; refuses where anything real stands."""
    features: list[Any] = list(parts("demo"))
    if any(feature.has_rows() for feature in features):
        if if_empty:
            click.echo("There are rows already: nothing was made up.")
            return
        raise click.ClickException(
            "This house holds rows already. A demonstration is only ever laid into an empty one."
        )
    source = random.Random(DEMONSTRATION_SEED)  # noqa: S311 - made-up rows, no secret
    with writing("voice") as session:
        demonstration.mark(session, today())
    with click.progressbar(features, label="Making up a co-operative") as bar:
        for feature in bar:
            feature.demo(source=source, today=today())
    _upkeep()


@click.command("upkeep")
def upkeep() -> None:
    """Do the day's housekeeping of every feature; running it twice changes nothing more."""
    _upkeep()
    click.echo("Upkeep is done.")


def _upkeep() -> None:
    busy: list[str] = []
    for service in parts("service"):
        if hasattr(service, "upkeep"):
            try:
                service.upkeep(today(), config())
            except TooBusy as tables:  # the others go on: a vote is counted today
                busy.append(str(tables))
    busy += [table for database in DATABASES for table in settle(database)]
    if busy:
        raise click.ClickException(
            f"Too busy to be written anew by their keys: {', '.join(busy)}. Run upkeep again."
        )
