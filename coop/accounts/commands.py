"""The shell's way to hand out seats."""

import click
from flask import Flask

from coop.accounts import invitation_service, service
from coop.accounts.keys import keys_of
from coop.accounts.role_commands import roles
from coop.accounts.rules import INVITATION_LASTS, ROLES, Role
from coop.web.clock import today
from coop.web.settings import config


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(invite)
    app.cli.add_command(sign_in_link)
    app.cli.add_command(roles)


@click.command("invite")
@click.option("--role", type=click.Choice(ROLES), default="member", show_default=True)
@click.option("--base", default="http://127.0.0.1:8000", show_default=True, help="Your address.")
def invite(role: Role, base: str) -> None:
    """Print a one-time link to join as ROLE, good for seven days."""
    secret = invitation_service.invite(role, keys=keys_of(config()), today=today())
    click.echo(f"{base}/me/join/{secret}")
    click.echo(f"Opens one seat ({role}), once, within {INVITATION_LASTS.days} days.", err=True)


@click.command("sign-in-link")
@click.option("--role", type=click.Choice(ROLES), default="member", show_default=True)
@click.option("--base", default="http://127.0.0.1:8000", show_default=True, help="Your address.")
def sign_in_link(role: Role, base: str) -> None:
    """Print a one-time link into a seat of the demonstration; real seats have none."""
    secret = service.new_sign_in_link(role, keys=keys_of(config()), today=today())
    if secret is None:
        raise click.ClickException("There is no demonstration seat with this role: `flask demo`.")
    click.echo(f"{base}/me/sign-in/{secret}")
    told = "Opens the same made-up seat each time. Its wallet stays in the browser that drew it:"
    click.echo(f"{told} for a second browser, `flask invite` opens a seat of its own.", err=True)
