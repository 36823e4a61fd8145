"""The shell's way to see and change roles: seats have no name, so a member reads out a code."""

from collections.abc import Callable

import click

from coop.accounts import role_codes, role_service
from coop.accounts.queries import role_counts
from coop.accounts.rules import ROLES, Role
from coop.lib.refusals import Refusal
from coop.web.clock import today
from coop.web.settings import config

CODE = click.argument("code")


@click.group("roles", invoke_without_command=True)
@click.pass_context
def roles(context: click.Context) -> None:
    """Count the seats of each role; give and take roles by the code that a member reads out.

    The member makes the code on /me/role-code; it is good on that day and the day after.
    """
    if context.invoked_subcommand is None:
        context.invoke(count)


@roles.command("list")
def count() -> None:
    """Print how many seats each role has."""
    found = role_counts()
    for role in ROLES:
        click.echo(f"{found.get(role, 0):6} {role}")


@roles.command("give")
@CODE
@click.argument("role", type=click.Choice(ROLES))
def give(code: str, role: Role) -> None:
    """Give the seat that shows CODE the role ROLE; the code is spent."""
    _or_say(lambda: role_service.give_role(code, role, key=_key(), today=today()))
    click.echo(f"The seat is a {role}'s now. Nobody was told: tell the member.")


@roles.command("take")
@CODE
def take(code: str) -> None:
    """Make the seat that shows CODE a member's again; the code is spent."""
    _or_say(lambda: role_service.give_role(code, "member", key=_key(), today=today()))
    click.echo("The seat is a member's now.")


@roles.command("reset-factor")
@CODE
def reset_factor(code: str) -> None:
    """Forget the second factors of the seat that shows CODE, and end its sessions."""

    def reset() -> None:
        seat = role_codes.seat_of_role_code(code, key=_key(), today=today())
        role_service.reset_factor(seat.id, today=today())

    _or_say(reset)
    click.echo("Its second factors are gone and its sessions ended: it signs in by its phrase.")


def _or_say(act: Callable[[], None]) -> None:
    """Do it, or say why not in a sentence and fail."""
    try:
        act()
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence % refusal.params) from refusal


def _key() -> bytes:
    return config().key(role_codes.PURPOSE)
