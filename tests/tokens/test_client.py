"""The Python wallet: sign in, draw, write, second, debate and vote without a browser."""

import json
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from coop.lib import base64url
from coop.lib.blindrsa import generate
from coop.lib.canonical import canonical
from coop.lib.seeds import seed_code
from coop.petitions import queries as petitions
from coop.tokens import service as tokens
from coop.tokens.client import acting, petitioning
from coop.tokens.client.__main__ import main, refusals
from coop.tokens.client.drawing import Refused
from coop.tokens.client.forms import form_of
from coop.tokens.client.house import Answer, HouseRefused, WebHouse
from coop.tokens.client.receipts import check_receipt
from coop.tokens.client.scopes import KeyNotBelieved, has_small_factor
from coop.tokens.client.signing_in import sign_in
from coop.tokens.client.wallet import NoRight, NotAWallet, Wallet, load, save
from coop.votes import queries as votes
from coop.web.clock import today
from coop.web.settings import config
from tests.accounts.seats import invitation, join
from tests.conftest import Clock, browser
from tests.promises.server import serving
from tests.reports.sending import on_one_engine
from tests.shell import run
from tests.wallet.players import Player, TestHouse, open_scope, player

WORDS = {
    "title": "Pay for delivered work",
    "demand": "Every refusal is explained within two weeks.",
    "text": "Many of us did a task as it was asked\nand were never paid.",
    "addressee": "Clickworker",
}
SECONDS = 5


def members(app: Flask, count: int = 12) -> list[Player]:
    return [player(app) for _ in range(count)]


def published(app: Flask, author: Player) -> str:
    """A petition that its author wrote with the first of three rights."""
    with app.app_context():
        tokens.upkeep(today(), config())
    author.draw()
    return petitioning.draft(author.house, author.wallet, WORDS)


def state(app: Flask, code: str) -> str:
    with app.app_context():
        return petitions.petition(code).state


def debated(app: Flask, people: list[Player]) -> str:
    """A petition that enough members seconded."""
    code = published(app, people[0])
    for person in people[:SECONDS]:
        person.draw()
        petitioning.second(person.house, person.wallet, code)
    return code


def voting(app: Flask, clock: Clock, people: list[Player]) -> str:
    """A petition whose vote is open, with a token drawn by each of these."""
    code = debated(app, people)
    clock.time += timedelta(days=8)
    run(app, "upkeep")
    again = [player(app, seat_id=each.seat_id) for each in people]
    for person, fresh in zip(people, again, strict=True):
        person.house = fresh.house  # the first session is over by then
        person.draw()
    return code


def test_a_petition_is_written_with_a_token_and_no_session(app: Flask) -> None:
    bea = player(app)
    code = published(app, bea)
    with app.app_context():
        written = petitions.petition(code)
        assert (written.title, written.nonce) == (
            WORDS["title"],
            bea.token(written.draft_scope).nonce,
        )


def test_the_next_petition_takes_the_next_token_and_the_fourth_has_none(app: Flask) -> None:
    bea = player(app)
    codes = {published(app, bea) for _ in range(3)}
    assert len(codes) == 3
    with pytest.raises(NoRight):
        published(app, bea)


def test_five_members_second_it_and_it_is_debated(app: Flask) -> None:
    assert state(app, debated(app, members(app, SECONDS))) == "debated"


def test_seconding_twice_counts_once(app: Flask) -> None:
    people = members(app, SECONDS)
    code = published(app, people[0])
    for person in people[:-1] * 2:
        person.draw()
        petitioning.second(person.house, person.wallet, code)
    assert state(app, code) == "seconding"


def test_a_member_speaks_in_the_debate(app: Flask) -> None:
    people = members(app, SECONDS)
    code = debated(app, people)
    people[1].draw()
    petitioning.comment(people[1].house, people[1].wallet, code, "Two weeks are\r\ntoo long.")
    assert "too long." in people[0].house.ask(f"/petitions/{code}/debate").text


def test_twelve_members_vote_one_of_them_twice_and_the_last_ballot_counts(
    app: Flask, clock: Clock
) -> None:
    people = members(app)
    code = voting(app, clock, people)
    for number, person in enumerate(people):
        acting.cast(person.house, person.wallet, code, "yes" if number < 8 else "no")
    again = acting.cast(people[0].house, people[0].wallet, code, "abstain")
    assert (again.choice, again.seq) == ("abstain", 1)
    clock.time += timedelta(days=8)
    run(app, "upkeep")
    with app.app_context():
        result = votes.result(f"vote-{code}")
    assert result
    assert (result.yes, result.no, result.abstain, result.issued) == (7, 4, 1, 12)


