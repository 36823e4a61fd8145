"""No address that anybody writes makes the house fail, or leads out of it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coop.accounts import joining
from coop.accounts.keys import sealed_phrase
from coop.lib.phrases import new_phrase, normalised
from coop.tokens.acts import read_act
from coop.tokens.rules import NotAnAct
from coop.web.language import own_path
from coop.web.settings import config
from tests.pages import Page

NULLS = (
    "/petitions/%00",
    "/petitions?platform=%00",
    "/petitions?%00=x",
    "/petitions/new?platform=%00",
    "/petitions/%00/vote",
    "/petitions/%00/board",
    "/api/v1/petitions/%00",
    "/api/v1/petitions/%00/board",
    "/platforms/%00",
    "/me/join/%00",
)


@pytest.mark.parametrize("address", NULLS)
def test_a_null_sign_names_nothing(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["///evil.example/x", "/\\evil.example", "//evil.example", "/ok\n//evil.example"]
)
def test_a_path_of_ours_names_no_host(address: str) -> None:
    assert own_path(address) == "/"


def test_an_act_of_a_scope_with_a_null_sign_is_none() -> None:
    signs = {"nonce": "A" * 43, "prefix": "A" * 43, "token": "A" * 342, "signature": "A" * 86}
    with pytest.raises(NotAnAct):
        read_act({"scope": "draft-\x00", "body": {"act": "draft"}} | signs)


def test_a_phrase_is_stretched_only_for_the_link_it_was_made_for(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    monkeypatch.setattr(joining, "digest_of", lambda *_: runs.append(1))
    with app.app_context():
        phrase = new_phrase("en", lambda below: below - 1)
        seal = sealed_phrase(normalised(phrase), "the link of another", config())
    eve = app.test_client()
    fields = Page(eve.get("/me/sign-in").text).form("/me/sign-in").fields
    sent = {"csrf_token": fields["csrf_token"], "seal": seal, "shown": phrase, "phrase": phrase}
    assert eve.post("/me/join/no-such-invitation", data=sent).status_code == 400
    assert runs == []
