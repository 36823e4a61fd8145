"""Another wording: proposed by a seat, taken up by the author's key, shown with what it changed."""

import re
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from coop.db import db, writing
from coop.ledger.queries import inclusion
from coop.lib.codes import new_code
from coop.petitions import queries
from coop.petitions.models import Amendment
from coop.petitions.texts import Text
from coop.web.clock import today
from coop.web.submission import new_key
from tests.conftest import Clock
from tests.pages import Page
from tests.petitions.acting import TEXT, Written, debated, petition, propose, publish, seats, send
from tests.tokens.rights import Right, draw

pytestmark = pytest.mark.usefixtures("inside")
OTHER = replace(TEXT, demand="Every refusal is explained within one week.")
THIRD = replace(TEXT, demand="Every refusal is explained at once.")


@pytest.fixture
def written(client: FlaskClient) -> Written:
    """A petition in debate."""
    seats(7)
    return debated(client)


def amendments(code: str) -> list[queries.Proposed]:
    db.session.rollback()
    return queries.amendments(code)[0]


def accept(
    client: FlaskClient, written: Written, right: Right | None = None, **changes: Any
) -> TestResponse:
    """Take up the amendment that stands, by the author's key."""
    code = amendments(written.code)[0].code
    body = {"act": "accept", "amendment": code, "text": OTHER.digest, "seq": 2} | changes
    act = (right or written.author).act(body)
    return send(client, f"/petitions/{written.code}/amendments/{code}/accept", act)


def publish_version(
    client: FlaskClient, written: Written, text: Text, seq: int, based_on: int | None = None
) -> TestResponse:
    """Publish the author's own wording."""
    act = written.author.act({"act": "version", "fields": text.digest, "seq": seq})
    version = str(based_on or petition(written.code).version)
    sent = text.fields | {"version": version, "reason": ""}
    return send(client, f"/petitions/{written.code}/amend", act, **sent)


def test_the_wording_that_stands_is_there_to_be_changed(
    client: FlaskClient, written: Written
) -> None:
    page = client.get(f"/petitions/{written.code}/amend")
    assert TEXT.demand in page.text


def test_while_it_is_seconded_its_page_says_when_and_speaks_of_nothing_written(
    client: FlaskClient,
) -> None:
    seats(7)
    code = publish(client).code
    answer = client.get(f"/petitions/{code}/amend")
    words = Page(answer.text).words
    assert (answer.status_code, "while it is debated" in words) == (409, True)
    assert "you wrote" not in words
    sent = propose(client, code, OTHER, draw(f"seconding-{code}"))
    assert "What you wrote was not kept on our side." in Page(sent.text).words


def test_the_page_before_sending_shows_what_changes(client: FlaskClient, written: Written) -> None:
    typed = {"submission": new_key("petition"), "version": "1", "reason": ""} | OTHER.fields
    page = client.post(f"/petitions/{written.code}/amend", data=typed)
    assert page.status_code == 200
    assert "<del>" in page.text
    assert "<ins>" in page.text
    assert amendments(written.code) == []


def test_a_proposed_wording_stands_in_the_debate(client: FlaskClient, written: Written) -> None:
    answer = propose(client, written.code, OTHER, reason="Two weeks are long.")
    assert answer.status_code == 303
    page = Page(client.get(answer.headers["Location"]).text).words
    assert "Two weeks are long." in page
    assert "[removed: two weeks, and work that follows the task is paid. end]" in page
    assert "Two weeks are long." in client.get(f"/petitions/{written.code}/debate").text


def test_it_is_proposed_once_however_often_it_is_sent(
    client: FlaskClient, written: Written
) -> None:
    right = draw(f"debate-{written.code}")
    places = {propose(client, written.code, OTHER, right).headers["Location"] for _ in range(3)}
    assert len(places) == 1
    assert len(amendments(written.code)) == 1


def test_the_same_words_are_no_amendment(client: FlaskClient, written: Written) -> None:
    assert propose(client, written.code, TEXT).status_code == 422


def test_the_authors_key_makes_it_the_next_version(client: FlaskClient, written: Written) -> None:
    propose(client, written.code, OTHER)
    assert accept(client, written).status_code == 303
    assert petition(written.code).version == 2
    shown = client.get(f"/petitions/{written.code}/versions/2").text
    assert OTHER.demand in shown
    assert "<del>" in shown
    assert "It takes up an amendment." in shown
    assert TEXT.demand in client.get(f"/petitions/{written.code}/versions/1").text
    assert inclusion(queries.version(written.code, 2).leaf).kind == "petition"


def test_accepting_again_changes_nothing_more(client: FlaskClient, written: Written) -> None:
    propose(client, written.code, OTHER)
    assert [accept(client, written).status_code for _ in range(3)] == [303, 303, 303]
    assert petition(written.code).version == 2


def test_nobody_else_can_accept_it(client: FlaskClient, written: Written) -> None:
    right = draw(f"debate-{written.code}")
    propose(client, written.code, OTHER, right)
    other = draw(written.author.scope.code)
    assert accept(client, written, right).status_code == 403
    assert accept(client, written, other).status_code == 403
    assert petition(written.code).version == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"amendment": "0" * 12}, 403),
        ({"text": "0" * 64}, 403),
        ({"seq": 3}, 409),
        ({"act": "withdraw"}, 403),
    ],
)
def test_an_acceptance_of_something_else_accepts_nothing(
    client: FlaskClient, written: Written, changes: dict[str, Any], status: int
) -> None:
    propose(client, written.code, OTHER)
    assert accept(client, written, **changes).status_code == status
    assert petition(written.code).version == 1