def test_a_wallet_brought_back_by_its_seed_votes_again_with_the_next_number(
    app: Flask, clock: Clock
) -> None:
    people = members(app)
    code = voting(app, clock, people)
    bea = people[0]
    for choice in ("yes", "no"):
        acting.cast(bea.house, bea.wallet, code, choice)
    bea.wallet = Wallet(bea.wallet.seed)
    assert bea.draw() == []
    assert acting.cast(bea.house, bea.wallet, code, "abstain").seq == 2


@dataclass
class LyingHouse(TestHouse):
    """A house that answers a ballot with a receipt of its own making."""

    lie: Callable[[dict[str, Any]], dict[str, Any]] = dict

    def ask(self, path: str, **said: Any) -> Answer:
        answer = super().ask(path, **said)
        if not path.endswith("/ballots"):
            return answer
        return Answer(answer.status, json.dumps(self.lie(answer.json())), answer.address)


def under_another_key(told: dict[str, Any]) -> dict[str, Any]:
    """A receipt that is signed well, by a key that nobody else would know."""
    key = Ed25519PrivateKey.generate()
    said = {name: told[name] for name in ("choice", "nonce", "scope", "seq")}
    signature = key.sign(b"coop-voice/receipt/v1\x00" + canonical(said))
    named = base64url.encode(key.public_key().public_bytes_raw())
    return told | {"key": named, "receipt": base64url.encode(signature)}


LIES: dict[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], str]] = {
    "another key": (under_another_key, "no receipt that holds"),
    "another signature": (lambda told: told | {"receipt": "A" * 86}, "not signed over what"),
    "none": (lambda told: {}, "no receipt that holds"),
    "no signature at all": (lambda told: told | {"receipt": 7}, "no receipt that holds"),
}


def test_a_receipt_that_does_not_hold_is_not_kept(app: Flask, clock: Clock) -> None:
    people = members(app, 10)
    code = voting(app, clock, people)
    bea = people[0]
    honest = bea.house
    for lie, words in LIES.values():
        house = LyingHouse(honest.member, honest.anyone, lie)
        with pytest.raises(KeyNotBelieved, match=words):
            acting.cast(house, bea.wallet, code, "yes")
        assert bea.wallet.receipts == {}
    # A receipt for another choice than the one that was sent.
    with pytest.raises(KeyNotBelieved, match="not signed over what"):
        bea.token(f"vote-{code}")
        house = LyingHouse(honest.member, honest.anyone)
        sent = acting.act(bea.token(f"vote-{code}"), {"act": "ballot", "choice": "no", "seq": 0})
        told = acting.cast(honest, bea.wallet, code, "yes").signed
        check_receipt(house, bea.wallet, sent=sent, told=told)


def test_a_ballot_for_a_box_that_is_not_open_is_refused_in_the_houses_words(
    app: Flask, clock: Clock
) -> None:
    bea = player(app)
    code = open_scope(app, "vote").subject
    bea.draw()
    with pytest.raises(HouseRefused, match="fewer than ten"):
        acting.cast(bea.house, bea.wallet, code, "yes")
    assert bea.wallet.receipts == {}


def test_what_the_page_refuses_is_said_in_its_words(app: Flask) -> None:
    bea = player(app)
    published(app, bea)
    with pytest.raises(HouseRefused) as refused:
        petitioning.draft(bea.house, bea.wallet, WORDS | {"title": " "})
    # Without the heading above, and with the field's name as its own part.
    assert str(refused.value) == "Title: Give it a title."


@on_one_engine
def test_a_petition_that_is_not_there_is_said_in_the_houses_words(app: Flask) -> None:
    bea = player(app)
    with pytest.raises(HouseRefused) as refused:
        petitioning.comment(bea.house, bea.wallet, "ZZZZ", "x")
    assert "No petition answers to this code." in str(refused.value)
    assert "status" not in str(refused.value)


def test_one_reason_for_many_rights_is_one_sentence() -> None:
    many = [Refused(f"debate-{n}", slot, "Too late.", "Late") for n in range(5) for slot in (0, 1)]
    said = list(refusals([*many, Refused("vote-X", 0, "Not yours.", "Not")]))
    assert said == [
        "Too late. (debate-0, debate-1, debate-2 and 2 more: 10 not drawn)",
        "Not yours. (vote-X: 1 not drawn)",
    ]


@on_one_engine
def test_a_member_signs_in_with_seven_words_and_a_sum(app: Flask) -> None:
    phrase = join(browser(app), invitation(app))
    house = TestHouse(browser(app), browser(app))
    sign_in(house, phrase)
    assert "mark" in house.ask("/me/wallet/rights", as_member=True).json()


@on_one_engine
def test_wrong_words_open_nothing(app: Flask) -> None:
    house = TestHouse(browser(app), browser(app))
    with pytest.raises(HouseRefused, match="No seat answers"):
        sign_in(house, "seven words that nobody has here ever")


