"""The debate: one seat a member, one name a seat, days without hours, answers below."""

import re
import secrets
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coop.db import db, writing
from coop.lib.codes import new_code
from coop.petitions import debating, queries
from coop.petitions.debate import namer
from coop.petitions.models import Comment
from coop.web.clock import today
from coop.web.submission import new_key
from tests.conftest import Clock
from tests.pages import Page
from tests.petitions.acting import (
    TEXT,
    Written,
    comment_act,
    days_pass,
    debated,
    draft_right,
    petition,
    publish,
    put_into,
    say,
    seats,
    send,
)
from tests.tokens.rights import draw

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def written(client: FlaskClient) -> Written:
    """A petition in debate."""
    seats(7)
    return debated(client)


def said(code: str) -> list[Comment]:
    db.session.rollback()
    return list(db.session.scalars(select(Comment).where(Comment.petition_code == code)))


def address(written: Written) -> str:
    return f"/petitions/{written.code}/debate"


def test_the_page_before_sending_warns_and_keeps_nothing(
    client: FlaskClient, written: Written
) -> None:
    typed = {"submission": new_key("petition"), "text": "Call me at +33 6 12 34 56 78.\r\n"}
    page = client.post(address(written), data=typed)
    assert page.status_code == 200
    assert "This looks like a phone number." in Page(page.text).words
    assert f'data-scope="debate-{written.code}"' in page.text
    assert said(written.code) == []


def test_what_is_said_stands_with_its_day_and_a_name(client: FlaskClient, written: Written) -> None:
    answer = say(client, written.code, "I was not paid either.")
    assert answer.status_code == 303
    page = Page(client.get(answer.headers["Location"]).text).words
    assert "I was not paid either." in page
    assert "November 23, 2026" in page
    assert "Your contribution stands below." in page


def test_the_same_words_sent_again_are_said_once(client: FlaskClient, written: Written) -> None:
    right = draw(f"debate-{written.code}")
    places = {say(client, written.code, "Once.", right).headers["Location"] for _ in range(3)}
    assert len(places) == 1
    assert len(said(written.code)) == 1


def test_one_seat_says_several_things_under_one_name(client: FlaskClient, written: Written) -> None:
    right = draw(f"debate-{written.code}")
    say(client, written.code, "First.", right)
    say(client, written.code, "Second.", right)
    names = re.findall(r"hue-\d\"><bdi>([^<]+)", client.get(address(written)).text)
    assert len(names) == 2
    assert len(set(names)) == 1


def test_a_seat_has_another_name_elsewhere(client: FlaskClient, written: Written) -> None:
    other = publish(client, right=draft_right())
    names = set()
    for code in (written.code, other.code):
        name = namer(petition(code))(Comment(nonce=b"n" * 32))
        assert name is not None
        names.add(name)
    assert len(names) == 2


def test_altered_words_are_refused_and_come_back(client: FlaskClient, written: Written) -> None:
    act = comment_act(draw(f"debate-{written.code}"), "As signed.")
    answer = send(client, address(written), act, text="As altered.", reply_to="")
    assert answer.status_code == 409
    assert "As altered." in answer.text
    assert said(written.code) == []


def test_nothing_is_said_without_a_seat(client: FlaskClient, written: Written) -> None:
    typed = {"submission": new_key("petition"), "text": "Words.", "step": "send"}
    answer = client.post(address(written), data=typed)
    assert answer.status_code == 422
    assert "Words." in answer.text


def test_a_seat_in_one_debate_says_nothing_in_another(
    client: FlaskClient, written: Written
) -> None:
    other = debated(client)
    answer = say(client, other.code, "Words.", draw(f"debate-{written.code}"))
    assert answer.status_code == 403


def test_blanks_are_not_said(client: FlaskClient, written: Written) -> None:
    typed = {"submission": new_key("petition"), "text": "  \n "}
    assert client.post(address(written), data=typed).status_code == 422


def test_the_author_speaks_as_the_author(client: FlaskClient, written: Written) -> None:
    assert say(client, written.code, "I wrote it.", written.author).status_code == 303
    assert "The author" in Page(client.get(address(written)).text).words


def test_an_answer_stands_below_what_it_answers(
    client: FlaskClient, written: Written, clock: Clock
) -> None:
    say(client, written.code, "A question.")
    question = said(written.code)[0]
    days_pass(clock, 1)
    say(client, written.code, "Something else.")
    say(client, written.code, "An answer.", reply_to=question.code)
    page = Page(client.get(address(written)).text).words
    assert page.index("A question.") < page.index("An answer.") < page.index("Something else.")


def test_an_answer_to_an_answer_quotes_it(client: FlaskClient, written: Written) -> None:
    say(client, written.code, "A question.")
    say(client, written.code, "An answer.", reply_to=said(written.code)[0].code)
    answer = next(each for each in said(written.code) if each.reply_to)
    say(client, written.code, "A doubt.", reply_to=answer.code)
    page = client.get(address(written)).text
    assert '<blockquote class="answered" dir="auto">An answer.</blockquote>' in page
    assert {each.root for each in said(written.code)} == {answer.root}


