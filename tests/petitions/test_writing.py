"""Writing a petition: checked first, published once, by a token's key and nobody's name."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from coop.db import db
from coop.ledger.queries import inclusion
from coop.ledger.queries import leaf as stored_leaf
from coop.petitions import queries
from coop.petitions.models import Petition
from coop.petitions.texts import FIELDS, TEXT_MAX, version_leaf
from coop.tokens.acts import as_json
from coop.tokens.rules import fields_digest
from coop.web.submission import new_key
from tests.pages import Page
from tests.petitions.acting import TEXT, draft_right, petition, publish, send
from tests.platforms.names import add
from tests.tokens.rights import draw

NEW = "/petitions/new"
pytestmark = pytest.mark.usefixtures("inside")


def typed(**changes: str) -> dict[str, str]:
    """What a browser sends from the questions."""
    return {"submission": new_key("petition")} | TEXT.fields | changes


def petitions() -> int:
    return db.session.scalar(select(func.count()).select_from(Petition)) or 0


def test_the_page_says_who_may_write_and_how(client: FlaskClient) -> None:
    page = client.get(NEW)
    assert page.status_code == 200
    assert "one of the 3 rights to write" in Page(page.text).words
    assert "<noscript>" in page.text


def test_the_page_before_sending_shows_what_will_be_published(client: FlaskClient) -> None:
    page = client.post(NEW, data=typed(text="Write to ana@example.org about it."))
    assert page.status_code == 200
    words = Page(page.text).words
    assert TEXT.demand in words
    assert "This is an e-mail address." in words
    assert petitions() == 0


def test_the_page_before_sending_names_the_figures_and_the_language(client: FlaskClient) -> None:
    sent = typed(evidence="done-unpaid france-women", language="fr")
    words = Page(client.post(NEW, data=sent).text).words
    assert "Workers who did a task and were not paid: 30%" in words
    assert "Women among workers by the click in France: 56%" in words
    assert "Language of the text Français" in words


def test_the_checked_form_carries_what_is_signed(client: FlaskClient) -> None:
    page = client.post(NEW, data=typed(title="  Pay\tfor  it ", text="one\r\ntwo\r\n"))
    form = Page(page.text).form(NEW)
    carried = {name: form.fields[name] for name in FIELDS}
    assert carried == TEXT.fields | {"title": "Pay for it", "text": "one\ntwo"}
    assert 'data-act="draft"' in page.text
    assert 'data-scope="draft-2026-Q4"' in page.text


@pytest.mark.parametrize("name", ["title", "demand", "text", "addressee"])
def test_what_is_missing_is_said_and_the_rest_comes_back(client: FlaskClient, name: str) -> None:
    page = client.post(NEW, data=typed(**{name: "  "}))
    assert page.status_code == 422
    kept = TEXT.title if name != "title" else TEXT.demand
    assert kept in page.text
    assert "Something needs another look" in page.text


def test_going_back_loses_nothing(client: FlaskClient) -> None:
    page = client.post(NEW, data=typed(step="edit"))
    assert page.status_code == 200
    assert TEXT.text in page.text
    boxes = re.findall(r"<input[^>]*name=\"evidence\"[^>]*>", page.text)
    assert ["done-unpaid" in box for box in boxes] == ["checked" in box for box in boxes]


def test_a_figure_that_nobody_published_cannot_be_cited(client: FlaskClient) -> None:
    assert client.post(NEW, data=typed(evidence="made-up")).status_code == 422


def test_a_published_petition_stands_under_its_code(client: FlaskClient) -> None:
    written = publish(client)
    page = Page(client.get(f"/petitions/{written.code}").text).words
    assert TEXT.title in page
    assert TEXT.demand in page
    assert "30%" in page


def test_the_same_sending_finds_the_same_petition(client: FlaskClient) -> None:
    right = draft_right()
    codes = {publish(client, right=right).code for _ in range(3)}
    assert len(codes) == 1
    assert petitions() == 1


def test_one_right_writes_one_petition(client: FlaskClient) -> None:
    right = draft_right()
    publish(client, right=right)
    other = replace(TEXT, title="Another one")
    act = right.act({"act": "draft", "fields": other.digest})
    answer = send(client, NEW, act, **other.fields)
    assert answer.status_code == 409
    assert "Another one" in answer.text
    assert petitions() == 1


@pytest.mark.parametrize("name", FIELDS)
def test_what_was_not_signed_is_not_published(client: FlaskClient, name: str) -> None:
    right = draft_right()
    act = right.act({"act": "draft", "fields": TEXT.digest})
    said = {"language": "fr", "evidence": "unpaid-hours"}.get(name, "something else")
    answer = send(client, NEW, act, **TEXT.fields | {name: said})
    assert answer.status_code == 409
    assert "not the one that your phone signed" in answer.text
    assert petitions() == 0


def test_without_a_right_nothing_is_published_and_nothing_lost(client: FlaskClient) -> None:
    answer = client.post(NEW, data=typed(step="send", act=""))
    assert answer.status_code == 422
    assert TEXT.text in answer.text
    assert petitions() == 0


def test_a_right_for_something_else_writes_nothing(client: FlaskClient) -> None:
    written = publish(client)
    right = draw(f"seconding-{written.code}")
    act = right.act({"act": "draft", "fields": TEXT.digest})
    assert send(client, NEW, act, **TEXT.fields).status_code == 403


def test_a_damaged_form_is_refused_with_the_words_kept(client: FlaskClient) -> None:
    right = draft_right()
    act = json.dumps(as_json(right.act({"act": "draft", "fields": TEXT.digest})))
    sent = TEXT.fields | {"submission": "made up", "act": act, "step": "send"}
    answer = client.post(NEW, data=sent)
    assert answer.status_code == 400
    assert TEXT.text in answer.text


def test_its_leaf_stands_in_the_ledger_at_once_and_can_be_made_again(client: FlaskClient) -> None:
    written = publish(client)
    version = queries.version(written.code, 1)
    leaf = version_leaf(written.code, 1, version.said.digest, version.act, version.salt)
    assert leaf.digest == version.leaf
    assert inclusion(version.leaf).text == leaf.text.decode()


def test_the_ledger_holds_no_word_of_it(client: FlaskClient) -> None:
    written = publish(client)
    held = stored_leaf(queries.version(written.code, 1).leaf)
    assert held is not None
    assert TEXT.title not in (held.text or "")


def test_its_author_is_a_key(client: FlaskClient) -> None:
    written = publish(client)
    found = petition(written.code)
    assert found.nonce == written.author.nonce
    assert queries.version(written.code, 1).act["body"]["fields"] == fields_digest(TEXT.fields)


def test_it_is_listed_under_the_platform_that_it_names(app: Flask, client: FlaskClient) -> None:
    add(app, "Wirk", "Foule Factory")
    publish(client, replace(TEXT, platform="foule factory"))
    assert TEXT.title in client.get("/petitions?platform=wirk").text
    assert "Petitions about Wirk" in client.get("/petitions?platform=wirk").text


def test_the_form_knows_the_platform_that_it_is_opened_from(
    app: Flask, client: FlaskClient
) -> None:
    add(app, "Wirk")
    assert 'value="Wirk"' in client.get(f"{NEW}?platform=wirk").text


@pytest.mark.parametrize(
    "sign", ["\x0b", "\x1f", "\x7f", "\ufffe", "\U0001ffff", "\x85", "\u202e", "\u2066"]
)
def test_no_sign_that_would_break_the_feed_comes_through(client: FlaskClient, sign: str) -> None:
    page = client.post(NEW, data=typed(title=f"Pay{sign} for it", text=f"a{sign}b"))
    form = Page(page.text).form(NEW)
    assert (form.fields["title"], form.fields["text"]) == ("Pay for it", "ab")
    text = replace(TEXT, title=f"Pay{sign} for it")
    act = draft_right().act({"act": "draft", "fields": text.digest})
    assert send(client, NEW, act, **text.fields).status_code == 409
    assert ElementTree.fromstring(client.get("/petitions.atom").data) is not None


def test_nothing_else_goes_into_the_ledger_with_it(client: FlaskClient) -> None:
    body = {"act": "draft", "fields": TEXT.digest, "note": "words for ever"}
    assert send(client, NEW, draft_right().act(body), **TEXT.fields).status_code == 403
    assert petitions() == 0


def test_a_newline_counts_as_one_sign(client: FlaskClient) -> None:
    assert client.post(NEW, data=typed(text="a\r\n" * (TEXT_MAX // 2))).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/petitions/%00",
        "/petitions/%00/debate",
        "/petitions/{code}/amendments/%00",
        "/petitions/{code}/debate?at=%00&reply_to=%00&after=%00",
        "/petitions/{code}/versions/99999999999",
        "/petitions?platform=%00",
        "/petitions?client=%00",
        "/petitions?shelf=%00&after=2026-11-23.%00",
        "/petitions/new?platform=%00",
        "/api/v1/petitions/%00",
        "/api/v1/petitions?platform=%00&client=%00",
    ],
)
def test_an_address_made_to_break_something_breaks_nothing(
    client: FlaskClient, address: str
) -> None:
    code = publish(client).code
    assert client.get(address.format(code=code)).status_code in (200, 404)


@pytest.mark.parametrize("scope", ["draft-\x00", "draft-", "draft-2026-Q5", "vote-2026-Q4"])
def test_a_scope_that_is_none_writes_nothing(client: FlaskClient, scope: str) -> None:
    act = replace(draft_right().act({"act": "draft", "fields": TEXT.digest}), scope=scope)
    assert send(client, NEW, act, **TEXT.fields).status_code in (403, 404, 422)