@on_one_engine
def test_a_wallet_is_kept_whole_and_for_its_owner_alone(app: Flask, tmp_path: Path) -> None:
    bea, file = player(app), tmp_path / "wallet.json"
    published(app, bea)
    save(bea.wallet, file)
    assert load(file) == bea.wallet
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["wallet.json"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"wallet": "x"}', '{"wallet": 7}'])
def test_another_file_is_no_wallet(tmp_path: Path, text: str) -> None:
    (tmp_path / "wallet.json").write_text(text)
    with pytest.raises(NotAWallet):
        load(tmp_path / "wallet.json")


@pytest.mark.parametrize("divisor", [2, 3, 5, 7, 541, 9973])
def test_a_modulus_with_a_small_factor_is_seen(divisor: int) -> None:
    n = generate(2048).n
    assert not has_small_factor(n)
    assert has_small_factor(n * divisor)


def test_a_form_sends_what_a_browser_would() -> None:
    html = """<form method="post" action="/a" data-act="x" data-act-fields="words choice">
      <input type="hidden" name="seq" value="7" data-act-part="number">
      <textarea name="words">\nFirst\nSecond &amp; last</textarea>
      <select name="choice"><option value="one"><option value="two" selected></select>
      <input type="checkbox" name="off" value="1"><input type="checkbox" name="on" checked>
      <button name="step" value="send"></form>"""
    form = form_of(Answer(200, html), to="/a")
    assert form.fields == {
        "seq": "7",
        "words": "First\nSecond & last",
        "choice": "two",
        "on": "",
    }
    assert form.body().keys() == {"act", "seq", "fields"}
    assert form.body()["seq"] == 7


def shell(tmp_path: Path, base: str, *words: str) -> tuple[int, str]:
    """`python -m coop.tokens.client` with a wallet of its own."""
    wallet = str(tmp_path / "wallet.json")
    done = CliRunner().invoke(main, ["--house", base, "--wallet", wallet, *words])
    return done.exit_code, done.output


def test_over_the_network_from_the_shell(tmp_path: Path) -> None:
    """The whole way in a real house: sign in, draw, publish; what was drawn is in the file."""
    folder = tmp_path / "house"
    folder.mkdir()
    with serving(folder) as house:
        link = house.flask("invite", "--base", house.address).splitlines()[0]
        house.flask("upkeep")
        phrase = joined(house.address, link)
        code, said = shell(tmp_path, house.address, "draw", "--phrase", phrase)
        assert (code, "tokens are in" in said) == (0, True), said
        words = [f"--{name}={value}" for name, value in WORDS.items()]
        code, petition = shell(tmp_path, house.address, "draft", *words)
        assert code == 0, petition
        assert WORDS["title"] in house.ask(f"/petitions/{petition.strip()}")[1]
        assert shell(tmp_path, house.address, "vote", petition.strip(), "yes")[0] == 1
    kept = json.loads((tmp_path / "wallet.json").read_text())
    assert kept["used"] == [[kept["tokens"][0]["scope"], 0]]


def joined(base: str, link: str) -> str:
    """Join by an invitation over HTTP, as a newcomer does; the phrase."""
    web, place = WebHouse(base), link.removeprefix(base)
    first = form_of(web.ask(place, as_member=True), to=place)
    shown = form_of(web.ask(place, form=first.fields, as_member=True), to=place)
    phrase = shown.fields["shown"]
    web.ask(place, form=shown.fields | {"phrase": phrase}, as_member=True)
    return phrase


def test_where_nobody_answers_it_is_one_sentence_and_no_file_is_made(tmp_path: Path) -> None:
    code, said = shell(tmp_path, "http://127.0.0.1:9", "draw", "--phrase", "x")
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("Error: http://127.0.0.1:9 does not answer: ")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("base", ["127.0.0.1:9", "nowhere", "ftp//x"])
def test_what_is_no_address_is_one_sentence(tmp_path: Path, base: str) -> None:
    code, said = shell(tmp_path, base, "draw", "--phrase", "x")
    assert (code, said.count("\n")) == (1, 1)


def test_a_seed_is_not_ignored_where_another_wallet_lies(tmp_path: Path) -> None:
    """Before anything is asked of a house: nobody answers at this address."""
    save(Wallet(bytes(16)), tmp_path / "wallet.json")
    before = (tmp_path / "wallet.json").read_bytes()
    other = ("draw", "--phrase", "x", "--seed", seed_code(b"s" * 16))
    code, said = shell(tmp_path, "http://127.0.0.1:9", *other)
    assert (code, "holds a wallet of another code" in said) == (1, True)
    assert (tmp_path / "wallet.json").read_bytes() == before
    same = ("draw", "--phrase", "x", "--seed", seed_code(bytes(16)))
    assert "does not answer" in shell(tmp_path, "http://127.0.0.1:9", *same)[1]


def test_without_a_wallet_the_shell_says_what_to_do(tmp_path: Path) -> None:
    code, said = shell(tmp_path, "http://127.0.0.1:9", "vote", "ABC", "yes")
    assert (code, "draw first" in said) == (1, True)
