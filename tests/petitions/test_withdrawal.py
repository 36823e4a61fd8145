"""A petition is withdrawn by its author's key, before its vote; its words are gone then."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coop.ledger import queries as ledger
from coop.petitions import queries
from coop.tokens import queries as tokens
from tests.conftest import Clock
from tests.pages import Page
from tests.petitions.acting import (
    TEXT,
    Written,
    days_pass,
    debated,
    draft_right,
    petition,
    publish,
    say,
    seats,
    second,
    send,
    voting,
)
from tests.tokens.rights import Right, draw

pytestmark = pytest.mark.usefixtures("inside")


def withdraw(
    client: FlaskClient, written: Written, right: Right | None = None, of: str = ""
) -> TestResponse:
    body = {"act": "withdraw", "petition": of or written.code}
    act = (right or written.author).act(body)
    return send(client, f"/petitions/{written.code}/withdraw", act)


@pytest.fixture
def written(client: FlaskClient) -> Written:
    """A petition in debate, in which somebody has spoken."""
    seats(7)
    written = debated(client)
    say(client, written.code, "Nobody else should read this any more.")
    return written


def test_it_ends_and_its_words_are_gone_from_every_page(
    client: FlaskClient, written: Written
) -> None:
    assert withdraw(client, written).status_code == 303
    assert petition(written.code).state == "withdrawn"
    for address in (
        f"/petitions/{written.code}",
        f"/petitions/{written.code}/debate",
        f"/petitions/{written.code}/versions/1",
        f"/api/v1/petitions/{written.code}",
        "/api/v1/petitions",
        "/petitions",
        "/petitions.atom",
        "/petitions.ics",
    ):
        text = client.get(address).text
        assert TEXT.title not in text, address
        assert TEXT.demand not in text, address
        assert "Nobody else should read" not in text, address
    page = Page(client.get(f"/petitions/{written.code}").text).words
    assert "Its author took it back before the vote." in page


def test_no_leaf_of_the_ledger_holds_its_words(client: FlaskClient, written: Written) -> None:
    withdraw(client, written)
    leaves = ledger.public_leaves(limit=100)
    assert len(leaves) >= 4
    assert not [leaf.kind for leaf in leaves if TEXT.title in (leaf.text or "")]
    assert TEXT.title not in tokens.scope(f"debate-{written.code}").descriptor


def test_its_leaf_stays_and_still_proves(client: FlaskClient, written: Written) -> None:
    leaf = queries.version(written.code, 1).leaf
    withdraw(client, written)
    assert ledger.inclusion(leaf).kind == "petition"


def test_withdrawing_again_is_the_same(client: FlaskClient, written: Written) -> None:
    assert [withdraw(client, written).status_code for _ in range(2)] == [303, 303]


def test_nobody_else_can_withdraw_it(client: FlaskClient, written: Written) -> None:
    other = publish(client, right=draft_right())
    for right in (draw(f"debate-{written.code}"), other.author):
        assert withdraw(client, written, right).status_code == 403
    assert petition(written.code).state == "debated"


def test_an_act_for_another_petition_withdraws_nothing(
    client: FlaskClient, written: Written
) -> None:
    assert withdraw(client, written, of="0" * 12).status_code == 403


def test_it_is_not_withdrawn_once_members_vote(client: FlaskClient, clock: Clock) -> None:
    seats(12)
    written = voting(client, clock)
    answer = withdraw(client, written)
    assert answer.status_code == 409
    assert petition(written.code).state == "voting"


def test_nothing_more_is_said_or_seconded(client: FlaskClient, clock: Clock) -> None:
    seats(7)
    written = publish(client)
    right = draw(f"seconding-{written.code}")
    withdraw(client, written)
    assert second(client, written.code, right).status_code == 409
    days_pass(clock, 40)
    assert petition(written.code).state == "withdrawn"
