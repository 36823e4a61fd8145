"""A form that is an act: signed in the browser by a token's key, judged by the server's rules."""

import json
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect

from coop.config import ROOT
from coop.lib import base64url
from coop.tokens.acts import check_act, read_act
from coop.tokens.rules import Act, PublicScope, fields_digest
from tests.browser.conftest import Open
from tests.browser.wallets import Standing, complete
from tests.js.house import House, Scope

DRAFT = Scope("draft-2026-Q4")
TODAY = date(2026, 11, 25)
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>An act</title>
<script type="module" src="{script}"></script>
<form method="post" action="/acted" data-act="draft" data-scope="{scope}"
  data-act-fields="title text agreed" data-slots="3" {nonce}>
  <input type="hidden" name="act">
  <input type="hidden" name="seq" value="7" data-act-part="number">
  <input type="hidden" name="petition" value="ABCD" data-act-part="text">
  <label>Title <input name="title" required></label>
  <label>Text <textarea name="text"></textarea></label>
  <label><input type="checkbox" name="agreed" value="yes"> Agreed</label>
  <button name="way" value="send">Send</button>
  <div data-no-token hidden>No right here</div>
</form>
<section data-author hidden>You wrote this
<form method="post" action="/acted" data-act="withdraw" data-scope="{scope}" data-nonce="{author}">
<input type="hidden" name="act"></form></section></html>"""


def built(name: str) -> str:
    manifest = json.loads((ROOT / "static" / "dist" / "manifest.json").read_text())
    return f"/static/dist/{manifest[name]}"


@dataclass
class Place:
    """A page outside the seat with one form, and what it sent."""

    page: Page
    sent: list[dict[str, str]] = field(default_factory=list)

    def show(self, *, scope: str = DRAFT.code, nonce: str = "") -> None:
        said = f'data-nonce="{nonce}"' if nonce else ""
        author = nonce or "somebody-else"
        text = PAGE.format(script=built("act.js"), scope=scope, nonce=said, author=author)
        self.page.unroute_all()
        self.page.route("**/act", lambda route: route.fulfill(body=text, content_type="text/html"))
        self.page.route("**/acted", self._take)
        self.page.goto("/act")

    def send(self, title: str = "Être payé", text: str = "one\ntwo") -> dict[str, str]:
        before = len(self.sent)
        self.page.get_by_label("Title").fill(title)
        self.page.get_by_label("Text").fill(text)
        self.page.get_by_role("button", name="Send").click()
        self.page.wait_for_url("**/acted")
        assert len(self.sent) == before + 1
        return self.sent[-1]

    def _take(self, route: Route) -> None:
        values = parse_qs(route.request.post_data or "", keep_blank_values=True)
        self.sent.append({name: value for name, (value,) in values.items()})
        route.fulfill(body="done")


@pytest.fixture
def place(open_seat: Open) -> Place:
    """A phone whose wallet holds three drafts."""
    page = open_seat("/me/wallet", Standing(House([DRAFT]), {DRAFT.code: 3}))
    complete(page)
    return Place(page)


def public(scope: Scope) -> PublicScope:
    kind, subject = scope.code.split("-", 1)
    return PublicScope(
        code=scope.code,
        kind=kind,
        subject=subject,
        descriptor=scope.descriptor,
        key=scope.key.public.spki(),
        leaf=b"",
        opens_on=TODAY,
        closes_on=TODAY,
        is_closed=False,
        is_box_open=True,
        roll_size=None,
        eligible_since=None,
        issued_count=None,
    )


def judged(sent: dict[str, str]) -> Act:
    act = read_act(sent["act"])
    check_act(act, public(DRAFT), does="draft", today=TODAY)
    return act


def nonce_of(act: Act) -> str:
    return base64url.encode(act.nonce)


def test_what_is_sent_is_signed_by_a_token_of_the_scope(place):
    place.show()
    sent = place.send()
    act = judged(sent)
    fields = {"title": sent["title"], "text": sent["text"], "agreed": ""}
    expected = {"act": "draft", "seq": 7, "petition": "ABCD", "fields": fields_digest(fields)}
    assert act.body == expected
    assert sent["text"] == "one\r\ntwo"
    assert sent["way"] == "send"


def test_a_box_that_is_ticked_is_signed_as_ticked(place):
    place.show()
    place.page.get_by_label("Agreed").check()
    sent = place.send()
    fields = {"title": sent["title"], "text": sent["text"], "agreed": "yes"}
    assert judged(sent).body["fields"] == fields_digest(fields)


def test_the_same_again_uses_the_same_right_and_other_words_another(place):
    place.show()
    first = judged(place.send("One"))
    place.show()
    again = judged(place.send("One"))
    place.show()
    other = judged(place.send("Two"))
    assert nonce_of(first) == nonce_of(again)
    assert nonce_of(first) != nonce_of(other)


def test_the_authors_own_forms_are_signed_by_the_authors_key(place):
    place.show()
    expect(place.page.get_by_text("You wrote this")).to_be_hidden()
    author = nonce_of(judged(place.send("One")))
    place.show(nonce=author)
    expect(place.page.get_by_text("You wrote this")).to_be_visible()
    assert nonce_of(judged(place.send("Something else"))) == author


def test_somebody_elses_petition_offers_nothing_and_signs_nothing(place):
    place.show(nonce=base64url.encode(b"n" * 32))
    expect(place.page.get_by_text("No right here")).to_be_visible()
    expect(place.page.get_by_text("You wrote this")).to_be_hidden()
    place.page.get_by_label("Title").fill("One")
    place.page.get_by_role("button", name="Send").click()
    expect(place.page.get_by_text("No right here")).to_be_focused()
    assert place.sent == []


def test_without_a_right_nothing_is_sent_and_the_page_says_so(place):
    place.show(scope="vote-A")
    expect(place.page.get_by_text("No right here")).to_be_visible()
    place.page.get_by_label("Title").fill("One")
    place.page.get_by_role("button", name="Send").click()
    expect(place.page.get_by_text("No right here")).to_be_focused()
    assert place.sent == []


def test_nothing_of_the_seat_comes_along(place):
    place.show()
    with place.page.expect_request("**/acted") as asked:
        place.send()
    assert "cookie" not in asked.value.all_headers()
    assert set(place.sent[0]) == {"act", "seq", "petition", "title", "text", "way"}
