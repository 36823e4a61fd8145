"""`python -m coop.tokens.client`: a member's wallet in a file, from the shell."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from coop.lib.seeds import SEED_BYTES, NotASeed, parse_seed, seed_code
from coop.tokens.client import petitioning
from coop.tokens.client.acting import cast
from coop.tokens.client.drawing import draw as draw_all
from coop.tokens.client.house import HouseRefused, WebHouse
from coop.tokens.client.scopes import KeyNotBelieved
from coop.tokens.client.signing_in import sign_in
from coop.tokens.client.wallet import NoRight, NotAWallet, Wallet, load, save

NEEDED, OPTIONAL = ("title", "demand", "text", "addressee"), ("platform", "client", "language")


@click.group()
@click.option("--house", default="http://127.0.0.1:8000", show_default=True, help="Its address.")
@click.option("--wallet", "path", type=click.Path(path_type=Path), default="wallet.json")
@click.pass_context
def main(context: click.Context, house: str, path: Path) -> None:
    """Draw a member's anonymous tokens into a wallet file, and use them.

    Draw at one time and use at another: who sees both happen at once could join the two.
    """
    context.obj = (WebHouse(house), path)


@main.command()
@click.option("--phrase", prompt="Your seven words", hide_input=True)
@click.option("--seed", help="The code of a wallet that is to be brought back.")
@click.pass_obj
def draw(obj: tuple[WebHouse, Path], phrase: str, seed: str | None) -> None:
    """Sign in and draw every token that is open."""
    house, path = obj
    with _wallet(path, new=True, seed=seed) as wallet:
        sign_in(house, phrase)
        for each in draw_all(house, wallet):
            click.echo(f"{each.scope} {each.slot}: {each.words}", err=True)
        click.echo(f"{len(wallet.tokens)} tokens are in {path}.")


@main.command()
@click.argument("petition")
@click.argument("choice", type=click.Choice(["yes", "no", "abstain"]))
@click.pass_obj
def vote(obj: tuple[WebHouse, Path], petition: str, choice: str) -> None:
    """Cast a ballot, or cast it again: the last one counts."""
    house, path = obj
    with _wallet(path) as wallet:
        receipt = cast(house, wallet, petition, choice)
        click.echo(f"{receipt.choice}, number {receipt.seq}: {receipt.signed['receipt']}")


@main.command()
@click.argument("petition")
@click.pass_obj
def second(obj: tuple[WebHouse, Path], petition: str) -> None:
    """Support a petition, so that it is debated."""
    with _wallet(obj[1]) as wallet:
        petitioning.second(obj[0], wallet, petition)


@main.command()
@click.argument("petition")
@click.argument("text")
@click.option("--reply-to", default="", help="The code of what this answers.")
@click.pass_obj
def comment(obj: tuple[WebHouse, Path], petition: str, text: str, reply_to: str) -> None:
    """Say something in a debate."""
    with _wallet(obj[1]) as wallet:
        petitioning.comment(obj[0], wallet, petition, text, reply_to=reply_to)


@main.command()
@click.pass_obj
def draft(obj: tuple[WebHouse, Path], /, **words: str | None) -> None:
    """Publish a petition; prints its code."""
    with _wallet(obj[1]) as wallet:
        said = {name: value for name, value in words.items() if value}
        click.echo(petitioning.draft(obj[0], wallet, said))


for _name in (*NEEDED, *OPTIONAL):
    draft = click.option(f"--{_name}", required=_name in NEEDED)(draft)


@main.command()
@click.pass_obj
def seed(obj: tuple[WebHouse, Path]) -> None:
    """Print the code that brings this wallet back, on a phone too. Whoever has it has it all."""
    with _wallet(obj[1]) as wallet:
        click.echo(seed_code(wallet.seed))


@contextmanager
def _wallet(path: Path, *, new: bool = False, seed: str | None = None) -> Iterator[Wallet]:
    """The wallet of a file, written back whatever happens: what was drawn is drawn."""
    try:
        wallet = _opened(path, new=new, seed=seed)
        try:
            yield wallet
        finally:
            save(wallet, path)
    except (HouseRefused, KeyNotBelieved, NotAWallet, NotASeed) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except NoRight as lacking:
        words = f"This wallet holds no token for {lacking}: draw first."
        raise click.ClickException(words) from lacking


def _opened(path: Path, *, new: bool, seed: str | None) -> Wallet:
    if path.exists():
        return load(path)
    if not new:
        raise NotAWallet(f"there is no wallet at {path}: draw first")
    return Wallet(parse_seed(seed) if seed else secrets.token_bytes(SEED_BYTES))


if __name__ == "__main__":
    main()