def test_what_is_answered_is_shown_beside_the_field(client: FlaskClient, written: Written) -> None:
    say(client, written.code, "A question.")
    code = said(written.code)[0].code
    page = client.get(f"{address(written)}?reply_to={code}")
    assert Page(page.text).form(address(written)).fields["reply_to"] == code


def test_an_answer_to_nothing_is_refused(client: FlaskClient, written: Written) -> None:
    answer = say(client, written.code, "Words.", reply_to="0" * 12)
    assert answer.status_code == 404
    assert "Words." in answer.text


def test_what_was_said_of_an_earlier_version_says_so(client: FlaskClient, written: Written) -> None:
    say(client, written.code, "Of the first.")
    assert "about version" not in client.get(address(written)).text
    put_into(written.code, version=2)
    assert "about version 1" in client.get(address(written)).text


def test_a_long_debate_comes_page_by_page_and_none_is_lost(
    client: FlaskClient, written: Written, clock: Clock
) -> None:
    total = queries.THREADS * 2 + 3
    right = draw(f"debate-{written.code}")
    for number in range(total):
        if number == total // 2:
            clock.time += timedelta(days=1)
        say(client, written.code, f"word{number}.", right)
    seen: list[str] = []
    page = address(written)
    for _ in range(3):
        text = client.get(page).text
        seen += re.findall(r'<p class="text" dir="auto">(word\d+)\.', text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        page = found[1].replace("&amp;", "&") if found else ""
    assert page == ""
    assert sorted(seen) == sorted(f"word{number}" for number in range(total))
    days = [int(word[4:]) >= total // 2 for word in seen]
    assert days == sorted(days)


def test_a_contribution_is_found_by_its_code(client: FlaskClient, written: Written) -> None:
    right = draw(f"debate-{written.code}")
    for number in range(queries.THREADS + 2):
        say(client, written.code, f"word{number}.", right)
    last = max(said(written.code), key=lambda row: (row.written_on, row.code))
    page = client.get(f"{address(written)}?at={last.code}").text
    assert f'id="{last.code}"' in page
    assert "To the beginning" in page


def test_one_seat_cannot_drown_the_others(
    client: FlaskClient, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debating, "MOST_COMMENTS", 2)
    right = draw(f"debate-{written.code}")
    answers = [say(client, written.code, f"{n}.", right).status_code for n in range(3)]
    assert answers == [303, 303, 409]
    assert len(said(written.code)) == 2


def test_after_its_last_day_nothing_more_is_said(
    client: FlaskClient, written: Written, clock: Clock
) -> None:
    right = draw(f"debate-{written.code}")
    clock.time += timedelta(days=7)
    assert say(client, written.code, "On the last day.", right).status_code == 303
    clock.time += timedelta(days=1)
    answer = say(client, written.code, "Too late.", right)
    assert answer.status_code == 409
    assert say(client, written.code, "The author, too.", written.author).status_code == 409


def test_before_the_debate_there_is_none(client: FlaskClient) -> None:
    seats(5)
    written = publish(client)
    assert client.get(address(written)).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0
    assert TEXT.title in client.get(f"/petitions/{written.code}").text


def put(code: str, number: int, root: str | None, text: str) -> str:
    """A contribution laid into the table, without the phone that would sign it."""
    made = new_code(secrets.randbelow)
    with writing("voice") as session:
        session.add(
            Comment(
                petition_code=code, nonce=number.to_bytes(32), seq=number, code=made,
                root=root or made, reply_to=root, version=1, written_on=today(), text=text,
            )
        )  # fmt: skip
    return made


def test_a_flood_of_answers_to_one_hides_no_other(client: FlaskClient, written: Written) -> None:
    roots = [put(written.code, n, None, f"question-{n}-") for n in range(2)]
    for number in range(10, 215):
        put(written.code, number, roots[0], f"answer-{number}-")
    put(written.code, 500, roots[1], "the other answer")
    page = client.get(address(written)).text
    assert "the other answer" in page
    assert page.count("answer-") == 2 * queries.FIRST_ANSWERS  # and once hidden, beside the link
    assert f"at={roots[0]}" in page
    thread = client.get(address(written), query_string={"at": roots[0]}).text
    assert [n for n in range(10, 215) if f"answer-{n}-" not in thread] == []


def test_a_thread_longer_than_a_page_goes_on(
    client: FlaskClient, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "ANSWERS", 4)
    root = put(written.code, 0, None, "question")
    for number in range(1, 11):
        put(written.code, number, root, f"answer-{number}-")
    seen, page = set(), f"{address(written)}?at={root}"
    for _ in range(3):
        text = client.get(page).text
        seen |= set(re.findall(r'dir="auto">answer-(\d+)-', text))
        found = re.search(r'rel="next" href="([^"]+)"', text)
        page = found[1].replace("&amp;", "&") if found else ""
    assert page == ""
    assert seen == {str(number) for number in range(1, 11)}


def test_an_address_fills_in_no_words(client: FlaskClient, written: Written) -> None:
    page = client.get(f"{address(written)}?text=Somebody+elses+words&act=x").text
    assert "elses words" not in page
