import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.accounts import joining_rules as newcomers
from coop.accounts import rules as invitations
from coop.chat import rules as rooms
from coop.config import ROOT
from coop.wallet import rules as wallet
from coop.web import language
from tests.accounts.seats import invitation, join
from tests.pages import Page


@pytest.mark.parametrize(
    "sentence",
    [
        "whoever holds this server, or takes it, can read them",
        "A phone that is already watched",
        "Your way of writing",
        "A platform that looks for your week and your amount in its own books",
        "Someone who runs this server and means harm",
        "Tor hides that",
        "a vote can be bought or forced here",
        "Open “My seat” now and then, even when you do not mean to act",
        "no hour but the minutes of today’s messages",
    ],
)
def test_the_page_says_what_does_not_hold(
    client: FlaskClient, databases: object, sentence: str
) -> None:
    assert sentence in Page(client.get("/privacy").text).words


@pytest.mark.parametrize(
    "sentence",
    [
        # On the phone, by the names of what static/js keeps there.
        "A draft of a report, a petition or a contribution, for 7 days",
        "the language that you choose, for a year",
        "a random key for fourteen days",
        "Its code, the rights drawn with it, and what you used some of them for, in clear",
        "They show how you voted, and lie here until you wipe the wallet",
        "“Leave quickly” forgets drafts, and nothing else of this list",
        # In the members' database, table by table.
        "A role, the day it opened, and a keyed trace of seven words",
        "For each browser a trace of its key and the last day on which it holds",
        "until 30 days after that right is issued no more",
        "seven days at the most, it is known which seat gave it",
        "three days at the most, which seat vouched",
        "lies here in clear until they do, thirty days at the most",
        "the public half of passkeys with the name that they gave them",
        # In the voice's.
        "loses its words and its debate",
        "That this key seconded, without a day",
        "You cannot take it back",
        "after the close every ballot is published",
        "two words and a colour",
        "until the night the minute",
    ],
)
def test_the_page_names_what_is_kept(client: FlaskClient, databases: object, sentence: str) -> None:
    assert sentence in Page(client.get("/privacy").text).words


def test_every_day_that_the_page_names_is_the_rule() -> None:
    assert (invitations.INVITATION_LASTS.days, invitations.SESSION_LASTS.days) == (7, 14)
    assert (newcomers.VOUCHING_LASTS.days, newcomers.REQUEST_LASTS.days) == (3, 30)
    assert newcomers.DECLINED_STAYS.days == 14
    assert wallet.ISSUANCES_LAST.days == rooms.KEEPS_DAYS == 30
    assert language.A_YEAR == 365 * 24 * 60 * 60
    assert "const KEPT_DAYS = 7;" in (ROOT / "static/js/_drafts.js").read_text()


def test_the_page_says_from_how_many_reports_sums_are_published(
    client: FlaskClient, databases: object
) -> None:
    assert "at least 5 reports" in Page(client.get("/privacy").text).words


def test_the_page_shouts_at_nobody(client: FlaskClient, databases: object) -> None:
    assert "!" not in Page(client.get("/privacy").text).words


def test_a_seat_reads_there_what_is_known_of_it(app: Flask, client: FlaskClient) -> None:
    join(client, invitation(app))
    page = Page(client.get("/me/").text)
    assert "knows nothing else" not in page.words
    assert "/privacy#member" in client.get("/me/").text
    assert 'id="member"' in client.get("/privacy").text
