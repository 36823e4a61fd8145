"""`python -m coop.tokens.client`: a member's wallet in a file, from the shell."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from coop.lib.seeds import SEED_BYTES, NotASeed, parse_seed, seed_code
from coop.tokens.client import petitioning
from coop.tokens.client.acting import cast
from coop.tokens.client.drawing import Refused
from coop.tokens.client.drawing import draw as draw_all
from coop.tokens.client.house import HouseRefused, WebHouse
from coop.tokens.client.scopes import KeyNotBelieved
from coop.tokens.client.signing_in import sign_in
from coop.tokens.client.wallet import NoRight, NotAWallet, Wallet, load, save

NEEDED, OPTIONAL = ("title", "demand", "text", "addressee"), ("platform", "client", "language")
# How many scopes of one reason are named.
MOST_NAMED = 3


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
    with _in_words():
        wallet = _new_or_opened(path, seed)
        # Before a file is made: of a mistyped phrase nothing stays.
        sign_in(house, phrase)
        with _kept(wallet, path):
            for sentence in refusals(draw_all(house, wallet)):
                click.echo(sentence, err=True)
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


def refusals(refused: Iterable[Refused]) -> Iterator[str]:
    """What was not given, a sentence for each reason, with the scopes that it is said of."""
    scopes: dict[str, list[str]] = {}
    for each in refused:
        scopes.setdefault(each.words, []).append(each.scope)
    for words, some in scopes.items():
        names = list(dict.fromkeys(some))
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield f"{words} ({', '.join(names[:MOST_NAMED])}{more}: {len(some)} not drawn)"


@contextmanager
def _wallet(path: Path) -> Iterator[Wallet]:
    """The wallet of a file, written back whatever happens: what was used is used."""
    with _in_words():
        if not path.exists():
            raise NotAWallet(f"there is no wallet at {path}: draw first")
        wallet = load(path)
        with _kept(wallet, path):
            yield wallet


@contextmanager
def _kept(wallet: Wallet, path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        save(wallet, path)


@contextmanager
def _in_words() -> Iterator[None]:
    """Every refusal as a sentence of the shell."""
    try:
        yield
    except (HouseRefused, KeyNotBelieved, NotAWallet, NotASeed) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except NoRight as lacking:
        words = f"This wallet holds no token for {lacking}: draw first."
        raise click.ClickException(words) from lacking


def _new_or_opened(path: Path, seed: str | None) -> Wallet:
    """The wallet of a file, else a new one of this seed, or of a fresh one."""
    wanted = parse_seed(seed) if seed else None
    if not path.exists():
        return Wallet(wanted or secrets.token_bytes(SEED_BYTES))
    wallet = load(path)
    if wanted not in (None, wallet.seed):
        words = "holds a wallet of another code: name another file with --wallet"
        raise NotAWallet(f"{path} {words}")
    return wallet


if __name__ == "__main__":
    main()