def test_an_amendment_of_an_older_version_is_not_taken_up(
    client: FlaskClient, written: Written
) -> None:
    propose(client, written.code, OTHER)
    assert publish_version(client, written, THIRD, 2).status_code == 303
    answer = accept(client, written)
    assert answer.status_code == 409
    code = amendments(written.code)[0].code
    page = client.get(f"/petitions/{written.code}/amendments/{code}").text
    assert "version 2 stands now" in Page(page).words


def test_the_author_publishes_a_version_of_their_own(client: FlaskClient, written: Written) -> None:
    answers = [publish_version(client, written, THIRD, 2, 1).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert petition(written.code).version == 2
    assert THIRD.demand in client.get(f"/petitions/{written.code}").text


def test_an_old_act_does_not_bring_an_old_version_back(
    client: FlaskClient, written: Written
) -> None:
    publish_version(client, written, THIRD, 2)
    publish_version(client, written, OTHER, 3)
    assert publish_version(client, written, THIRD, 2).status_code == 409
    assert petition(written.code).version == 3


def test_a_proposal_on_a_version_that_was_replaced_comes_back_filled(
    client: FlaskClient, written: Written
) -> None:
    publish_version(client, written, THIRD, 2)
    typed = {"submission": new_key("petition"), "version": "1", "reason": ""} | OTHER.fields
    answer = client.post(f"/petitions/{written.code}/amend", data=typed)
    assert answer.status_code == 409
    assert OTHER.demand in answer.text
    assert "version 2 stands now" in Page(answer.text).words


def test_a_version_keeps_language_platform_and_client(
    client: FlaskClient, written: Written
) -> None:
    publish_version(client, written, THIRD, 2)
    first, second = queries.versions(written.code)
    kept = ("language", "platform", "client")
    assert [first.said.fields[n] for n in kept] == [second.said.fields[n] for n in kept]


def test_after_the_debate_the_text_stands(
    client: FlaskClient, written: Written, clock: Clock
) -> None:
    propose(client, written.code, OTHER)
    clock.time += timedelta(days=8)
    assert accept(client, written).status_code == 409
    assert publish_version(client, written, THIRD, 2).status_code == 409
    assert petition(written.code).version == 1


def test_the_authors_key_works_in_the_next_quarter(client: FlaskClient, clock: Clock) -> None:
    clock.time = clock.time.replace(month=12, day=30)
    seats(7)
    written = debated(client)
    clock.time = clock.time.replace(year=2027, month=1, day=2)
    assert publish_version(client, written, OTHER, 2).status_code == 303


def test_a_version_that_never_was_is_not_there(client: FlaskClient, written: Written) -> None:
    assert client.get(f"/petitions/{written.code}/versions/7").status_code == 404
    amended = db.session.scalar(select(Amendment.code))
    assert amended is None
    assert client.get(f"/petitions/{written.code}/amendments/{'0' * 12}").status_code == 404


def test_the_amendments_come_page_by_page_without_their_texts(
    client: FlaskClient, written: Written
) -> None:
    with writing("voice") as session:
        for number in range(45):
            session.add(
                Amendment(
                    petition_code=written.code, nonce=number.to_bytes(32), seq=number,
                    code=new_code(secrets.randbelow), version=1, accepted_as=None,
                    proposed_on=today(), said=OTHER.fields, reason=f"reason-{number}-",
                )
            )  # fmt: skip
    seen, page = [], f"/petitions/{written.code}/debate"
    for _ in range(3):
        text = client.get(page).text
        assert text.count("/amendments/") <= queries.AMENDMENTS
        seen += re.findall(r"reason-(\d+)-", text)
        found = re.search(r'href="([^"]+amendments=[^"]+)"', text)
        page = found[1].replace("&amp;", "&") if found else ""
    assert page == ""
    assert sorted(map(int, seen)) == list(range(45))


def test_on_the_last_day_of_the_debate_the_text_stands(
    client: FlaskClient, written: Written, clock: Clock
) -> None:
    propose(client, written.code, OTHER)
    clock.time += timedelta(days=7)
    for answer in (accept(client, written), publish_version(client, written, THIRD, 2)):
        assert answer.status_code == 409
        assert "the text stands" in Page(answer.text).words
    assert petition(written.code).version == 1


def test_a_list_tells_wordings_apart(client: FlaskClient, written: Written) -> None:
    propose(client, written.code, OTHER, reason="A day is short.")
    propose(client, written.code, THIRD, reason="A week is long.")
    page = client.get(f"/petitions/{written.code}/debate").text
    links = re.findall(r'<a class="link" href="[^"]+/amendments/[^"]+">(.+?)</a>', page)
    assert len(set(links)) == 2
    assert all(re.match(r"<b>By \w+ \w+, for version 1, on November", link) for link in links)
    assert "A day is short." in "".join(links)
    assert "A week is long." in "".join(links)
